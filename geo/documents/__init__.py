"""Any supported file into Documents: text verbatim, zones marked, metadata where it is stated."""

from geo.documents.bulk import count, read_part
from geo.documents.reader import read
from geo.documents.seeds import bundled_seeds
from geo.documents.streams import Input, inputs, is_url

__all__ = ["Input", "bundled_seeds", "count", "inputs", "is_url", "read", "read_part"]
