"""Judging one end of a movement: the words, and the place on earth."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.evaluation.movement_answers import EndRead
from geo.evaluation.movement_labels import EndLabel
from geo.evaluation.sphere import distance_km
from geo.evaluation.wording import same_words

Fits = Callable[[EndRead, EndLabel], bool]

RIGHT, MISSED, FALSE, SWAPPED, ASIDE, NOTHING = "right", "missed", "false", "swapped", "aside", "nothing"
"""Verdicts. ``swapped`` is another end than the labelled one: missed and false at once. ``aside`` is
neither right nor wrong: the label leaves it open."""

_WIDE = frozenset(
    ["adm1", "adm2", "region", "river", "sea", "mountain", "border", "coast", "island", "macro", "road"]
)
_WIDER = 3
"""A wide place of the right name may lie so many tolerances off: its point is one of many fair ones."""


def judge(read: EndRead | None, label: EndLabel | None, fair: Sequence[EndLabel | None], fits: Fits) -> str:
    """The verdict on an end; ``fair`` are the other readings that the label allows."""
    if read is None:
        if label is None:
            return NOTHING
        return ASIDE if None in fair else MISSED
    if label is not None and fits(read, label):
        return RIGHT
    if any(one is not None and fits(read, one) for one in fair):
        return ASIDE if label is None else RIGHT
    told = read.located or fits is says
    if label is None:
        return FALSE if told else NOTHING
    return SWAPPED if told else MISSED


def says(read: EndRead, label: EndLabel) -> bool:
    """Whether the words of an end, or its name, are those of the label."""
    return any(
        same_words(mine, theirs) for mine in (read.text, read.name) for theirs in (label.text, label.name)
    )


def lies(read: EndRead, label: EndLabel) -> bool:
    """Whether an end is the place that the label means.

    A country is judged by its code, a continent by its name, what no gazetteer knows by its words; any
    other place by its distance, where a wide place of the same name may lie farther off.
    """
    named = same_words(read.name or read.text, label.name or label.text)
    if label.kind == "country":
        same = _code(read.country) == _code(label.country)
        return same if read.country else named and read.kind == "country"
    if label.kind == "continent":
        return named
    if label.kind == "unresolved":
        return says(read, label) and _no_other_country(read, label)
    # "the X border" read as the country X: the arrow goes to its border
    its_border = label.kind == "border" and read.kind == "country" and _names(read, label)
    return its_border or _is_near(read, label, named=named)


def _is_near(read: EndRead, label: EndLabel, *, named: bool) -> bool:
    if read.point is None or label.point is None:
        return False
    away_km = distance_km(read.point, label.point)
    wide = label.kind in _WIDE and named and _no_other_country(read, label)
    return away_km <= label.tolerance_km * (_WIDER if wide else 1)


def _names(read: EndRead, label: EndLabel) -> bool:
    return same_words(read.name, label.text) or same_words(read.name, label.name)


def _no_other_country(read: EndRead, label: EndLabel) -> bool:
    return not read.country or not label.country or _code(read.country) == _code(label.country)


def _code(country: str | None) -> str | None:
    return country.upper() if country else None
