"""Any supported file into Documents: text verbatim, zones marked, metadata where it is stated."""

from geo.documents.reader import read
from geo.documents.seeds import bundled_seeds

__all__ = ["bundled_seeds", "read"]
