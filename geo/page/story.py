"""A claim as one sentence of the story: who did what, from where to where, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.page.speakers import claimants
from geo.page.wording import capital, listed

VERBS = {
    # what happened, and what was or may be going on; only where the verb fits both movers and those moved
    "WITHDRAW": ("withdrew", "withdrawing"),
    "FLEE/DISPLACE": ("fled", "fleeing"),
    "EVACUATE": ("evacuated", "evacuated"),
    "DEPORT/EXPEL": ("expelled", "expelled"),
    "RETURN": ("returned", "returning"),
    "ADVANCE": ("advanced", "advancing"),
    "ENTER/INVADE": ("entered", "entering"),
    "CROSS/TRANSIT": ("crossed", "crossing"),
    "ARRIVE": ("arrived", "arriving"),
    "DEPART": ("left", "leaving"),
    "DEPLOY/REINFORCE": ("deployed", "deploying"),
    "MARCH/CONVOY": ("marched", "marching"),
    "SAIL": ("sailed", "sailing"),
    "FLY": ("flew", "flying"),
    "DRIVE": ("drove", "driving"),
    "SAIL/FLY/DRIVE": ("travelled", "travelling"),
    "SEND": ("sent", "sent"),
    "TRANSFER": ("transferred", "transferred"),
    "RELOCATE": ("relocated", "relocating"),
    "DELIVER/SUPPLY": ("delivered", "delivered"),
    "NATURAL": ("moved", "moving"),
}
"""Verbs by class of movement; other classes are told by their noun."""
LINKS = {
    "ARRIVE": {"to": "in"},
    "DEPART": {"from": "", "to": "for"},
    "ENTER/INVADE": {"to": ""},
}
"""Words before the ends, where the verb asks for others than "from" and "to"."""
LEADS = {
    "attempted": "Attempted",
    "planned": "Planned or expected",
    "possible": "Possible",
    "prevented": "Prevented",
    "past": "Earlier",
    "denied": "Denied",
}
"""How a sentence begins whose claim is not reported as a fact of these events."""
_POINTS = {"N": "north", "E": "east", "S": "south", "W": "west"}
_MOST_SPEAKERS = 2


def sentence(row: Mapping[str, Any]) -> str:
    """One sentence for the row of a movement or a situation, plain text without a full stop."""
    told = _movement(row) if "origin" in row else row["title"]
    lead = _claimed(row) if row["status"] == "claimed" else LEADS.get(row["status"], "")
    return f"{lead}: {told}" if lead else capital(told)


def _claimed(row: Mapping[str, Any]) -> str:
    speakers = claimants(listed(row["attribution"]))[:_MOST_SPEAKERS]
    return f"Claimed by {' and '.join(speakers)}" if speakers else "Claimed, or hearsay"


def _movement(row: Mapping[str, Any]) -> str:
    who = "" if row["label"] == row["noun"] else row["label"]
    verbs = VERBS.get(row["class"])
    if who and verbs:
        head = f"{who} {verbs[row['status'] not in {'happened', 'claimed', 'past'}]}"
        links = LINKS.get(row["class"], {})
    else:
        head, links = (f"{row['noun']} of {who}" if who else row["noun"]), {}
    directions = [] if row["destination"] else row["directions"].split(", ")
    parts = (
        ("from", listed(row["origin"])),
        ("towards" if row["towards"] else "to", listed(row["destination"])),
        ("via", listed(row["via"])),
        ("along", listed(row["path"])),
        ("heading", [_compass(point) for point in directions if point]),
    )
    ends = (f"{links.get(word, word)} {_all(names)}".strip() for word, names in parts if names)
    return " ".join((head, *ends))


def _all(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _compass(point: str) -> str:
    """North-west for NW; other words stay."""
    return "-".join(map(_POINTS.__getitem__, point)) if set(point) <= set(_POINTS) else point
