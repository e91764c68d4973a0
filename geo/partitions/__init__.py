"""Partitions: files of GeoParquet with what was understood of many reports, and the manifest of a folder."""

from geo.partitions.folder import Folder, Manifest
from geo.partitions.records import Done, Fault, Part
from geo.partitions.table import COLUMNS, packed, read_extracts

__all__ = ["COLUMNS", "Done", "Fault", "Folder", "Manifest", "Part", "packed", "read_extracts"]
