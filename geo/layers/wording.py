"""Plain words for classes, statuses and directions."""

from __future__ import annotations

from collections.abc import Iterable

from geo.records import End, Motion, Movement, Situation, Status

NOUNS = {
    "WITHDRAW": "withdrawal",
    "FLEE/DISPLACE": "flight",
    "EVACUATE": "evacuation",
    "DEPORT/EXPEL": "expulsion",
    "RETURN": "return",
    "ADVANCE": "advance",
    "ENTER/INVADE": "entry",
    "CROSS/TRANSIT": "crossing",
    "ARRIVE": "arrival",
    "DEPART": "departure",
    "DEPLOY/REINFORCE": "deployment",
    "PURSUE": "pursuit",
    "INFILTRATE/SMUGGLE": "infiltration",
    "MARCH/CONVOY": "march",
    "SAIL": "voyage",
    "FLY": "flight by air",
    "DRIVE": "drive",
    "SAIL/FLY/DRIVE": "journey",
    "SEND": "sending",
    "TRANSFER": "transfer",
    "RELOCATE": "relocation",
    "DELIVER/SUPPLY": "delivery",
    "STRIKE-TRAJECTORY": "strike",
    "NATURAL": "natural hazard",
}
SITUATIONS = {
    "captured": "captured",
    "lost": "lost",
    "besieged": "besieged",
    "blocked": "blocked",
    "held": "held",
    "patrolled": "patrolled",
    "displaced": "displaced people there, no movement told",
}
"""Words for the kinds of situation."""
PLANNED = {
    "planned": "planned",
    "ordered": "ordered, not yet reported as done",
    "requested": "requested",
    "threatened": "threatened",
    "feared": "feared",
    "expected": "expected",
}
SUPPOSED = {"conditional": "only under a condition", "hypothetical": "hypothetical"}
COMPASS = {
    "N": "north",
    "NNE": "north-north-east",
    "NE": "north-east",
    "ENE": "east-north-east",
    "E": "east",
    "ESE": "east-south-east",
    "SE": "south-east",
    "SSE": "south-south-east",
    "S": "south",
    "SSW": "south-south-west",
    "SW": "south-west",
    "WSW": "west-south-west",
    "W": "west",
    "WNW": "west-north-west",
    "NW": "north-west",
    "NNW": "north-north-west",
}
_PRONOUN_WORDS = """
i you he she it we they them him her us me who which that this these those one ones some others many most all
both none any each several few other another themselves itself himself herself
"""
PRONOUNS = frozenset(_PRONOUN_WORDS.split())
EVIDENCE = {
    "attributed": "said by {who}",
    "claimed": "claimed by {who}",
    "hearsay": "reportedly",
    "observed": "observed",
    "disputed": "disputed",
}


def class_noun(motion_class: str) -> str:
    """Noun for a class of movement: WITHDRAW is a withdrawal; classes without a name are movements."""
    return NOUNS.get(motion_class, "movement")


def actor(words: str) -> str:
    """Who moves, or "" when the words are a mere pronoun, which says nothing on a map."""
    line = one_line(words)
    return "" if line.casefold() in PRONOUNS else line


def compass(point: str) -> str:
    """North for N; other words stay as they are."""
    return COMPASS.get(point, point)


def status_of(movement: Movement) -> str:
    """The one word that decides how a movement looks; the three axes stay beside it in the frame."""
    word = status_word(movement.motion.status)
    return "prevented" if movement.draw == "prevented" and word != "denied" else word


def status_word(status: Status) -> str:
    """The one word for the three axes that decides how a mark looks."""
    steps = (
        ("denied", status.factuality == "negated"),
        ("prevented", status.eventuality == "prevented"),
        ("past", status.eventuality == "historical"),
        ("attempted", status.eventuality == "attempted"),
        ("planned", status.eventuality in PLANNED),
        ("possible", status.eventuality in SUPPOSED or status.factuality in {"probable", "possible"}),
        ("claimed", status.evidentiality in {"claimed", "hearsay", "disputed"}),
    )
    return next((name for name, holds in steps if holds), "happened")


def status_words(status: Status) -> str:
    """The three axes in one plain line: "planned; probable; claimed by the ministry"."""
    what = {
        **PLANNED,
        **SUPPOSED,
        "actual": "reported as happened",
        "ongoing": "reported as going on",
        "habitual": "reported as going on repeatedly",
        "historical": "in the past, before the events of the report",
        "attempted": "attempted",
        "prevented": "prevented",
    }.get(status.eventuality, status.eventuality)
    sure = {"negated": "denied", "probable": "probable", "possible": "possible", "unknown": "not known"}
    says = EVIDENCE.get(status.evidentiality, "").format(who=actor(status.attribution or "") or "a speaker")
    return "; ".join(part for part in (what, sure.get(status.factuality, ""), says) if part)


def facts_of(told: Motion | Situation) -> tuple[tuple[str, str], ...]:
    """(label, words) that one sentence gives of a movement or a situation."""
    pairs = (
        ("status", status_words(told.status)),
        ("how many", told.quantity and told.quantity.text),
        ("when", told.time and told.time.text),
    )
    return tuple((label, one_line(text)) for label, text in pairs if text)


def end_name(end: End) -> str:
    """The place's name, or the words when the end is a relative region or unknown."""
    return end.place.name if end.place and end.region is None else one_line(end.text)


def role_words(preposition: str, names: Iterable[str]) -> str:
    """Preposition and names, such as from A and B; empty without names."""
    known = [name for name in dict.fromkeys(names) if name]
    if not known:
        return ""
    return f"{preposition} " + (f"{', '.join(known[:-1])} and {known[-1]}" if len(known) > 1 else known[0])


def one_line(text: str) -> str:
    """The words with every run of white space as one blank."""
    # most words are such already; of all blanks the plain one alone is printable
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def joined(values: Iterable[str]) -> str:
    """Distinct values in order, separated by "; "."""
    return "; ".join(dict.fromkeys(one_line(value) for value in values if value))


def number(value: float | None) -> float:
    """A float for a frame, NaN for None."""
    return float("nan") if value is None else round(float(value), 3)
