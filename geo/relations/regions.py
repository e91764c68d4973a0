"""Locative phrases with their places: relative regions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from geo.records import Document, End, Phrase, Place, Reading, Reference, Region, Resolution, in_zones
from geo.relations.references import SETTLEMENTS, resolve_reference

_WIDE = frozenset({"country", "continent", "ocean"})
_CONTAINERS = frozenset({"country", "admin1", "admin2", "region", "island", "continent", "valley"})
_MEASURED = frozenset({"DD", "DO", "TIME", "OFF"})
_VAST = frozenset({"ocean", "sea", "gulf", "lake", "river", "mountains", "desert"})
_WATERS = frozenset({"lake", "sea", "gulf", "strait"})
_COURSES = frozenset({"river", "canal", "road"})
_IN_IT = re.compile(r"(?:in|across|throughout)\s", re.IGNORECASE)
_ALONG_IT = frozenset({"EXT", "DD", "DO", "BETW", "NEAR"})
"""Models that say which stretch of a river or road is meant."""
_CHAIN = re.compile(r"\s*,?\s*(?:and\s+)?(?:(?:in|on|at)\s+)?(?:the\s+)?", re.IGNORECASE)
_IN = re.compile(
    r"\s*,?\s+(?:in|inside)\s+(?:the\s+)?(?:[\w-]+ern\s+)?(?:(?:province|state|region|district)\s+of\s+)?",
    re.IGNORECASE,
)
"""Words between a phrase and the name of what it lies in ("40 km west of X, in the province of Y")."""


@dataclass(frozen=True, slots=True)
class _Scene:
    document: Document
    reading: Reading
    resolutions: Sequence[Resolution]

    def end(self, reference: Reference) -> End:
        """The end that a reference means."""
        return resolve_reference(
            reference, reading=self.reading, resolutions=self.resolutions, document=self.document
        )

    def place(self, mention: int | None) -> Place | None:
        """Place of a mention, None when there is none."""
        if mention is None or mention >= len(self.resolutions):
            return None
        return self.resolutions[mention].place


def find_regions(
    document: Document, reading: Reading, resolutions: Sequence[Resolution]
) -> tuple[Region, ...]:
    """Regions of a document in the order of its phrases.

    A phrase is left out when nothing can be placed by it: an unsaid anchor that the text does not make
    plain, a nominal that no named place fits, "around" a whole country, "between" two countries that
    only talk. An anchor whose name is unknown stays, with no place.
    """
    scene = _Scene(document, reading, tuple(resolutions))
    found: list[Region] = []
    for phrase in reading.phrases:
        if in_zones(document.zones, phrase.start, phrase.end):
            continue
        region = _region(phrase, found, scene)
        if region is not None:
            if found and _runs_on(found[-1], region, scene):
                found.pop()
            line = _line_before(found[-1] if found else None, region, scene)
            if line is not None and found and _is_of(line, found[-1]):
                region = _stretch(found.pop(), region, scene)
            found.append(region if line is None else _along(region, line))
    return tuple(found)


def _runs_on(last: Region, region: Region, scene: _Scene) -> bool:
    """Whether only the later of two clauses can be placed ("on the X river north of Y", X not mapped)."""
    unknown = last.phrase.model == "ALONG" and all(anchor.place is None for anchor in last.anchors)
    gap = scene.document.text[last.phrase.end : region.phrase.start]
    return unknown and not gap.strip() and any(anchor.place is not None for anchor in region.anchors)


def _line_before(last: Region | None, region: Region, scene: _Scene) -> End | None:
    """The river or road named right before a clause that says which stretch ("on the X north of Y")."""
    phrase = region.phrase
    if phrase.model not in _ALONG_IT or not any(anchor.place is not None for anchor in region.anchors):
        return None
    if last is not None and last.phrase.model == "ALONG" and _touch(last.phrase.end, phrase.start, scene):
        return next((anchor for anchor in last.anchors if anchor.place is not None), None)
    for index, mention in enumerate(scene.reading.mentions):
        place = scene.place(index)
        close = mention.end <= phrase.start and _touch(mention.end, phrase.start, scene)
        if close and place is not None and place.kind in _COURSES:
            return End(mention.text, mention.start, mention.end, place, mention=index)
    return None


def _along(region: Region, line: End) -> Region:
    """The region along a line; the line is not what it locates."""
    target = region.target
    it_is = target is not None and target.mention == line.mention
    return replace(region, along=line, target=None if it_is else target)


def _is_of(line: End, region: Region) -> bool:
    return region.phrase.model == "ALONG" and line in region.anchors


def _touch(end: int, start: int, scene: _Scene) -> bool:
    return end <= start and not scene.document.text[end:start].strip()


def _stretch(line: Region, region: Region, scene: _Scene) -> Region:
    """Two clauses about one place as one: the phrase runs from the line to the stretch."""
    start, end = line.phrase.start, region.phrase.end
    text = scene.document.text[start:end]
    return replace(region, phrase=replace(region.phrase, start=start, text=text, combine="intersection"))


def _region(phrase: Phrase, earlier: Sequence[Region], scene: _Scene) -> Region | None:
    target = None if phrase.target is None else scene.end(phrase.target)
    anchors = _anchors(phrase, target, earlier, scene)
    if not anchors or not _holds(phrase, anchors):
        return None
    if phrase.model == "EXT" and _IN_IT.match(phrase.text) and all(_contains(end.place) for end in anchors):
        phrase = replace(phrase, model="PART")  # "in north-west of Mali" is a part of it
    region = Region(phrase=phrase, anchors=anchors, target=_other(target, anchors, phrase))
    return replace(
        region, within=_within(region, target, earlier, scene), beside=_beside(region, target, scene)
    )


def _other(target: End | None, anchors: Sequence[End], phrase: Phrase) -> End | None:
    """The target, unless it is an anchor itself or a whole country or region that holds the spot."""
    if target is None or target.place is None:
        return target
    if phrase.model in _MEASURED and (_contains(target.place) or target.place.kind in _VAST):
        return None
    return (
        None if any(end.place is not None and end.place.id == target.place.id for end in anchors) else target
    )


# -- anchors -------------------------------------------------------------------------------------


def _anchors(phrase: Phrase, target: End | None, earlier: Sequence[Region], scene: _Scene) -> tuple[End, ...]:
    if "anchor" in phrase.inferred:
        unsaid = _country if phrase.model == "PART" else _place
        found = unsaid(phrase, target, earlier, scene)
        return () if found is None else (found,)
    ends = tuple(map(partial(_said, scene=scene, earlier=earlier), phrase.anchors))
    if any(end.place is None and anchor.nominal for end, anchor in zip(ends, phrase.anchors, strict=True)):
        return _known_border(phrase, earlier) or (ends if _unknown_city(phrase, scene) else ())
    return ends


def _unknown_city(phrase: Phrase, scene: _Scene) -> bool:
    """Whether "the city" may well mean a name that was read but not resolved: kept, with no place."""
    if not all(anchor.nominal in ("city", "village") for anchor in phrase.anchors):
        return False
    return any(
        mention.end <= phrase.start and not mention.demonym and scene.place(index) is None
        for index, mention in enumerate(scene.reading.mentions)
    )


def _said(reference: Reference, *, scene: _Scene, earlier: Sequence[Region]) -> End:
    """A stated anchor. "the city" right after a region's anchor in the sentence means that city."""
    end = scene.end(reference)
    if (
        end.mention is not None
        and reference.nominal
        and scene.reading.mentions[end.mention].start >= reference.start
    ):
        end = replace(end, place=None, mention=None)  # named only later: not what the noun points back to
    if end.place is not None or reference.nominal not in ("city", "village", "place", "area"):
        return end
    low = _sentence(reference.start, scene)[0]
    for region in reversed(earlier):
        if region.phrase.start < low:
            break
        for anchor in region.anchors:
            if (
                anchor.place is not None
                and anchor.place.kind in SETTLEMENTS
                and reference.text.lower().startswith("the")
            ):
                return replace(end, place=anchor.place, mention=anchor.mention, inferred=True)
    return end


def _known_border(phrase: Phrase, earlier: Sequence[Region]) -> tuple[End, ...]:
    """The border that the text has named before, for "the border" alone."""
    if not any(anchor.nominal == "border" for anchor in phrase.anchors):
        return ()
    for region in reversed(earlier):
        if "border" in region.phrase.relations:
            return tuple(replace(anchor, inferred=True) for anchor in region.anchors)
    return ()


def _place(phrase: Phrase, target: End | None, earlier: Sequence[Region], scene: _Scene) -> End | None:
    """The unsaid anchor of "which lies 12 km away": the settlement that the text speaks of.

    The anchor of a phrase before it in the sentence, else the settlement named most before it.
    """
    not_this = target.place.id if target is not None and target.place is not None else None
    low = _sentence(phrase.start, scene)[0]
    for region in reversed(earlier):
        if region.phrase.start < low:
            break
        for anchor in region.anchors:
            if anchor.place is not None and anchor.place.kind in SETTLEMENTS and anchor.place.id != not_this:
                return _implied(phrase, anchor.place, anchor.mention)
    named = [
        (index, place)
        for index, mention in enumerate(scene.reading.mentions)
        if mention.end <= phrase.start
        and not mention.demonym
        and (place := scene.place(index)) is not None
        and place.kind in SETTLEMENTS
        and place.id != not_this
    ]
    if not named:
        return None
    counts = Counter(place.id for _, place in named)
    index, place = max(named, key=lambda item: (counts[item[1].id], item[0]))
    return _implied(phrase, place, index)


def _country(phrase: Phrase, target: End | None, earlier: Sequence[Region], scene: _Scene) -> End | None:
    """The unsaid country of "the northern city of X": the one X lies in, where the text names it."""
    del earlier
    if target is None or target.place is None or not target.place.country:
        return None
    for index in range(len(scene.reading.mentions)):
        place = scene.place(index)
        if place is not None and place.kind == "country" and place.country == target.place.country:
            return _implied(phrase, place, index)
    return None


def _implied(phrase: Phrase, place: Place, mention: int | None) -> End:
    reference = phrase.anchors[0]
    return End(place.name, reference.start, reference.end, place, inferred=True, mention=mention)


def _sentence(position: int, scene: _Scene) -> tuple[int, int]:
    for start, end in scene.reading.sentences:
        if start <= position < end:
            return start, end
    return position, position


# -- what is no region -----------------------------------------------------------------------------


def _holds(phrase: Phrase, anchors: Sequence[End]) -> bool:
    """Whether the places make sense of the words."""
    kinds = [anchor.place.kind for anchor in anchors if anchor.place is not None]
    wide = bool(kinds) and all(kind in _WIDE for kind in kinds)
    if phrase.model == "BETW":
        return not (wide and phrase.text.lower().startswith("between"))
    if phrase.model == "SURR" or "outside" in phrase.relations:
        return not wide
    return not (phrase.model == "IN" and not kinds)


# -- what it lies in -------------------------------------------------------------------------------


def _within(region: Region, target: End | None, earlier: Sequence[Region], scene: _Scene) -> tuple[str, ...]:
    """Ids of containers that the same clause names: "inside X near the Y border", "... in Z province"."""
    phrase = region.phrase
    text = scene.document.text
    anchors = {anchor.place.id for anchor in region.anchors if anchor.place is not None}
    found: list[str] = []
    if earlier:
        last = earlier[-1]
        gap = text[last.phrase.end : phrase.start]
        if last.phrase.end <= phrase.start and _CHAIN.fullmatch(gap) and last.phrase.model in ("IN", "PART"):
            found.extend(
                anchor.place.id
                for anchor in last.anchors
                if anchor.place is not None and _contains(anchor.place)
            )
    found.extend(_follows(phrase, scene))
    if (
        phrase.model in _MEASURED
        and target is not None
        and target.place is not None
        and _contains(target.place)
    ):
        found.append(target.place.id)  # "in X province, 40 km north of Y"
    if phrase.model == "OFF" and target is not None and target.place is not None:
        found += [target.place.id] if target.place.kind in _WATERS else []  # "in Lake X, 2 km off Y"
    if region.target is not None and region.target.mention is not None:
        holder = scene.place(scene.reading.mentions[region.target.mention].container)
        if holder is not None and _contains(holder):
            found.append(holder.id)
    own = [anchor.place.id for anchor in region.anchors[:1] if anchor.place is not None]
    side = own if "side" in phrase.relations else []
    return tuple(dict.fromkeys([*side, *(place for place in found if place not in anchors)]))


def _beside(region: Region, target: End | None, scene: _Scene) -> str:
    """The country on the other side of "the border with X": the one that the sentence speaks of.

    That of the place located, else of the name before the phrase that is nearest to it, people's words too
    ("{Turkish} troops near the {Syrian} border"), else of the name right behind it.
    """
    told = [end.place for end in region.anchors if end.place is not None]
    if "border" not in region.phrase.relations or len(told) != 1 or told[0].kind != "country":
        return ""
    own = told[0].country
    if target is not None and target.place is not None and target.place.country not in {"", own}:
        return target.place.country
    low, high = _sentence(region.phrase.start, scene)
    before, after = [], []
    for index, mention in enumerate(scene.reading.mentions):
        place = scene.place(index)
        if place is None or place.country in {"", own} or not low <= mention.start < high:
            continue
        if mention.end <= region.phrase.start:
            before.append(place.country)
        elif mention.start >= region.phrase.end:
            after.append(place.country)
    return (before[-1:] or after[:1] or [""])[0]


def _follows(phrase: Phrase, scene: _Scene) -> list[str]:
    text = scene.document.text
    for index, mention in enumerate(scene.reading.mentions):
        if mention.start >= phrase.end and not mention.demonym:
            place = scene.place(index)
            near = mention.start - phrase.end < 60
            if (
                near
                and _IN.fullmatch(text[phrase.end : mention.start])
                and _contains(place)
                and place is not None
            ):
                return [place.id]
            return []
    return []


def _contains(place: Place | None) -> bool:
    return place is not None and place.kind in _CONTAINERS
