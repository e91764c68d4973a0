"""Locative phrases: where something lies, relative to named or pointed-at places.

Patterns over the text with its names masked; no parse is needed. See ``phrases_rules`` for the rows of
the ontology and ``phrases_words`` for the words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.language import phrases_words as w
from geo.language.phrases_draft import Pattern
from geo.language.phrases_rules import RULES
from geo.language.phrases_text import View, view
from geo.records import Phrase, Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.parsing import Sentence
    from geo.language.phrases_draft import Draft
    from geo.records import Mention


def find_phrases(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Phrase, ...]:
    """Locative phrases of a sentence in order of their start; ``mentions`` are the document's.

    Offsets are document offsets. An anchor that the words leave out ("which lies 12 km away") is a
    nominal reference of no width at the phrase's end, and ``inferred`` names it.
    """
    seen = view(sentence, mentions)
    taken: list[Draft] = []
    for rule in RULES:
        for draft in rule.run(seen) if seen.holds(rule.needs) else ():
            rivals = [other for other in taken if draft.start < other.end and other.start < draft.end]
            if not rivals or (draft.elliptic != "country" and all(o.elliptic == "country" for o in rivals)):
                taken = [other for other in taken if other not in rivals]  # "near {the southern city of X}"
                taken.append(draft)
    taken.sort(key=lambda draft: (draft.start, draft.end))
    found: list[Phrase] = []
    for draft in taken:
        found.append(_phrase(seen, draft, found))
    return tuple(found)


def _phrase(seen: View, draft: Draft, earlier: Sequence[Phrase]) -> Phrase:
    floor = max([phrase.end - seen.start for phrase in earlier], default=0)
    start, head = _with_head(seen, draft, floor)
    end = seen.start + draft.end
    anchors = draft.anchors
    inferred: tuple[str, ...] = ()
    if draft.elliptic:
        anchors = (Reference(end, end, "", None, draft.elliptic),)
        inferred = ("anchor",)
    return Phrase(
        start=seen.start + start,
        end=end,
        text=seen.text[start : draft.end],
        model=draft.model,
        relations=draft.relations,
        anchors=anchors,
        distance=draft.distance,
        target=draft.target or _target(seen, start, draft, earlier) or head,
        inferred=inferred,
    )


# -- the head noun -----------------------------------------------------------------------------------

_DETERMINER = (
    r"(?i:the|an?|some|several|many|most|two|three|four|five|dozens\s+of|hundreds\s+of|a\s+few|a\s+number\s+of|other"
    r"|these|those|its|their)"
)
_HEADED = re.compile(
    rf"(?:\b(?:on|in|at)\s+)?(?:\b{_DETERMINER}\s+(?:(?!{_DETERMINER}\b)[a-z][\w-]*\s+){{0,2}}?|(?:\b(?:large|vast|{w.MODIFIER})\s+)?)"
    rf"\b(?P<head>{w.HEAD})(?:\s+(?:located|situated|lying|which\s+lies?|that\s+lies?))?\s+(?:of\s+)?$"
)
_VERBAL = re.compile(
    r"^(?:[a-z]+(?:ed|ing)|and|or|to|from|that|which|by|is|are|was|were|of|with|for|as)\s", re.IGNORECASE
)


def _with_head(seen: View, draft: Draft, floor: int) -> tuple[int, Reference | None]:
    """Start of the phrase with the noun that it belongs to ("several villages south of X"), and the noun.

    The noun is a reference only where its kind says what lies there (village, camp, base ...).
    """
    before = seen.masked[max(floor, draft.start - 60, 0) : draft.start]
    found = _HEADED.search(before)
    if not found or w.NAME in found.group() or w.DEMONYM in found.group():
        return draft.start, None
    start = draft.start - len(before) + found.start()
    while verb := _VERBAL.match(seen.masked[start : draft.start]):
        start += verb.end()
    low, high = (draft.start - len(before) + at for at in found.span("head"))
    noun = found["head"].lower()
    kind = w.KINDS.get(noun) or w.KINDS.get(noun.removesuffix("s"))
    settled = kind in ("city", "village", "camp", "base", "airport") and low >= start
    return start, seen.reference(start, high, nominal=kind) if settled else None


# -- the place that a phrase locates -----------------------------------------------------------------

_CHAIN = re.compile(r"\s*,?\s*(?:(?:and|or|but)\s+)?(?:(?:in|on|at)\s*)?(?:the\s*)?")
_WHICH = re.compile(r"\s*,?\s*(?:which|that)\b")
_BE = r"(?:is|was|are|were|lies|lay|sits|stands)"
_GAP = Pattern(
    rf"^(?:\s+{w.KIND})?\s*,?\s*(?:\([^)]*\)\s*,?\s*)?(?:(?:an?|the|one\s+of|its)\s+(?:[^,.;:()]|[.,](?=\d)){{1,60}}?,?\s+)?"
    rf"(?:(?:which|that|who|and)\s+)?(?:(?:{_BE}|being)\s+)?(?:(?:also|strategically|roughly|only|just|and)\s+)*"
    rf"(?:(?:located|situated|lying|nestled|perched|set|based|sitting)\s+)?(?:(?:in|at|on|to|or|and)\s+)?(?:the\s+)?$"
)
_CONTAINED = re.compile(r"^\s*,?\s+in\s+(?:the\s+)?(?:\w+\s+)?$|^\s*,\s*$", re.IGNORECASE)
_NAMED_THING = Pattern(
    rf"\b(?:{w.KIND})\s+(?:of\s+|called\s+|named\s+)?(?P<name>{w.UNKNOWN})(?P<gap>[^{w.NAME}{w.DEMONYM}]*)$"
)


def _target(seen: View, start: int, draft: Draft, earlier: Sequence[Phrase]) -> Reference | None:
    """The place that a phrase locates: a name in apposition or the subject of "is" and "lies"."""
    if draft.model == "IN" or draft.elliptic == "country":
        return None
    if earlier and _CHAIN.fullmatch(seen.masked[earlier[-1].end - seen.start : start]):
        return earlier[-1].target
    names = [name for name in seen.names if name[1] <= start]
    if names:
        low, high, index = names[-1]
        gap = seen.masked[high:start]
        spoken_for = any(phrase.start <= seen.start + low < phrase.end for phrase in earlier)
        if spoken_for and not _WHICH.match(gap):
            return None
        if _locates(gap, draft) and not seen.mentions[index].demonym:
            if len(names) > 1 and _is_container(seen, names[-2], names[-1], start):
                low, high, index = names[-2]
            return seen.reference(low, high)
    return _strange_target(seen, start, draft)


def _locates(gap: str, draft: Draft) -> bool:
    """Whether the words between a name and a phrase let the phrase locate the name."""
    if not _GAP.match(gap):
        return False
    plain = not gap.strip(" \u00a0\n")
    # "fighting in X near Y" says where the fight is; only a comma, a verb or a distance locates X
    return not plain or draft.model in ("DD", "DO", "TIME", "EXT", "ADJ", "NEAR")


def _is_container(seen: View, former: tuple[int, int, int], latter: tuple[int, int, int], start: int) -> bool:
    """Whether the latter of two names only says what the former lies in ("X, in Y district")."""
    if seen.mentions[former[2]].demonym or not _CONTAINED.match(seen.masked[former[1] : latter[0]]):
        return False
    return bool(
        seen.mentions[former[2]].container == latter[2]
        or re.match(
            r"\s+(?:province|district|state|region|governorate|county|department)\b",
            seen.masked[latter[1] : start],
        )
        or re.match(r"^\s*,\s*$", seen.masked[former[1] : latter[0]])
    )


def _strange_target(seen: View, start: int, draft: Draft) -> Reference | None:
    """A name unknown to the recogniser that its kind introduces: "the village of Z, 40 km west of"."""
    found = _NAMED_THING.search(seen.masked[:start])
    if not found or not _locates(found["gap"], draft) or found["name"].split()[0].lower() in w.NOT_NAMES:
        return _apposed(seen, start, draft)
    return seen.reference(*found.span("name"), named=False)


_CAPITALISED = re.compile(w.UNKNOWN)
_LEADS = frozenset(
    [
        "in", "at", "to", "into", "from", "towards", "toward", "through", "near", "outside", "around", "of",
        "for", "reached", "reaching", "entered", "entering", "left", "leaving", "fled", "captured", "seized",
        "took", "retook", "recaptured", "stormed", "attacked", "shelled", "bombed", "hit", "struck",
    ]
)  # fmt: skip
"""Words before a place: what follows "fled to", "residents of" or "shelled" is one."""
_REPORTED = frozenset({"said", "says", "told", "by", "with", "mr", "mrs", "ms", "dr", "and"})


def _apposed(seen: View, start: int, draft: Draft) -> Reference | None:
    """A name unknown to the recogniser in apposition: "fled to Z, 40 km west of Y", "Z lies 40 km ..."."""
    found = None
    for found in _CAPITALISED.finditer(seen.masked[:start]):  # noqa: B007  (the last one counts)
        pass
    if found is None or found.group().split()[0].lower() in w.NOT_NAMES or w.point(found.group()):
        return None
    low, high = found.span()
    of = found.group().rfind(" of ")
    low += of + len(" of ") if of >= 0 and not seen.masked[:low].strip() else 0  # "Residents of Z, near Y"
    gap = seen.masked[high:start]
    before = (seen.masked[:low] or " ").lower().split()[-1:]
    if not gap.strip() or not _locates(gap, draft) or set(before) & _REPORTED:
        return None
    if not before and seen.masked[low:high].lower() in w.common_words():
        return None  # "Troops are 5 km from Y"
    led = bool(set(before) & _LEADS)
    measured = draft.model in ("DD", "DO", "TIME") and (bool(before) or not gap.strip().startswith(","))
    if not led and not measured:
        return None
    return None if seen.masked[low:high].isupper() else seen.reference(low, high, named=False)
