"""The words of motion as data: verbs, nouns, phrases, places, movers and guards, from ``lexicon/``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

ORIGIN, DESTINATION, TOWARDS, VIA, PLACE, NONE = "origin", "destination", "towards", "via", "place", "none"

COMPASS: Mapping[str, str] = MappingProxyType(
    {
        "north": "N",
        "northeast": "NE",
        "north-east": "NE",
        "east": "E",
        "southeast": "SE",
        "south-east": "SE",
        "south": "S",
        "southwest": "SW",
        "south-west": "SW",
        "west": "W",
        "northwest": "NW",
        "north-west": "NW",
    }
)
"""Compass words; "-ward" and "-wards" are cut off before looking up."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a word of motion takes its arguments.

    ``object`` is the role of a direct object (for nouns: of an "of" phrase): mover, origin,
    destination, via, weapon, target, none, or two of them for a thing or a place. ``weak`` words
    mean motion only with a place or a direction. ``preps`` are prepositions with a role of their
    own; role ``place`` means that the mover is put there without a stated journey.
    """

    lemma: str
    particle: str
    motion_class: str
    object: str
    weak: bool
    towards: bool
    preps: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Guard:
    """A slot of a trigger (object, prep, complement, subject) with the words that forbid a drawing."""

    slot: str
    words: frozenset[str]
    reason: str


def _text(name: str) -> str:
    return files("geo.language").joinpath("lexicon", name).read_text(encoding="utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    for row in csv.DictReader(_text(name).splitlines()):
        yield {key: value or "" for key, value in row.items() if key}


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _preps(cell: str) -> Mapping[str, str]:
    return MappingProxyType(dict(item.split("=", 1) for item in _items(cell)))


def inflections(lemma: str) -> Iterator[str]:
    """Regular forms of a verb; irregular ones stand in the ``forms`` column."""
    yield lemma
    if lemma.endswith("ee"):
        yield from (lemma + "s", lemma + "d", lemma + "ing")
    elif lemma.endswith("e"):
        yield from (lemma + "s", lemma + "d", lemma[:-1] + "ing")
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield from (lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    elif lemma.endswith(("s", "sh", "ch", "x", "z")):
        yield from (lemma + "es", lemma + "ed", lemma + "ing")
    else:
        yield from (lemma + "s", lemma + "ed", lemma + "ing")


@lru_cache(maxsize=1)
def verbs() -> Mapping[str, tuple[Frame, ...]]:
    """Frames by lemma, those with a particle first."""
    found: dict[str, list[Frame]] = {}
    for row in _rows("motion_verbs.csv"):
        frame = Frame(
            row["lemma"],
            row["particle"],
            row["class"],
            row["object"],
            row["weak"] == "yes",
            row["towards"] == "yes",
            _preps(row["preps"]),
        )
        found.setdefault(frame.lemma, []).append(frame)
    return MappingProxyType(
        {
            lemma: tuple(sorted(frames, key=lambda frame: not frame.particle))
            for lemma, frames in found.items()
        }
    )


@lru_cache(maxsize=1)
def verb_forms() -> Mapping[str, str]:
    """Every form of every verb, in lower case, to its lemma (the first row that claims it)."""
    found: dict[str, str] = {}
    for row in _rows("motion_verbs.csv"):
        for form in (*inflections(row["lemma"]), *_items(row["forms"])):
            found.setdefault(form, row["lemma"])
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def nouns() -> Mapping[str, Frame]:
    """Frames of nouns of motion, by singular and plural."""
    found: dict[str, Frame] = {}
    for row in _rows("motion_nouns.csv"):
        frame = Frame(
            row["lemma"],
            "",
            row["class"],
            row["of"],
            row["weak"] == "yes",
            row["towards"] == "yes",
            _preps(row["preps"]),
        )
        for form in plural_forms(frame.lemma):
            found.setdefault(form, frame)
    return MappingProxyType(found)


def plural_forms(noun: str) -> tuple[str, ...]:
    """A noun and its regular plural."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun, noun[:-1] + "ies"
    return noun, noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


@lru_cache(maxsize=1)
def phrases() -> Mapping[str, Frame]:
    """Frames of fixed phrases: light verb and object ("make way"), or adverb ("en route")."""
    return MappingProxyType(
        {
            row["words"]: Frame(
                row["words"],
                "",
                row["class"],
                NONE,
                weak=True,
                towards=row["towards"] == "yes",
                preps=_preps(row["preps"]),
            )
            for row in _rows("motion_phrases.csv")
        }
    )


@lru_cache(maxsize=1)
def place_nouns() -> Mapping[str, str]:
    """Nouns that stand for places, to their kind."""
    found: dict[str, str] = {}
    for row in _rows("place_nouns.csv"):
        for noun in _items(row["nouns"]):
            for form in plural_forms(noun):
                found.setdefault(form, row["kind"])
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def mover_nouns() -> Mapping[str, str]:
    """Nouns to the class of mover: person, force, vehicle, goods ... or abstract, fixed, weapon."""
    found: dict[str, str] = {}
    for row in _rows("movers.csv"):
        for noun in _items(row["nouns"]):
            for form in plural_forms(noun):
                found.setdefault(form, row["class"])
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def noun_kinds() -> Mapping[str, str]:
    """Common nouns, in the singular, to what they mean: person, vehicle, abstract ... (from WordNet)."""
    _, *rows = _text("noun_kinds.csv").splitlines()  # two columns, no cell quoted
    return MappingProxyType({word: kind for word, _, kind in (row.partition(",") for row in rows)})


@lru_cache(maxsize=1)
def guards() -> Mapping[str, tuple[Guard, ...]]:
    """Guards by the lemma of their trigger."""
    found: dict[str, list[Guard]] = {}
    for row in _rows("guards.csv"):
        guard = Guard(row["slot"], frozenset(_items(row["words"])), row["reason"])
        found.setdefault(row["trigger"], []).append(guard)
    return MappingProxyType({trigger: tuple(rows) for trigger, rows in found.items()})


@lru_cache(maxsize=1)
def _word_sets() -> Mapping[str, frozenset[str]]:
    return MappingProxyType(
        {row["set"]: frozenset(_items(row["words"])) for row in _rows("motion_words.csv")}
    )


def words(name: str) -> frozenset[str]:
    """A set of words that a rule asks for, by its name in ``motion_words.csv``."""
    return _word_sets()[name]


@lru_cache(maxsize=1)
def strong_cues() -> frozenset[str]:
    """Words that mean motion also without a place beside them ("fled", "displacement")."""
    found = {form for form, frame in nouns().items() if not frame.weak}
    table = verbs()
    return frozenset(found | {form for form, lemma in verb_forms().items() if not table[lemma][-1].weak})


def compass(word: str) -> str | None:
    """Compass point of a word such as "north", "southwards", "north-eastern"; None for others."""
    bare = word.lower().removesuffix("s").removesuffix("ward").removesuffix("bound").removesuffix("-")
    return COMPASS.get(bare)
