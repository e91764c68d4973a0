"""Situations with their places resolved, and whether each may be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.records import Document, Reading, Resolution, Situation, Standing
from geo.relations.references import resolve_reference

_UNREAL = {
    "conditional": "only a condition in the text",
    "hypothetical": "only a hypothesis in the text",
    "requested": "only asked for in the text",
    "threatened": "only threatened in the text",
    "feared": "only feared in the text",
    "prevented": "the text says that it was prevented",
    "attempted": "only attempted in the text",
    "planned": "only planned in the text",
    "ordered": "only ordered in the text",
    "expected": "only expected in the text",
}
"""Why a status leaves a place as it is: what has not come about is listed, not drawn."""


_WIDE = frozenset({"country", "continent", "ocean", "sea"})
"""Kinds that have no one place for a symbol; numbers of people are told of countries all the same."""


def find_standings(
    document: Document,
    reading: Reading,
    resolutions: Sequence[Resolution],
    *,
    regions: Mapping[int, int],
) -> tuple[Standing, ...]:
    """One standing for each situation of a reading, in its order.

    ``regions`` maps an index of ``Reading.phrases`` to the index of its region.
    """
    return tuple(_standing(one, document, reading, resolutions, regions) for one in reading.situations)


def _standing(
    situation: Situation,
    document: Document,
    reading: Reading,
    resolutions: Sequence[Resolution],
    regions: Mapping[int, int],
) -> Standing:
    reference = situation.place
    place = resolve_reference(
        reference,
        reading=reading,
        resolutions=resolutions,
        document=document,
        region=None if reference.phrase is None else regions.get(reference.phrase),
    )
    declined = None
    if situation.status.factuality == "negated":
        declined = "the text denies it"
    elif place.place is None and place.region is None:
        declined = "its place could not be found"
    elif situation.kind != "displaced" and place.place is not None and place.place.kind in _WIDE:
        declined = "told of a whole country or more, not of one place"
    else:
        declined = _UNREAL.get(situation.status.eventuality)
    return Standing(situation, place, declined)
