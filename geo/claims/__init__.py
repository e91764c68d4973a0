"""One event told by several reports, or several sentences of one, is one claim.

The words of each report stay as they are; merging only groups them. Two movements are one claim
when nothing that both state speaks against it; a group never holds two that disagree, so that
chains of half-stated sentences do not join different events.
"""

from geo.claims.grouping import members, merge
from geo.claims.on_disk import members_on_disk, merge_on_disk

__all__ = ["members", "members_on_disk", "merge", "merge_on_disk"]
