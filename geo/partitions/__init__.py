"""Partitions: files of GeoParquet with what was understood of many reports, and the manifest of a folder."""

from geo.partitions.folder import MANIFEST, Extracts, Folder, Manifest
from geo.partitions.records import Done, Fault, Missing, Part, Piece
from geo.partitions.table import COLUMNS, packed

__all__ = [
    "COLUMNS",
    "MANIFEST",
    "Done",
    "Extracts",
    "Fault",
    "Folder",
    "Manifest",
    "Missing",
    "Part",
    "Piece",
    "packed",
]
