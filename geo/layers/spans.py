"""Which words of a report say what of a movement, a situation or a region.

Spans are (start, end, role) in the document's text, the most telling first. Roles are trigger, mover, causer,
origin, destination, via, path, place, region, quantity, time, speaker and cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from geo.records import End, Motion, Movement, Region, Situation, Standing, Words

Span = tuple[int, int, str]


def movement_spans(movement: Movement, text: str) -> list[Span]:
    """Words that tell a movement; times, numbers, speakers and cues are looked for in its sentence."""
    motion = movement.motion
    sides = (
        ("origin", movement.origins),
        ("destination", movement.destinations),
        ("via", movement.via),
        ("path", (movement.path,) if movement.path else ()),
    )
    spans = [(motion.trigger.start, motion.trigger.end, "trigger")]
    spans += [span for role, ends in sides for span in _ends(ends, role)]
    spans += _whole((("mover", motion.mover), ("causer", motion.causer)))
    return [*spans, *_sought(motion, text)]


def situation_spans(standing: Standing, text: str) -> list[Span]:
    """Words that tell a situation."""
    situation = standing.situation
    spans = [(situation.trigger.start, situation.trigger.end, "trigger")]
    spans += _ends((standing.place,), "place")
    spans += _whole((("mover", situation.actor),))
    return [*spans, *_sought(situation, text)]


def region_spans(region: Region) -> list[Span]:
    """The phrase first, so that it decides the sentence; the names inside it are part of it."""
    return [(region.phrase.start, region.phrase.end, "region"), *_ends(region.anchors, "place")]


def read_words(spans: Iterable[Span], text: str) -> tuple[tuple[str, str], ...]:
    """(role, words on one line) of spans, each once."""
    return tuple(
        dict.fromkeys((role, " ".join(text[start:end].split())) for start, end, role in spans if start < end)
    )


def apart(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Spans in order without overlaps: the first stay whole, later ones keep what is left of their words."""
    if len(spans) == 1:
        return tuple(spans)
    kept: list[Span] = []
    for start, end, role in spans:
        parts = [(start, end)]
        for low, high, _ in kept:
            if low < end and start < high:
                parts = [piece for part in parts for piece in _beside(*part, low, high)]
        kept += [(*_stripped(low, high, text), role) for low, high in parts if text[low:high].strip()]
    return tuple(sorted(kept))


def _beside(start: int, end: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    """What is left of a stretch beside another."""
    if high <= start or end <= low:
        yield start, end
        return
    if start < low:
        yield start, low
    if high < end:
        yield high, end


def _stripped(start: int, end: int, text: str) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _ends(ends: Iterable[End], role: str) -> list[Span]:
    return [(end.start, end.end, role) for end in ends if end.start is not None and end.end is not None]


def _whole(pairs: Iterable[tuple[str, Words | None]]) -> list[Span]:
    return [(words.start, words.end, role) for role, words in pairs if words]


def _sought(told: Motion | Situation, text: str) -> Iterator[Span]:
    """Times, numbers, speakers and cues, which carry no offsets: where the sentence has them."""
    wanted = (
        ("time", told.time.text if told.time else ""),
        ("quantity", told.quantity.text if told.quantity else ""),
        ("speaker", told.status.attribution or ""),
        *(("cue", cue) for cue in told.status.cues),
    )
    for role, words in wanted:
        at = _nearest(text, words, told) if words else -1
        if at >= 0:
            yield at, at + len(words), role


def _nearest(text: str, words: str, told: Motion | Situation) -> int:
    """Where whole words stand in the sentence, nearest to its trigger; -1 when they do not."""
    best, at = -1, text.find(words, told.start, told.end)
    while at >= 0:
        end = at + len(words)
        whole = not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum())
        if whole and (best < 0 or abs(at - told.trigger.start) < abs(best - told.trigger.start)):
            best = at
        at = text.find(words, at + 1, told.end)
    return best
