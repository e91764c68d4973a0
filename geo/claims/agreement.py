"""Whether two movements can be one event, and how alike they are."""

from __future__ import annotations

from collections.abc import Sequence

from geo.claims.facts import Facts, Spot
from geo.settings import ClaimSettings


def agree(one: Facts, other: Facts, settings: ClaimSettings) -> bool:
    """Whether nothing that both state speaks against one event, and a place speaks for it."""
    if one.group and one.group == other.group:
        return True
    return compatible(one, other, settings) and _share_a_place(one, other)


def compatible(one: Facts, other: Facts, settings: ClaimSettings) -> bool:
    """Whether nothing that both state speaks against one event; a person's word on it comes first."""
    if one.group and other.group:
        return one.group == other.group
    return (
        bool(one.families & other.families)
        and _same_status(one, other)
        and _same_time(one, other, settings)
        and _fitting_places(one, other)
        and _same_mover(one, other, settings)
        and _same_number(one, other, settings)
        and _same_speaker(one, other)
    )


def likeness(one: Facts, other: Facts) -> float:
    """How much two agreeing movements have in common; greater is more alike."""
    return (
        2.0 * bool(one.kind and one.kind == other.kind)
        + 1.0 * bool(one.groups & other.groups)
        + len(one.words & other.words) / max(1, len(one.words | other.words))
        + 1.0 * (one.motion_class == other.motion_class)
        + 1.0 * (one.status == other.status)
        + 1.5 * _meet(one.origins, other.origins)
        + 2.0 * _meet(one.goals, other.goals)
        - 0.5 * (bool(one.goals) != bool(other.goals))
        - 0.5 * (bool(one.origins) != bool(other.origins))
        + 1.0 * bool(one.speakers & other.speakers)
        + 0.5 * (one.quantity is not None and one.quantity == other.quantity)
        + 0.5 * (one.reported is not None and one.reported == other.reported)
    )


# -- where -------------------------------------------------------------------------------------


def _share_a_place(one: Facts, other: Facts) -> bool:
    shared = _meet(one.origins, other.origins) or _meet(one.goals, other.goals)
    return shared or bool(one.path and one.path == other.path)


def _fitting_places(one: Facts, other: Facts) -> bool:
    """Stated ends fit, and no start is the other's goal."""
    if one.path != other.path and not (one.goals and other.goals):
        return False
    if not _fit(one.origins, other.origins) or not _fit(one.goals, other.goals):
        return False
    if _turned(one, other) or _turned(other, one):
        return False
    headings = (one.directions, other.directions)
    if not one.goals and not other.goals and bool(headings[0]) != bool(headings[1]):
        return False
    return not all(headings) or bool(headings[0] & headings[1])


def _fit(one: Sequence[Spot], other: Sequence[Spot]) -> bool:
    return not one or not other or _meet(one, other)


def _meet(one: Sequence[Spot], other: Sequence[Spot]) -> bool:
    return any(_inside(a, b) or _inside(b, a) for a in one for b in other)


def _inside(one: Spot, other: Spot) -> bool:
    """Whether a place is another one, or lies in it as far as countries and divisions tell."""
    if one.id == other.id:
        return True
    if other.kind == "country":
        return bool(one.country) and one.country == other.country
    if other.kind == "admin1" and one.kind not in {"country", "admin1"}:
        return one.country == other.country and other.name in {one.admin1, *one.admin1.split("/")}
    return False


def _turned(one: Facts, other: Facts) -> bool:
    """Whether the one starts where the other arrives, and no other end ties them."""
    ids = {spot.id for spot in other.goals}
    return any(spot.id in ids for spot in one.origins) and not _meet(one.goals, other.goals)


# -- who and what ------------------------------------------------------------------------------


def _same_mover(one: Facts, other: Facts, settings: ClaimSettings) -> bool:
    """Kinds and named groups do not differ; without kinds the words must meet."""
    if one.kind and other.kind and one.kind != other.kind:
        return False
    if one.groups and other.groups and not one.groups & other.groups:
        return False
    if one.kind or other.kind or not one.words or not other.words:
        return True
    shared = len(one.words & other.words)
    return shared >= settings.min_overlap * min(len(one.words), len(other.words))


def _same_status(one: Facts, other: Facts) -> bool:
    """Plans, forecasts and facts differ; an attempt and a fact may be one event told twice."""
    if one.status == other.status:
        return True
    if {one.status, other.status} != {"attempted", "actual"}:
        return False
    return one.motion_class == other.motion_class and _meet(one.goals, other.goals)


def _same_speaker(one: Facts, other: Facts) -> bool:
    """Forecasts of different speakers differ; so do facts when a report has no date."""
    if one.speakers & other.speakers:
        return True
    same_report = one.member[0] == other.member[0]
    if one.status in {"forecast", "planned"} and not same_report:
        return not one.speakers and not other.speakers
    if one.speakers and other.speakers:
        dated = one.reported is not None and other.reported is not None
        return dated and one.status not in {"forecast", "planned"}
    return True


def _same_number(one: Facts, other: Facts, settings: ClaimSettings) -> bool:
    if one.share != other.share and (one.quantity or one.share) and (other.quantity or other.share):
        return False
    if one.quantity is None or other.quantity is None:
        return True
    (low, high), (least, most) = one.quantity, other.quantity
    factor = settings.quantity_factor
    return low <= most * factor and least <= high * factor


# -- when --------------------------------------------------------------------------------------


def _same_time(one: Facts, other: Facts, settings: ClaimSettings) -> bool:
    """Stated times overlap; else the reports lie no more than ``max_days`` apart."""
    if one.happened is not None and other.happened is not None:
        return one.happened[0] <= other.happened[1] + 1 and other.happened[0] <= one.happened[1] + 1
    dated = one.reported is not None and other.reported is not None
    if dated and abs((one.reported or 0) - (other.reported or 0)) > settings.max_days:
        return False
    return _recent(one, other, settings) and _recent(other, one, settings)


def _recent(one: Facts, other: Facts, settings: ClaimSettings) -> bool:
    """Whether a stated time fits a report that states none: news is of the last days."""
    if one.happened is None or other.happened is not None or other.reported is None:
        return True
    if one.status in {"forecast", "planned"}:
        return True
    return one.happened[1] >= other.reported - settings.max_days
