"""Minimal pairs: short invented passages, one that draws and a twin that must not, or must otherwise.

``data/contrast.jsonl`` has a passage a line: ``pair`` and ``kind`` of contrast, ``topic``, ``continent``,
``published``, ``text`` and ``expect``, whose fields each hold the values that are right: ``draw`` (arrow,
bar, none), ``origin`` and ``destination`` (names; none listed: no such end), ``region`` (model and
relations) and fields of a movement as in the contract. A field that is absent is not asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


PASSAGES = Path(__file__).parent / "data" / "contrast.jsonl"
ENDS = {"origin": "origins", "destination": "destinations", "via": "via"}
QUANTITY = ("value", "min", "max", "unit")
EXACT = ("class", "eventuality", "factuality", "evidentiality", "towards", "shape")
ANGLE_DEG = 30.0


def passages() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PASSAGES.read_text("utf-8").splitlines()]


def faults(expect: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """What is wrong with one extracted passage, nothing when it is right."""
    wrong = []
    movements = found["movements"]
    drawn = [m for m in movements if m["drawn"]]
    bars = [m for m in movements if m["draw"] == "prevented"]
    picture = "arrow" if drawn else "bar" if bars else "none"
    if picture not in expect["draw"]:
        wrong.append(f"draws {picture}, not {' or '.join(expect['draw'])}")
    if "region" in expect:
        wrong += _region_faults(expect["region"], found["regions"])
    wrong += [fault for arrow in drawn for fault in _invented(expect, arrow)]
    told = drawn or bars or movements
    optional = {"none", "arrow"} <= set(expect["draw"]) and not movements
    for role in (role for role in ENDS if role in expect and not optional):
        wrong += _end_faults(role, expect[role], told)
    asked = [name for name in expect if name not in {"draw", "region", *ENDS}]
    if asked and not optional:
        each = [[fault for name in asked if (fault := _fault(name, expect[name], m))] for m in told]
        wrong += min(each, key=len, default=["no such movement"])
    return list(dict.fromkeys(wrong))


def _invented(expect: Mapping[str, Any], arrow: Mapping[str, Any]) -> Iterable[str]:
    """Ends of an arrow that the passage does not state, unless marked so: every arrow is held to this."""
    for role in ("origin", "destination"):
        for end in arrow[ENDS[role]] if role in expect else ():
            if not end["inferred"] and not _named(end, expect[role]):
                yield f"invented {role}: {end['text']}"


def _named(end: Mapping[str, Any], names: Iterable[str]) -> bool:
    said = f"{end['text']} {end['name'] or ''}".casefold()
    return any(name.casefold() in said for name in names)


def _end_faults(role: str, right: list[str], told: Iterable[Mapping[str, Any]]) -> list[str]:
    """A journey may be told by two movements, its two ends by one of them each."""
    ends = [end for movement in told for end in movement[ENDS[role]]]
    good = any(_named(end, right) for end in ends) if right else not ends
    return [] if good else [f"{role} {[end['text'] for end in ends]}, not {right}"]


def _fault(name: str, right: list[Any], movement: Mapping[str, Any]) -> str | None:
    """What is wrong with one field of a movement."""
    value = _value(name, movement)
    if name in {"attribution", "mover"}:
        good = any(part.casefold() in (value or "").casefold() for part in right) if right else value is None
    elif name == "direction":
        good = value is not None and any(abs((value - r + 180) % 360 - 180) <= ANGLE_DEG for r in right)
    else:
        good = value in right
    return None if good else f"{name} {value!r}, not {right}"


def _value(name: str, movement: Mapping[str, Any]) -> Any:
    if name in QUANTITY:
        return (movement["quantity"] or {}).get(name)
    if name in {"start", "end"}:
        return (movement["time"] or {}).get(name)
    return movement["direction_deg" if name == "direction" else name]


def _region_faults(right: list[str], regions: Iterable[Mapping[str, Any]]) -> list[str]:
    said = []
    for region in regions:
        points = sorted(r for r in region["relation"] if r.isupper())
        said.append(":".join(filter(None, (region["type"], ",".join(points)))))
    if not right:
        return [f"regions {said}, not none"] if said else []
    good = any(found == want or found.startswith(f"{want}:") for found in said for want in right)
    return [] if good else [f"regions {said}, not {right}"]


def judge(extracts: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Faults by the id of the passage, in the order of the file."""
    return {p["id"]: faults(p["expect"], found) for p, found in zip(passages(), extracts, strict=True)}
