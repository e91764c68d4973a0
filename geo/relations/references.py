"""What the words of an end mean: a name means its place, "the city" a place named before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.records import Document, End, Mention, Place, Reading, Reference, Resolution

SETTLEMENTS = frozenset({"city", "camp", "neighbourhood"})
_KINDS = {
    "city": frozenset({"city"}),
    "capital": frozenset({"city"}),
    "camp": frozenset({"camp"}),
    "country": frozenset({"country"}),
    "state": frozenset({"admin1", "country"}),
    "province": frozenset({"admin1", "admin2", "region"}),
    "region": frozenset({"admin1", "admin2", "region", "valley", "plain", "mountains"}),
    "area": frozenset({"city", "camp", "neighbourhood", "admin1", "admin2", "region"}),
    "island": frozenset({"island"}),
    "river": frozenset({"river", "canal"}),
    "valley": frozenset({"valley", "river"}),
    "sea": frozenset({"sea", "ocean", "gulf", "strait", "lake"}),
    "airport": frozenset({"airport"}),
    "base": frozenset({"base"}),
    "crossing": frozenset({"crossing", "border"}),
    "mountains": frozenset({"mountains", "mountain"}),
    "desert": frozenset({"desert"}),
    "coast": frozenset({"coast"}),
    "continent": frozenset({"continent"}),
}
"""Kinds of place that a noun may mean."""

_DEFINITE = ("the ", "this ", "that ", "its ", "their ")
"""A noun means a place named before only when it is definite."""


@dataclass(frozen=True, slots=True)
class Context:
    """A document's reading with its resolutions, for looking up what words mean."""

    document: Document
    reading: Reading
    resolutions: Sequence[Resolution]

    def place(self, mention: int) -> Place | None:
        """Place of a mention, None when it was not resolved."""
        return self.resolutions[mention].place if mention < len(self.resolutions) else None


def resolve_reference(
    reference: Reference,
    *,
    reading: Reading,
    resolutions: Sequence[Resolution],
    document: Document,
    region: int | None = None,
) -> End:
    """The end that a reference means.

    A name means its place. A definite noun ("the city", "there") means the last fitting place named
    before it, else the one that the title names; ``End.inferred`` is true when more than one place of
    the document fits, or when a people's word only lends its country. ``region`` is passed through.
    """
    context = Context(document, reading, resolutions)
    if reference.mention is not None:
        return _named(reference, context, region)
    earlier = _same_noun(reference, context) or _last_goal(reference, context)
    if earlier is not None:
        return replace(
            _named(earlier, context, region), text=reference.text, start=reference.start, end=reference.end
        )
    place, mention, sure = _coreferent(reference, context)
    return End(
        reference.text,
        reference.start,
        reference.end,
        place,
        region=region,
        inferred=place is not None and not sure,
        mention=mention,
    )


def _same_noun(reference: Reference, context: Context) -> Reference | None:
    """The end that the same noun named before: "a camp in X ... left the camp"."""
    if reference.nominal is None or not reference.text.lower().startswith(_DEFINITE):
        return None
    before = [
        end
        for motion in context.reading.motions
        for end in (*motion.origins, *motion.destinations)
        if end.nominal == reference.nominal and end.mention is not None and end.end <= reference.start
    ]
    same = [
        end
        for end in before
        if end.text.split()[-1:] == reference.text.split()[-1:] or _shares(end, reference)
    ]
    return max(same, key=lambda end: end.start, default=None)


def _last_goal(reference: Reference, context: Context) -> Reference | None:
    """Where "there" is after a movement: the named goal of the last one, if told just before."""
    if reference.nominal != "there":
        return None
    before = [
        motion
        for motion in context.reading.motions
        if motion.trigger.end <= reference.start
        and any(end.mention is not None for end in motion.destinations)
        and motion.declined is None
    ]
    last = max(before, key=lambda motion: motion.trigger.start, default=None)
    goal = next((end for end in last.destinations if end.mention is not None), None) if last else None
    if goal is None or goal.mention is None:
        return None
    return goal if _near(context.reading.mentions[goal.mention], reference, context) else None


def _shares(end: Reference, reference: Reference) -> bool:
    return reference.text.lower().split()[-1] in end.text.lower().split()


def town_in_focus(
    at: int, *, reading: Reading, resolutions: Sequence[Resolution], document: Document
) -> End | None:
    """The town that a text speaks of at an offset, as an inferred end; None when it is not plain.

    It is the only town named in the sentence and the two before it, else the one that holds most of the
    document's mentions of towns.
    """
    context = Context(document, reading, resolutions)
    towns = [(index, place) for index, place in _places(context) if place.kind in SETTLEMENTS]
    starts = [start for start, _ in reading.sentences if start <= at][-3:]
    low = starts[0] if starts else 0
    near = [item for item in towns if low <= reading.mentions[item[0]].start <= at]
    for pool in (near, towns):
        names = [place.id for _, place in pool]
        chief = max(pool, key=lambda item: names.count(item[1].id), default=None)
        if chief is not None and (len(set(names)) == 1 or 2 * names.count(chief[1].id) > len(names)):
            return End(chief[1].name, None, None, chief[1], inferred=True, mention=chief[0])
    return None


def _named(reference: Reference, context: Context, region: int | None) -> End:
    index = reference.mention
    assert index is not None  # noqa: S101  (the caller has looked)
    mention, inferred = context.reading.mentions[index], False
    place: Place | None = context.place(index)
    if mention.demonym and reference.nominal in _KINDS and reference.nominal not in {"country", "coast"}:
        found = _within(reference, place, context)
        if found is not None:
            place, index, inferred = context.place(found), found, True
    return End(
        reference.text,
        reference.start,
        reference.end,
        place,
        region=region,
        inferred=inferred,
        mention=index,
    )


def _within(reference: Reference, country: Place | None, context: Context) -> int | None:
    """A place of the noun's kind in a people's country ("a Syrian refugee camp") that the text names."""
    if country is None or reference.nominal is None:
        return None
    kinds = _KINDS[reference.nominal]
    fitting = [
        index for index, place in _places(context) if place.kind in kinds and place.country == country.country
    ]
    names = {context.resolutions[index].place for index in fitting}
    return fitting[0] if len(names) == 1 and reference.nominal in {"camp", "base", "airport"} else None


def _places(context: Context) -> list[tuple[int, Place]]:
    found = []
    for index, mention in enumerate(context.reading.mentions):
        place = context.place(index)
        if place is not None and not mention.demonym:
            found.append((index, place))
    return found


def _coreferent(reference: Reference, context: Context) -> tuple[Place | None, int | None, bool]:
    """(place, mention, sure) of a definite noun without a name."""
    text = reference.text.lower()
    if any(word[:1].isupper() for word in reference.text.split()[1:]):
        return None, None, False  # "the town of X" with a name that no gazetteer knows is no other town
    if reference.nominal == "there":
        kinds = SETTLEMENTS | {"admin1", "admin2", "country", "region", "island"}
    elif reference.nominal in _KINDS and text.startswith(_DEFINITE):
        kinds = _KINDS[reference.nominal]
    else:
        return None, None, False
    if reference.nominal == "capital":
        return _capital(reference, context)
    fitting = [(index, place) for index, place in _places(context) if place.kind in kinds]
    before = [item for item in fitting if context.reading.mentions[item[0]].end <= reference.start]
    if not (before or fitting):
        return None, None, False
    index, place = _choose(before or fitting, reference, context)
    different = {item.id for _, item in fitting}
    if reference.nominal == "area" and len({item.id for _, item in before}) != 1:
        return None, None, False
    return place, index, len(different) == 1 or _near(context.reading.mentions[index], reference, context)


def _choose(fitting: list[tuple[int, Place]], reference: Reference, context: Context) -> tuple[int, Place]:
    """The last fitting place of the same sentence, else the one that the text speaks of most.

    "That city" and "there" point at the last place named, whatever the text is about; the later one of
    equals is taken.
    """
    counts: dict[str, int] = {}
    for _, place in fitting:
        counts[place.id] = counts.get(place.id, 0) + 1
    mentions = context.reading.mentions
    window = [item for item in fitting if _near(mentions[item[0]], reference, context)]
    same = [item for item in window if _same_sentence(mentions[item[0]], reference, context)]
    pointing = reference.nominal == "there" or reference.text.lower().startswith("that ")
    if same or (pointing and window):
        return max(same or window, key=lambda item: mentions[item[0]].start)
    return max(window or fitting, key=lambda item: (counts[item[1].id], mentions[item[0]].start))


def _same_sentence(mention: Mention, reference: Reference, context: Context) -> bool:
    """Whether a name stands before the reference in its sentence."""
    start = next((low for low, high in context.reading.sentences if low <= reference.start < high), None)
    return start is not None and start <= mention.start < reference.start


def _near(mention: Mention, reference: Reference, context: Context) -> bool:
    """Whether a name stands in the same sentence or the one before."""
    sentences = context.reading.sentences
    here = next((i for i, (start, end) in enumerate(sentences) if start <= reference.start < end), None)
    if here is None:
        return False
    low = sentences[max(0, here - 1)][0]
    return low <= mention.start < reference.start


def _capital(reference: Reference, context: Context) -> tuple[Place | None, int | None, bool]:
    """The capital that the text names: a city that it calls one, else the one capital among its places."""
    cities = [(index, place) for index, place in _places(context) if place.kind == "city"]
    for index, place in cities:
        mention = context.reading.mentions[index]
        if "capital" in context.document.text[max(0, mention.start - 24) : mention.start].lower():
            return place, index, mention.end <= reference.start
    capitals = [(index, place) for index, place in cities if dict(place.extra).get("feature") == "PPLC"]
    if len({place.id for _, place in capitals}) != 1:
        return None, None, False
    index, place = capitals[0]
    return place, index, context.reading.mentions[index].end <= reference.start
