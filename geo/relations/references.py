"""What the words of an end mean: a name means its place, "the city" a place named before."""

from __future__ import annotations

import re
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

_DEFINITE = ("the ", "this ", "that ", "its ", "their ", "both ", "these ", "those ")
"""A noun means a place named before only when it is definite."""


Found = tuple[Place | None, int | None, bool]
"""(place, mention, sure) of a noun."""
NOTHING: Found = (None, None, False)


@dataclass(frozen=True, slots=True)
class Context:
    """A document's reading with its resolutions, for looking up what words mean."""

    document: Document
    reading: Reading
    resolutions: Sequence[Resolution]

    def place(self, mention: int) -> Place | None:
        """Place of a mention, None when it was not resolved."""
        return self.resolutions[mention].place if mention < len(self.resolutions) else None


def resolve_references(
    reference: Reference,
    *,
    reading: Reading,
    resolutions: Sequence[Resolution],
    document: Document,
    apart: frozenset[str] = frozenset(),
) -> tuple[End, ...]:
    """The ends that a plural without a name means: "those countries", "both towns", "them".

    They are the last places of the kind named just before, coordinated with one another; empty for any other
    reference and where the text names fewer than two.
    """
    context = Context(document, reading, resolutions)
    kinds = _plural_kinds(reference)
    if kinds is None:
        return ()
    mentions = reading.mentions
    near = [
        (index, place)
        for index, place in _literal(_places(context), context)
        if place.kind in kinds and place.id not in apart and _near(mentions[index], reference, context)
    ]
    row = _row(near, context)
    return tuple(
        End(place.name, reference.start, reference.end, place, inferred=True, mention=index)
        for index, place in row
    )


_PLURALS = ("those ", "these ", "both ", "the two ")


def _plural_kinds(reference: Reference) -> frozenset[str] | None:
    """Kinds of place that a plural may mean, None for other references."""
    if reference.mention is not None or reference.nominal is None:
        return None
    if reference.nominal == "them":
        return SETTLEMENTS | _KINDS["country"] | _KINDS["region"] | _KINDS["island"]
    plural = reference.text.lower().startswith(_PLURALS) and reference.text.endswith("s")
    return _KINDS.get(reference.nominal) if plural else None


def _row(found: list[tuple[int, Place]], context: Context) -> list[tuple[int, Place]]:
    """The last places of a list that are coordinated ("X, Y and Z"), none for fewer than two."""
    mentions, text = context.reading.mentions, context.document.text
    row: list[tuple[int, Place]] = []
    for item in sorted(found, key=lambda pair: mentions[pair[0]].start):
        between = text[mentions[row[-1][0]].end : mentions[item[0]].start] if row else ""
        joined = bool(row) and re.fullmatch(r"\s*(?:,|,?\s*(?:and|or)\s)\s*(?:the )?", between) is not None
        row = [*row, item] if joined else [item]
    return row if len(row) > 1 else []


def resolve_reference(  # noqa: PLR0913  (the tables of one document, and two limits)
    reference: Reference,
    *,
    reading: Reading,
    resolutions: Sequence[Resolution],
    document: Document,
    region: int | None = None,
    apart: frozenset[str] = frozenset(),
) -> End:
    """The end that a reference means.

    A name means its place. A definite noun ("the city", "there") means the place that the text leaves no
    doubt about, never one of ``apart`` (ids of places at the movement's other end); ``End.inferred`` is true
    when it takes the whole text to say which, or when a people's word only lends its country. ``region`` is
    passed through.
    """
    context = Context(document, reading, resolutions)
    if reference.mention is not None:
        return _named(reference, context, region)
    earlier = _same_noun(reference, context) or _last_goal(reference, context)
    if earlier is not None:
        return replace(
            _named(earlier, context, region), text=reference.text, start=reference.start, end=reference.end
        )
    place, mention, sure = _coreferent(reference, context, apart)
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


def _coreferent(reference: Reference, context: Context, apart: frozenset[str]) -> Found:
    """The place that a definite noun without a name means, when the text leaves no doubt which.

    Names before the noun come first, those in its sentence before those of the sentence before; a name that
    only acts ("X ordered") or owns ("X's troops") counts where there is no other. With several places in
    reach the noun means the one that the text calls so ("the town of X"), or the one that the text is about.
    """
    text = reference.text.lower()
    if reference.nominal == "border":
        return _border(reference, context)
    if reference.nominal == "it":
        return _it(reference, context, apart)
    if reference.nominal == "there":
        kinds = SETTLEMENTS | {"admin1", "admin2", "country", "region", "island"}
    elif reference.nominal in _KINDS and text.startswith(_DEFINITE):
        kinds = _KINDS[reference.nominal]
    else:
        return NOTHING
    if reference.nominal == "capital":
        return _capital(reference, context)
    fitting = [
        (index, place)
        for index, place in _places(context)
        if place.kind in kinds and place.id not in apart and not _overlap(context, index, reference)
    ]
    before = [item for item in fitting if context.reading.mentions[item[0]].end <= reference.start]
    return _chosen(before, reference, context) if before else _later(fitting, reference, context)


def _overlap(context: Context, index: int, reference: Reference) -> bool:
    mention = context.reading.mentions[index]
    return mention.start < reference.end and reference.start < mention.end


def _chosen(before: list[tuple[int, Place]], reference: Reference, context: Context) -> Found:
    """The one of the places named before that a noun means, or nothing when several could be meant."""
    mentions = context.reading.mentions
    near = [item for item in before if _near(mentions[item[0]], reference, context)]
    same = [item for item in near if _same_sentence(mentions[item[0]], reference, context)]
    for pool in (same, near):
        plain = _literal(pool, context) or pool
        if not plain:
            continue
        called = [item for item in plain if _is_called(mentions[item[0]], reference, context)]
        different = {place.id for _, place in plain}
        if len(different) == 1 or _points(reference):
            return (*_last(plain, context), True)
        if len({place.id for _, place in called}) == 1:
            return (*_last(called, context), True)
        return _chief(plain, before, context)
    return _chief(_literal(before, context), before, context)


def _points(reference: Reference) -> bool:
    """Whether a noun points at the last place named ("there", "that city")."""
    return reference.nominal == "there" or reference.text.lower().startswith("that ")


def _last(found: list[tuple[int, Place]], context: Context) -> tuple[Place, int]:
    index, place = max(found, key=lambda item: context.reading.mentions[item[0]].start)
    return place, index


def _chief(pool: list[tuple[int, Place]], before: list[tuple[int, Place]], context: Context) -> Found:
    """The place of a pool that most of the names so far mean (more than half of them, and at least two)."""
    names = [place.id for _, place in before]
    for index, place in sorted(pool, key=lambda item: -context.reading.mentions[item[0]].start):
        if len(set(names)) == 1 or (names.count(place.id) > 1 and 2 * names.count(place.id) > len(names)):
            return place, index, False
    return NOTHING


def _later(fitting: list[tuple[int, Place]], reference: Reference, context: Context) -> Found:
    """The only fitting place of the text, named after the noun, and not as the speaker's whereabouts."""
    told = [item for item in _literal(fitting, context) if not _is_dateline(context, item[0])]
    if reference.nominal == "area" or len({place.id for _, place in told}) != 1:
        return NOTHING
    index, place = told[0]
    return place, index, False


def _it(reference: Reference, context: Context, apart: frozenset[str]) -> Found:
    """The only place that the sentence has named so far."""
    named = [
        (index, place)
        for index, place in _literal(_places(context), context)
        if place.id not in apart and _same_sentence(context.reading.mentions[index], reference, context)
    ]
    if len({place.id for _, place in named}) != 1:
        return NOTHING
    index, place = named[-1]
    return place, index, False


_ACTS = re.compile(
    r"(?:['\u2019]s\b|\s+(?:(?:has|have|had|also)\s+)?(?:said|says|ordered|orders|accused|warned|warns|denied|"
    r"agreed|announced|vowed|insist\w*|wants?|urged|refused|decided|claims?|claimed|plans?|condemned)\b)"
)
"""What follows a name that only acts or owns."""

_SPEAKS_FROM = re.compile(
    r"\b(?:said|told|reports?|reporting|speaking|spoke|wrote)\b[^.;]{0,24}\b(?:from|in|at)\s*$"
)
"""What stands before the place that somebody speaks from."""


def _literal(found: list[tuple[int, Place]], context: Context) -> list[tuple[int, Place]]:
    """Names that stand for the place itself."""
    text, mentions = context.document.text, context.reading.mentions
    return [
        item for item in found if mentions[item[0]].literal and not _ACTS.match(text, mentions[item[0]].end)
    ]


def _is_dateline(context: Context, index: int) -> bool:
    start = context.reading.mentions[index].start
    return bool(_SPEAKS_FROM.search(context.document.text[max(0, start - 48) : start]))


def _is_called(mention: Mention, reference: Reference, context: Context) -> bool:
    """Whether the text calls a name by the noun ("the town of X", "X town", "X, a town")."""
    noun = re.escape(reference.text.lower().split()[-1])
    text = context.document.text
    before = text[max(0, mention.start - 32) : mention.start].lower()
    after = text[mention.end : mention.end + 32].lower()
    return bool(
        re.search(rf"\b{noun}(?: of)? (?:the )?$", before)
        or re.match(rf",? (?:(?:a|the) )?(?:\w+ )?{noun}\b", after)
    )


def _border(reference: Reference, context: Context) -> Found:
    """The country whose border "the border" is: the only one named near, always as an inference."""
    countries: dict[str, tuple[Place, int]] = {}
    for index, mention in enumerate(context.reading.mentions):
        place = context.place(index)
        if place is not None and place.kind == "country" and _near(mention, reference, context):
            countries.setdefault(place.country, (place, index))
    if len(countries) != 1 or not reference.text.lower().startswith("the "):
        return NOTHING
    place, index = next(iter(countries.values()))
    return place, index, False


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


def _capital(reference: Reference, context: Context) -> Found:
    """The capital that the text names: a city that it calls one, else the one capital among its places."""
    cities = [(index, place) for index, place in _places(context) if place.kind == "city"]
    for index, place in cities:
        mention = context.reading.mentions[index]
        if "capital" in context.document.text[max(0, mention.start - 24) : mention.start].lower():
            return place, index, mention.end <= reference.start
    capitals = [(index, place) for index, place in cities if dict(place.extra).get("feature") == "PPLC"]
    if len({place.id for _, place in capitals}) != 1:
        return NOTHING
    index, place = capitals[0]
    return place, index, context.reading.mentions[index].end <= reference.start
