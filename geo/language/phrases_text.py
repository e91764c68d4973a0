"""The sentence as the phrase rules see it: names masked, anchors and distances read."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from geo.language import phrases_words as w
from geo.language.phrases_draft import Pattern
from geo.language.phrases_gates import kinds
from geo.records import Distance, Mention, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.language.parsing import Sentence


@dataclass(frozen=True, slots=True)
class View:
    """A sentence with its mentions masked character by character, so that offsets stay the same.

    ``names`` are (start, end, index of the mention) in sentence offsets, in order; ``kinds`` the kinds
    of its words (``phrases_gates``).
    """

    text: str
    masked: str
    start: int
    names: tuple[tuple[int, int, int], ...]
    mentions: Sequence[Mention]
    kinds: int

    def holds(self, needs: Iterable[int]) -> bool:
        """Whether a word of each of some kinds is there; each need may name several kinds."""
        for need in needs:  # noqa: SIM110  (a plain loop: asked of every sentence for every rule)
            if not self.kinds & need:
                return False
        return True

    def find(self, pattern: Pattern | re.Pattern[str], *needs: int) -> Iterable[re.Match[str]]:
        """Where a pattern holds that cannot do without words of these kinds."""
        return pattern.finditer(self.masked) if self.holds(needs) else ()

    def mention(self, start: int, end: int) -> int | None:
        """Index of the mention that touches a stretch of the sentence."""
        for low, high, index in self.names:
            if low < end and start < high:
                return index
        return None

    def reference(self, start: int, end: int, *, nominal: str | None = None, named: bool = True) -> Reference:
        """Reference to a stretch of the sentence, to its mention when there is one."""
        index = None if nominal or not named else self.mention(start, end)
        return Reference(self.start + start, self.start + end, self.text[start:end], index, nominal)


def view(sentence: Sentence, mentions: Sequence[Mention]) -> View:
    """Mask the mentions of a sentence, which stand in order. Where two overlap, the first holds."""
    masked = sentence.text
    names: list[tuple[int, int, int]] = []
    first = bisect_left(mentions, sentence.start, key=attrgetter("start"))
    for index in range(first, len(mentions)):
        mention = mentions[index]
        low, high = mention.start - sentence.start, mention.end - sentence.start
        if low >= len(masked):
            break
        if high > len(masked) or low >= high or (names and low < names[-1][1]):
            continue
        if w.point(mention.text) or mention.text.lower() in w.KINDS:
            continue  # a compass word or "City" alone is no name here
        masked = masked[:low] + (w.DEMONYM if mention.demonym else w.NAME) * (high - low) + masked[high:]
        names.append((low, high, index))
    return View(sentence.text, masked, sentence.start, tuple(names), mentions, kinds(masked))


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a preposition points to, and where its words end. ``known`` is false for a strange name."""

    reference: Reference
    start: int
    end: int
    known: bool = True


_TITLES = (
    r"(?-i:City|Town|Village|Province|Governorate|District|County|State|Region|Island|River|Lake|Valley|Camp)"
)
_PRE = (
    rf"(?:{w.MODIFIER}|{w.PEOPLE}|{w.KIND}|{w.NAMED}{w.POSSESSIVE}|{w.PEOPLE}\s+{w.KIND}{w.POSSESSIVE}"
    rf"|{w.KIND}{w.POSSESSIVE}|capital\s*,|{w.KIND}\s+of|the|{w.BARE})"
)
_NAME = Pattern(
    rf"(?:(?:the|an?|its|their|this|that)\s+)?(?:{_PRE}\s+){{0,6}}?(?P<name>{w.NAMED})"
    rf"(?P<kind>\s+(?:{_TITLES}|town|city|village|province|district|region|river|island|camp)\b)?"
    rf"(?P<more>\s+(?-i:[A-Z][\w-]*))?"
)
_EDGED = re.compile(
    rf"{w.POSSESSIVE}?(?:\s+\d|\s?[-/\u2013]\s?(?:{w.NAMED}|{w.PEOPLE})|\s+(?:border|frontier)s?\b)"
)
"""After a name: its border or a road is meant, not it ("5 km from the A-B border", "near U.S. 31")."""
_STRANGE = Pattern(rf"(?:(?:the|an?|its|their)\s+)?(?P<before>(?:{_PRE}\s+){{0,4}}?)(?P<name>{w.UNKNOWN})")
_NOMINAL = Pattern(
    rf"(?:the|this|that|its|their)\s+(?:(?:{w.MODIFIER}|{w.PEOPLE})\s+){{0,3}}?(?P<kind>{w.KIND})\b"
    rf"(?P<proper>\s+(?:proper|cent(?:re|er))\b)?(?!['\u2019-])(?:\s+(?P<after>[\w-]+))?"
)
_SETTLED = re.compile(rf"{w.KIND}(?:\s+of)?\s+$", re.IGNORECASE)
_POSSESSED = re.compile(rf"{w.POSSESSIVE}$")
_DIGITS = re.compile(r"\d")


def anchor_at(seen: View, position: int, *, strange: bool = True) -> Anchor | None:
    """Read the anchor that starts at a position of the sentence.

    A name ("the Peruvian capital, Lima"), a nominal ("the besieged city") or, where ``strange`` allows,
    a capitalised name that is no mention ("Camp 14"); without ``strange`` such a name counts only after
    its kind ("the village of ...").
    """
    return (
        _named(seen, position)
        or _strange(seen, position, strange=False)
        or _nominal(seen, position)
        or (_strange(seen, position, strange=True) if strange else None)
    )


def _named(seen: View, position: int) -> Anchor | None:
    found = _NAME.match(seen.masked, position)
    if not found or _EDGED.match(seen.masked, found.end("name")):
        return None
    end = found.end("kind") if found["kind"] else found.end("name")
    if found["more"] and found["more"].strip().lower() not in w.NOT_NAMES and not found["kind"]:
        # "X Thermal Power Plant" is not X
        reference = seen.reference(found.start("name"), found.end("more"), named=False)
        return Anchor(reference, position, found.end("more"), known=False)
    return Anchor(seen.reference(found.start("name"), found.end("name")), position, end)


def _nominal(seen: View, position: int) -> Anchor | None:
    found = _NOMINAL.match(seen.masked, position)
    if not found or (found["after"] or "").lower() in w.COMPOUND:
        return None
    kind = found["kind"].lower()
    nominal = w.KINDS.get(kind) or w.KINDS[kind.removesuffix("s")]
    end = found.end("proper") if found["proper"] else found.end("kind")
    return Anchor(seen.reference(position, end, nominal=nominal), position, end)


def _strange(seen: View, position: int, *, strange: bool) -> Anchor | None:
    found = _STRANGE.match(seen.masked, position)
    if not found or found["name"].split()[0].lower() in w.NOT_NAMES:
        return None
    if w.point(found["name"].split()[0]) or not (strange or _SETTLED.search(found["before"])):
        return None
    start, end = found.span("name")
    possessive = _POSSESSED.search(found["name"])
    end -= len(possessive.group()) if possessive else 0
    return Anchor(seen.reference(start, end, named=False), position, end, known=False)


# -- distances -----------------------------------------------------------------------------------

_QUANTITY = Pattern(
    rf"(?P<hedges>(?:\b(?:{w.HEDGE}|between)\s+){{0,2}})(?P<low>{w.RANGE})?"
    rf"(?P<value>{w.NUMBER})\s*-?\s*(?P<unit>{w.UNIT}|{w.TIME})"
)


def number(words: str) -> float | None:
    """Value of a number in figures or words ("1,250", "twenty-five", "a couple of hundred")."""
    total, seen = 0.0, False
    rest = " ".join(words.lower().split())
    for table in (w.VAGUE,):
        for name, value in table.items():
            if rest.startswith(name):
                total, seen, rest = value, True, rest[len(name) :].strip()
    if rest[:6] in ("half a", "half a "):
        total, seen, rest = 0.5, True, rest[7:] if rest[:7] == "half an" else rest[6:].strip()
    rest = re.sub(r"^an?\s+(?=\w)(?!hundred|thousand|dozen)", "", rest)  # "a two-hour drive"
    for word in re.split(r"[\s-]+", rest):
        if _DIGITS.search(word):
            total, seen = float(word.replace(",", "")), True
        elif word in w.SCALES:
            total, seen = (total or 1.0) * w.SCALES[word], True
        elif word in w.NUMBERS:
            total, seen = total + w.NUMBERS[word], True
        elif word and word != "and":
            return None
    return total if seen else None


def distance(words: str, *, start: int = 0) -> Distance | None:
    """Stated distance in kilometres. The first figure holds, the one in brackets repeats it."""
    found = _QUANTITY.search(words, start)
    if not found:
        return None
    unit = " ".join(found["unit"].lower().split())
    if unit not in w.UNITS:
        return None
    value, low = number(found["value"]), _low(found["low"])
    if value is None or value <= 0:
        return None
    km = value * w.UNITS[unit]
    hedges = " ".join(found["hedges"].lower().split())
    text = " ".join(words.split()).strip(" ,")
    if low is not None and 0 < low < value:
        return Distance(
            text, round((low * w.UNITS[unit] + km) / 2, 4), round(low * w.UNITS[unit], 4), round(km, 4)
        )
    if any(found["value"].lower().startswith(vague) for vague in w.VAGUE):
        return Distance(text, round(km, 4), round(km * 0.5, 4), round(km * 2, 4))
    over = any(hedge in hedges for hedge in w.OVER)
    under = any(hedge in hedges for hedge in w.UNDER)
    return Distance(text, round(km, 4), round(km, 4) if over else None, round(km, 4) if under else None)


def _low(words: str | None) -> float | None:
    """Lower end of a range, from "10-", "10 to " or "ten or "."""
    return number(re.sub(r"(?:\s*[-\u2013]\s*|\s+(?:to|and|or)\s+)$", "", words)) if words else None


_TRAVEL = Pattern(
    rf"(?P<value>{w.NUMBER})\s*-?\s*(?P<unit>{w.TIME})(?:['\u2019])?(?:\s+(?P<speed>{w.SPEED}))?"
)


def travel(words: str) -> Distance | None:
    """Distance that a stated travelling time stands for, with the mean speeds of the lexicon (km/h).

    Bounds are a third less and a third more: 40-80 km/h for a drive.
    """
    found = _TRAVEL.search(words)
    value = number(found["value"]) if found else None
    if not found or not value:
        return None
    speed = w.SPEEDS[" ".join(found["speed"].lower().split())] if found["speed"] else w.SPEEDS["drive"]
    km = value * w.TIMES[found["unit"].lower()] * speed
    text = " ".join(words.split()).strip(" ,")
    return Distance(text, round(km, 4), round(km * 2 / 3, 4), round(km * 4 / 3, 4), travel_time=True)
