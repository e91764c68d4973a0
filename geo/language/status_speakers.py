"""Speakers that one sentence does not name: "he said", and quotations of several sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.language import status_lexicon as lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.parsing import Sentence
    from geo.records import Motion, Status

_BACK = 6
"""How many sentences back a pronoun may reach (project choice)."""
_SAID = (
    r"(?:said|says|told|claimed|claims|announced|argued|warned|added|adds|denied|reported|confirmed|stated"
    r"|insisted|explained|wrote)"
)
_GAP = r"[ \u00a0]+"
_PART = r"(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w\u2019'-]+)"
_NAME = rf"(?P<who>{_PART}(?:{_GAP}(?:(?:al|de|bin|van|von|of)[ -])?{_PART}){{0,5}})"
_NAMED = re.compile(
    rf"{_NAME}(?:,\s[^,.;]{{3,60}},)?\s+(?:has\s+|had\s+|also\s+|later\s+)?{_SAID}\b"
    rf"|\b(?!told|warned){_SAID}\s+(?:the\s+)?{_NAME.replace('who', 'who2')}"
    rf"|\b[Aa]ccording\s+to\s+(?:the\s+)?{_NAME.replace('who', 'who3')}"
)
_CLOSED = re.compile(
    rf"[”\"]\s*,?\s*(?:{_SAID}\s+(?P<after>[^,.;“\"]{{2,80}})|(?P<before>[^,.;“”\"]{{2,80}}?)\s+{_SAID}\b)"
)
_OPENED = re.compile(
    rf"(?:^|[.!?]\s|\n|,\s)(?P<who>[^,.;:“”\"\n]{{2,80}}?)\s+{_SAID}(?:\s+[^.;:“”\"\n]{{1,60}}?)?[,:]\s*$"
)
"""Who opens a quotation: "A B told reporters: ..."."""
_SPAN = re.compile(r"“[^“”]{1,1500}”|(?<!\w)\"(?=\S)[^\"\n]{1,1500}(?<=\S)\"(?!\w)")
_NOT_NAMES = frozenset(
    {"he", "she", "it", "they", "we", "i", "but", "and", "this", "that", "the", "his", "her", "who"}
)
_PERSON = frozenset({"he", "she"})
_ANYONE = frozenset({"it", "they"})


def name_speakers(motions: Sequence[Motion], sentences: Sequence[Sentence]) -> tuple[Motion, ...]:
    """Motions with "he" and "she" replaced by the speaker named last, and long quotations attributed.

    ``sentences`` are the document's, in order. A motion that names its speaker is left as it is.
    """
    if not motions:
        return ()
    text = _text(sentences)
    spans = [found.span() for found in _SPAN.finditer(text)]
    return tuple(_named(motion, text, spans, sentences) for motion in motions)


def _text(sentences: Sequence[Sentence]) -> str:
    """The document's text as far as the sentences cover it; line ends where more than a space is missing."""
    parts: list[str] = []
    at = 0
    for sentence in sentences:
        if sentence.start >= at:
            gap = sentence.start - at
            parts.append(" " if gap == 1 else "\n" * gap)
            parts.append(sentence.text)
            at = sentence.end
    return "".join(parts)


def _named(
    motion: Motion, text: str, spans: Sequence[tuple[int, int]], sentences: Sequence[Sentence]
) -> Motion:
    status = motion.status
    if status.attribution is None:
        status = _of_quotation(motion, text, spans)
    word = (status.attribution or "").lower()
    if word in _PERSON | _ANYONE:
        name = _last_speaker(motion.trigger.start, text, sentences, person=word in _PERSON)
        if name:
            status = replace(status, attribution=name)
    return motion if status is motion.status else replace(motion, status=status)


def _of_quotation(motion: Motion, text: str, spans: Sequence[tuple[int, int]]) -> Status:
    """Speaker of the quotation around a motion, told after its closing mark."""
    for start, end in spans:
        if start < motion.trigger.start < end:
            found = _CLOSED.match(text, end - 1)
            opened = None if found else _OPENED.search(text, max(0, start - 160), start)
            who = (found["after"] or found["before"]).strip() if found else opened["who"] if opened else ""
            if who and len(who.split()) <= 12:
                party = bool(lexicon.speakers("party").search(who))
                kind = "claimed" if party else "attributed"
                who = re.sub(r"\s+(?:on|in|at|during|by|to)\s.*$", "", who)
                return replace(motion.status, attribution=who, evidentiality=kind)
    return motion.status


def _last_speaker(position: int, text: str, sentences: Sequence[Sentence], *, person: bool) -> str | None:
    before = [sentence for sentence in sentences if sentence.start <= position][-_BACK:]
    if not before:
        return None
    found = None
    for match in _NAMED.finditer(text, before[0].start, position):
        who = match["who"] or match["who2"] or match["who3"]
        if who.split()[0].lower() in _NOT_NAMES or (person and who.replace(".", "").isupper()):
            continue
        found = re.sub(r"['\u2019]s$", "", who)
    return found
