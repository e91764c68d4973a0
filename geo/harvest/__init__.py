"""Reports by the million: read into partitions by many workers, and maps made of them out of core."""

from geo.harvest.gather import build, lines, opened
from geo.harvest.run import SIZE, Harvest, extract
from geo.harvest.streaming import Lines, read

__all__ = ["SIZE", "Harvest", "Lines", "build", "extract", "lines", "opened", "read"]
