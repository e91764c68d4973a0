"""What was understood of reports, kept between runs: a report that is known is not read again."""

from geo.recall.memory import Memory, code_digest
from geo.recall.shelf import Shelf, Stock

__all__ = ["Memory", "Shelf", "Stock", "code_digest"]
