"""A person's word on single movements (``claims.csv``) put over what was read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from geo.records import Document, End, Movement, Place, Ruling, Status
from geo.relations.movements import decide

_STATUS = {
    "happened": Status(),
    "claimed": Status(evidentiality="claimed"),
    "possible": Status("hypothetical", "possible", cues=("may",)),
    "planned": Status("planned"),
    "attempted": Status("attempted"),
    "prevented": Status("prevented"),
    "denied": Status(factuality="negated"),
}
"""The three axes of each word of the status column."""

_FEWEST, _SPARE = 4, 5
"""A quote of so many words may differ from a sentence in one word of so many (project choices)."""
_RESPELLED = 75.0
"""Of 100: a word this like another is the same in another spelling (project choice)."""


def ruled(
    movements: Sequence[Movement], document: Document, rulings: Sequence[Ruling]
) -> tuple[Movement, ...]:
    """The movements of a document with the rulings that speak of them; of several the last one counts."""
    if not rulings:
        return tuple(movements)
    return tuple(_ruled(movement, document, rulings) for movement in movements)


def speaks_of(ruling: Ruling, movement: Movement, document: Document) -> bool:
    """Whether a ruling means this movement."""
    motion = movement.motion
    if ruling.word and ruling.word.casefold() != motion.trigger.text.casefold():
        return False
    names = (document.source, document.id, document.source.replace("\\", "/").rsplit("/", 1)[-1])
    if ruling.document and not any(fnmatchcase(name, ruling.document) for name in names):
        return False
    quote, sentence = _words(ruling.quote), _words(motion.text)
    if f" {' '.join(quote)} " in f" {' '.join(sentence)} ":
        return True
    ends = (*movement.origins, *movement.destinations, *movement.via)
    return _is_edited(quote, sentence, _words(" ".join((motion.trigger.text, *(end.text for end in ends)))))


@lru_cache(maxsize=4096)  # each ruling is held against every movement
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


_WORD = re.compile(r"\w+")


def _is_edited(quote: Sequence[str], sentence: Sequence[str], telling: Sequence[str]) -> bool:
    """Whether a sentence holds a quote after a small edit that touched no ``telling`` word."""
    spare = len(quote) // _SPARE or 1
    lost = sum((Counter(quote) - Counter(sentence)).values())
    if len(quote) < _FEWEST or lost > spare:
        return False
    stretches = (
        sentence[start : start + len(quote) + more]
        for more in sorted(range(-spare, spare + 1), key=abs)  # another word rather than a lost one
        for start in range(max(1, len(sentence) - len(quote) - more + 1))
    )
    nearest = min(stretches, key=lambda words: Levenshtein.distance(quote, words))
    steps = [step for step in Levenshtein.editops(quote, nearest) if step.tag != "delete"]
    return Levenshtein.distance(quote, nearest) <= spare and not any(
        nearest[step.dest_pos] in telling and not _respells(nearest[step.dest_pos], quote) for step in steps
    )


def _respells(word: str, quote: Sequence[str]) -> bool:
    return process.extractOne(word, quote, scorer=fuzz.ratio, score_cutoff=_RESPELLED) is not None


def _ruled(movement: Movement, document: Document, rulings: Sequence[Ruling]) -> Movement:
    ruling = next((one for one in reversed(rulings) if speaks_of(one, movement, document)), None)
    if ruling is None:
        return movement
    if ruling.ignore:
        why = f"{ruling.source_file}, line {ruling.line} says that it is no movement"
        return replace(movement, draw="none", declined=why)
    motion = replace(movement.motion, declined=None)
    if ruling.status:
        motion = replace(
            motion, status=replace(_STATUS[ruling.status], attribution=motion.status.attribution)
        )
    known = {"origin": ruling.origin, "destination": ruling.destination}
    settled = {name for name, places in known.items() if places is not None}
    changed = replace(
        movement,
        motion=replace(motion, inferred=tuple(name for name in motion.inferred if name not in settled)),
        origins=movement.origins if ruling.origin is None else _ends(ruling.origin),
        destinations=movement.destinations if ruling.destination is None else _ends(ruling.destination),
        inferred=tuple(name for name in movement.inferred if name not in settled),
        group=ruling.group,
    )
    draw, declined = decide(changed)
    return replace(changed, draw=draw, declined=declined)


def _ends(places: Sequence[Place]) -> tuple[End, ...]:
    return tuple(End(place.name, None, None, place) for place in places)
