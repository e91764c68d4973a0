"""What decides whether two movements are one event: who, which way, from where, to where, when.

A ``Facts`` is one movement reduced to that, independent of its place in the input.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from geo.claims.dates import Days, event_days, report_day
from geo.records import End, Extract, Motion, Movement, Place, Quantity

FAMILIES: dict[str, frozenset[str]] = {
    "WITHDRAW": frozenset({"leave"}),
    "FLEE/DISPLACE": frozenset({"leave"}),
    "EVACUATE": frozenset({"leave"}),
    "DEPART": frozenset({"leave", "travel"}),
    "INFILTRATE/SMUGGLE": frozenset({"leave", "enter"}),
    "DEPORT/EXPEL": frozenset({"expel"}),
    "RETURN": frozenset({"return"}),
    "ADVANCE": frozenset({"advance"}),
    "ENTER/INVADE": frozenset({"advance", "enter"}),
    "MARCH/CONVOY": frozenset({"advance", "travel", "leave"}),
    "PURSUE": frozenset({"pursue"}),
    "DEPLOY/REINFORCE": frozenset({"deploy"}),
    "DELIVER/SUPPLY": frozenset({"deliver"}),
    "STRIKE-TRAJECTORY": frozenset({"strike"}),
    "NATURAL": frozenset({"natural"}),
    "SAIL": frozenset({"leave", "travel"}),
    "FLY": frozenset({"leave", "travel"}),
    "DRIVE": frozenset({"leave", "travel"}),
    "SAIL/FLY/DRIVE": frozenset({"leave", "travel"}),
    "CROSS/TRANSIT": frozenset({"leave", "travel", "enter"}),
    "GO": frozenset({"leave", "travel", "return", "enter", "advance"}),
    "MOVE": frozenset({"leave", "travel", "return", "enter", "advance"}),
    "RELOCATE": frozenset({"leave", "travel"}),
    "SEND": frozenset({"deploy", "deliver"}),
    "ARRIVE": frozenset({"leave", "travel", "return", "enter", "deploy"}),
}
"""Classes that may name one event share a family; a class not listed is a family of its own."""

_PLANS = frozenset({"planned", "ordered", "requested", "threatened"})
_FORECASTS = frozenset({"expected", "feared", "conditional", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A stated end: the place's id, and what lies in what."""

    id: str
    kind: str
    country: str
    admin1: str
    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One movement as it counts for merging. ``key`` orders facts by content, not by input."""

    key: tuple[str, ...]
    member: tuple[int, int]
    kind: str
    groups: frozenset[str]
    words: frozenset[str]
    motion_class: str
    families: frozenset[str]
    origins: tuple[Spot, ...]
    goals: tuple[Spot, ...]
    path: str
    directions: frozenset[str]
    status: str
    speakers: frozenset[str]
    quantity: tuple[float, float] | None
    share: bool
    happened: Days | None
    reported: int | None
    quantities: tuple[float, ...]
    disputed: bool
    inferred: int
    report: str
    group: str

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places and the path that it names."""
        path = (self.path,) if self.path else ()
        return (*(spot.id for spot in (*self.origins, *self.goals)), *path)


def gather(extract: Extract, document: int) -> list[Facts]:
    """Facts of the movements of one document that are drawn."""
    names = _geographic(extract)
    return [
        _facts(extract, document, index, movement, names)
        for index, movement in enumerate(extract.movements)
        if movement.draw != "none"
    ]


def _facts(extract: Extract, document: int, index: int, movement: Movement, names: frozenset[str]) -> Facts:
    motion, source = movement.motion, extract.document
    kind, groups, words = mover(motion, names)
    attribution = motion.status.attribution or ""
    quantity = motion.quantity
    return Facts(
        key=(source.id, source.source, f"{motion.trigger.start:09d}", motion.motion_class, f"{index:06d}"),
        member=(document, index),
        kind=kind,
        groups=groups,
        words=words,
        motion_class=motion.motion_class,
        families=FAMILIES.get(motion.motion_class, frozenset({motion.motion_class.lower()})),
        origins=_spots(movement.origins),
        goals=_spots(movement.destinations),
        path=movement.path.place.id if movement.path is not None and movement.path.place is not None else "",
        directions=frozenset(motion.directions),
        status=status(motion),
        speakers=frozenset(_names(attribution, names)),
        quantity=_range(quantity),
        share=any(_SHARE.search(words.text) for words in (quantity, motion.mover) if words is not None),
        happened=event_days(motion.time),
        reported=report_day(source.published),
        quantities=_numbers(quantity),
        disputed=motion.status.evidentiality == "disputed",
        inferred=len(movement.inferred),
        report=source.publisher or source.source,
        group=movement.group,
    )


# -- who ---------------------------------------------------------------------------------------


def mover(motion: Motion, geographic: frozenset[str]) -> tuple[str, frozenset[str], frozenset[str]]:
    """Kind of mover ("" when the words do not say), named groups, content words.

    Families are no kind: they may be a leader's as well as a villager's.
    """
    text = motion.mover.text if motion.mover is not None else ""
    folded = fold(text)
    groups, rest = _groups(folded)
    words = [
        stem(word) for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", rest) if word not in _words("stop")
    ]
    kinds = [kind for kind, nouns in _kinds() if nouns & set(words)]
    kind = kinds[0] if kinds else ""
    if not kind and any(word in geographic for word in words):
        # a people's name that stands alone: "Kenyans fled"
        kind = "civilian" if folded.endswith(("s", "ese")) else ""
    return kind, groups, frozenset(words)


def _groups(folded: str) -> tuple[frozenset[str], str]:
    """Named groups in a text and the text without them; every alias counts as its group."""
    names = dict(_aliases())
    found = frozenset(names[match.group()] for match in _any_alias().finditer(folded))
    return found, _any_alias().sub(" ", folded)


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (row["kind"], frozenset(stem(word) for word in row["words"].split(";")))
        for row in _table("actors.csv")
    )


@lru_cache(maxsize=1)
def _aliases() -> tuple[tuple[str, str], ...]:
    rows = [
        (alias, row["name"])
        for row in _table("groups.csv")
        for alias in (row["name"], *row["aliases"].split(";"))
    ]
    # "is" is a group only in capitals: ``fold`` spells it out
    return tuple(sorted((row for row in rows if row[0] != "is"), key=lambda row: (-len(row[0]), row)))


@lru_cache(maxsize=1)
def _any_alias() -> re.Pattern[str]:
    """Any alias, the longest first."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(alias) for alias, _ in _aliases())})(?![\w-])")


@lru_cache(maxsize=4)
def _words(role: str) -> frozenset[str]:
    return frozenset(
        word for row in _table("words.csv") if row["role"] == role for word in row["words"].split(";")
    )


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("geo.claims").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def fold(text: str) -> str:
    """Lower case without accents and typographic apostrophes; the group "IS" spelled out."""
    text = re.sub(r"\bIS\b", "ISIS", text)
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def stem(word: str) -> str:
    """A word without a plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return word


def _geographic(extract: Extract) -> frozenset[str]:
    """Words of a document's place names and peoples' names."""
    texts = (mention.text for mention in extract.reading.mentions)
    return frozenset(stem(word) for text in texts for word in fold(text).split())


def _names(attribution: str, geographic: frozenset[str]) -> Iterable[str]:
    """Names in a speaker's words, without offices and places, by their first five letters."""
    groups, _ = _groups(fold(attribution))
    yield from groups
    for word in re.findall(r"[^\W\d_]{3,}", attribution):
        folded = stem(fold(word))
        if word[0].isupper() and fold(word) not in _words("speaker") and folded not in geographic:
            yield folded[:5]


# -- what, where, how many ---------------------------------------------------------------------


def status(motion: Motion) -> str:
    """Actual, attempted, planned, forecast, prevented, historical or negated."""
    eventuality, factuality = motion.status.eventuality, motion.status.factuality
    if factuality == "negated":
        return "negated"
    if eventuality in {"prevented", "historical", "attempted"}:
        return eventuality
    if eventuality in _PLANS:
        return "planned"
    if eventuality in _FORECASTS or factuality in {"possible", "unknown"}:
        return "forecast"
    return "actual"


def _spots(ends: Iterable[End]) -> tuple[Spot, ...]:
    """Stated ends; a name that no gazetteer knows is an end of its own, not an open one."""
    spots = (_spot(end.place) if end.place is not None else _unknown(end) for end in ends)
    return tuple(sorted((spot for spot in spots if spot is not None), key=lambda spot: spot.id))


def _unknown(end: End) -> Spot | None:
    """The spot of an end named by words only, None where they hold no name."""
    name = " ".join(word for word in end.text.split() if word[0].isupper())
    return Spot(f"words:{fold(name)}", "unknown", "", "", name) if name else None


def _spot(place: Place) -> Spot:
    return Spot(place.id, place.kind, place.country, place.admin1, place.name)


_SHARE = re.compile(r"half|third|quarter|majority|per cent|percent|%", re.IGNORECASE)


def _range(quantity: Quantity | None) -> tuple[float, float] | None:
    """Least and greatest number that a wording allows; open ends five-fold."""
    if quantity is None:
        return None
    if quantity.value is not None:
        return quantity.value, quantity.value
    if quantity.min is not None:
        return quantity.min, quantity.max if quantity.max is not None else 5 * quantity.min
    return None if quantity.max is None else (quantity.max, quantity.max)


def _numbers(quantity: Quantity | None) -> tuple[float, ...]:
    if quantity is None:
        return ()
    return tuple(number for number in (quantity.value, quantity.min, quantity.max) if number is not None)
