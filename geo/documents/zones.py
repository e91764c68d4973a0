"""Which stretch of a report does what: headline, caption, body, menu, credit, related links ...

Rules go by layout and wording, not by publisher, and keep to the article in doubt: a passage
without a layout is body from end to end.
"""

# ruff: noqa: RUF001  (typographic quotes and dashes are what texts hold)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.documents import patterns
from geo.documents.header import Header
from geo.records import Zone

_BREAK = re.compile(r"[^\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_MAPPED = frozenset({"headline", "headline_repeat", "standfirst", "subheading", "caption", "body"})
_HEADER_KINDS = {"title": "headline", "published": "dateline", "publisher": "credit", "author": "credit"}
_OPENED = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:script|style)\b", re.IGNORECASE)
_FIRST_LINES = 12
"""A headline stands among the first so many lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer blanks; ``gap`` says that a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())

    @property
    def stops(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(patterns.FULL_STOP.search(self.text))

    @property
    def open(self) -> bool:
        """Whether it ends without any punctuation, as headlines do."""
        return not patterns.ENDS.search(self.text)


Kinds = dict[int, str]
"""Kind by line number; a line without one is still thought to be body."""


def find_zones(text: str, *, header: Header, title: str | None = None) -> tuple[Zone, ...]:
    """Zones of a text in order, without overlap; every character but white space is in one."""
    lines = split_lines(text, header.end)
    kinds: Kinds = {}
    if len(lines) > 1:
        wrapped = is_wrapped(lines)
        kinds |= _scripts(lines)
        kinds |= _fixed(lines, kinds)
        kinds |= _forms(lines, kinds)
        kinds |= _related(lines, kinds)
        if not wrapped or lines[1].gap:
            kinds |= _heads(lines, kinds, title=title, has_title=header.first("title") is not None)
        if not wrapped:
            kinds |= _bullets(lines, kinds)
            kinds |= _tail(lines, kinds)
            kinds |= _captions(lines, kinds)
            kinds |= _standfirst(lines, kinds)
            kinds |= _subheadings(lines, kinds)
        return (*_header_zones(text, header), *_joined(_spans(lines, kinds), text, wrapped=wrapped))
    return (*_header_zones(text, header), *_joined(_spans(lines, kinds), text, wrapped=False))


def split_lines(text: str, start: int = 0) -> list[Line]:
    """Lines that are not blank, with their offsets in the text."""
    found: list[Line] = []
    blank = False
    last = start
    for match in _BREAK.finditer(text, start):
        raw = match.group()
        breaks = text[last : match.start()].replace("\r\n", "\n")
        bare = raw.strip()
        if not bare:
            blank = True
        else:
            left = match.start() + len(raw) - len(raw.lstrip())
            found.append(Line(left, left + len(bare), bare, blank or len(breaks) > 1))
            blank = False
        last = match.end()
    return found


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether paragraphs were broken into lines of one width (as in e-mail)."""
    joined = [a for a, b in pairwise(lines) if not b.gap]
    long = [line for line in joined if 45 <= len(line.text) <= 110 and not line.stops]
    inside = [b for a, b in pairwise(lines) if not b.gap and not a.stops]
    lower = sum(line.text[0].islower() for line in inside)
    widths = [len(line.text) for line in long]
    even = len(long) >= 2 and max(widths) - min(widths) <= 25
    return even and 2 * len(long) >= len(joined) and 4 * lower >= len(inside) and lower >= 1


# -- boilerplate wherever it stands ------------------------------------------------------------


def _scripts(lines: Sequence[Line]) -> Kinds:
    """Lines between <script> or <style> and its end."""
    kinds: Kinds = {}
    first: int | None = None
    for number, line in enumerate(lines):
        if first is None and _OPENED.match(line.text):
            first = number
        if first is not None and _CLOSED.search(line.text):
            kinds |= dict.fromkeys(range(first, number + 1), "dump")
            first = None
    return kinds


def _fixed(lines: Sequence[Line], kinds: Kinds) -> Kinds:
    found = ((number, patterns.line_kind(line.text)) for number, line in enumerate(lines))
    return {number: kind for number, kind in found if kind and number not in kinds}


def _forms(lines: Sequence[Line], kinds: Kinds) -> Kinds:
    """Field names of a comment form, after a line that opens one."""
    found: Kinds = {}
    inside = False
    for number, line in enumerate(lines):
        if kinds.get(number) == "form":
            inside = True
        elif inside and patterns.FORM_FIELD.fullmatch(line.text):
            found[number] = "form"
        else:
            inside = False
    return found


def _related(lines: Sequence[Line], kinds: Kinds) -> Kinds:
    """A heading such as "Related articles" and the titles under it."""
    found: Kinds = {}
    number = 0
    while number < len(lines):
        if number in kinds or not patterns.RELATED_HEAD.fullmatch(lines[number].text):
            number += 1
            continue
        titles = _titles_after(lines, kinds, number + 1)
        if titles:
            found |= dict.fromkeys((number, *titles), "related")
        number += 1 + len(titles)
    return found


def _titles_after(lines: Sequence[Line], kinds: Kinds, first: int) -> list[int]:
    titles: list[int] = []
    for number in range(first, len(lines)):
        line = lines[number]
        if number in kinds or line.stops or not 2 <= line.words <= 25:
            break
        titles.append(number)
    # A title runs into the article when a line with a full stop follows at once: keep that one.
    follows = titles[-1] + 1 if titles else len(lines)
    if follows < len(lines) and follows not in kinds and len(titles) > 1 and lines[titles[-1]].gap:
        marked = [bool(patterns.MARKER.match(lines[n].text)) for n in titles]
        if marked[0] and not marked[-1]:
            titles.pop()
    return titles


# -- the head of the page ----------------------------------------------------------------------


def _heads(lines: Sequence[Line], kinds: Kinds, *, title: str | None, has_title: bool) -> Kinds:
    """Headline, its repetition, and the keyword line above it."""
    number = _headline(lines, kinds, title)
    if number is None or (has_title and title is None and not _repeats(lines, kinds, number)):
        return {}
    found: Kinds = {number: "headline"}
    same = _plain(lines[number].text)
    for later in range(number + 1, min(number + 6, len(lines))):
        if later not in kinds and _plain(lines[later].text) == same:
            found[later] = "headline_repeat"
    for above in range(number):
        if above not in kinds and lines[above].words <= 12 and not lines[above].stops:
            found[above] = "kicker"
    return found


def _headline(lines: Sequence[Line], kinds: Kinds, title: str | None) -> int | None:
    free = [n for n in range(min(_FIRST_LINES, len(lines))) if n not in kinds]
    if title is not None:
        for number in free:
            if _plain(lines[number].text) == _plain(title):
                return number
    for number in free[:2]:
        if _is_keywords(lines[number].text) and number == free[0]:
            continue
        return number if _heads_article(lines, kinds, number) else None
    return None


def _heads_article(lines: Sequence[Line], kinds: Kinds, number: int) -> bool:
    """Whether an unpunctuated line stands over an article."""
    line = lines[number]
    later = [n for n in range(number + 1, len(lines)) if n not in kinds]
    if not later or len(line.text) > 200 or not 2 <= line.words <= 30 or line.text[0].islower():
        return False
    ending = line.text.rstrip("\"'”’»)")[-1:]
    if ending in ".,;:…" and not _repeats(lines, kinds, number):
        return False
    if patterns.MARKER.match(line.text):
        return False
    return any(lines[n].stops for n in later) and not lines[later[0]].text[0].islower()


def _repeats(lines: Sequence[Line], kinds: Kinds, number: int) -> bool:
    same = _plain(lines[number].text)
    return any(
        n not in kinds and _plain(lines[n].text) == same
        for n in range(number + 1, min(number + 4, len(lines)))
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _is_keywords(text: str) -> bool:
    """Whether a line is a row of keywords: ``World | Conflict | Aid``."""
    if len(text) > 200:
        return False
    parts = [part for part in patterns.SEGMENTS.split(text.strip()) if part]
    if not 3 <= len(parts) <= 12 or patterns.ENDS.search(text):
        return False
    return all(len(part.split()) <= 3 and part[0].isupper() and part[-1].isalnum() for part in parts)


def _standfirst(lines: Sequence[Line], kinds: Kinds) -> Kinds:
    """The paragraph between headline and article."""
    head = max((n for n, kind in kinds.items() if kind in {"headline", "headline_repeat"}), default=None)
    if head is None or head + 1 >= len(lines):
        return {}
    number = next((n for n in range(head + 1, min(head + 4, len(lines))) if n not in kinds), None)
    if number is None or not 6 <= lines[number].words <= 60:
        return {}
    line, following = lines[number], number + 1
    if following >= len(lines):
        return {}
    before_stamp = kinds.get(following) in {"dateline", "credit", "caption"}
    opening = _plain(line.text)[:60]
    repeated = any(opening in _plain(later.text)[:140] for later in lines[following : following + 3])
    unstopped = line.open and lines[following].stops and following not in kinds
    return {number: "standfirst"} if before_stamp or repeated or unstopped else {}


# -- inside and after the article --------------------------------------------------------------


def _body(lines: Sequence[Line], kinds: Kinds) -> list[int]:
    """Numbers of the lines that are sentences of the article."""
    return [n for n, line in enumerate(lines) if n not in kinds and line.stops and line.words >= 6]


def _bullets(lines: Sequence[Line], kinds: Kinds) -> Kinds:
    """Titles of other stories listed between two paragraphs."""
    found: Kinds = {}
    body = set(_body(lines, kinds))
    for run in _runs(lines, kinds):
        before, after = run[0] - 1, run[-1] + 1
        inside = before in body and (after in body or after in kinds) and len(body) >= 4
        if not inside or not 2 <= len(run) <= 6 or len(body) < 2 * len(run):
            continue
        if all(4 <= lines[n].words <= 22 and lines[n].open and _titled(lines[n].text) for n in run):
            found |= dict.fromkeys(run, "related")
    return found


def _runs(lines: Sequence[Line], kinds: Kinds) -> list[list[int]]:
    """Runs of neighbouring lines with a list marker."""
    runs: list[list[int]] = []
    for number, line in enumerate(lines):
        if number in kinds or not re.match(r"[-*•–‣▪]\s", line.text):
            continue
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _titled(text: str) -> bool:
    bare = patterns.MARKER.sub("", text, count=1).lstrip("\"'“‘[")
    return bare[:1].isupper() or bare[:1].isdigit()


def _tail(lines: Sequence[Line], kinds: Kinds) -> Kinds:
    """Desk initials, and titles of other stories between the last sentence and the closing lines."""
    body = _body(lines, kinds)
    if len(body) < 3:
        return {}
    found: Kinds = {}
    last = body[-1]
    for number in range(last + 1, len(lines)):
        if number not in kinds and patterns.INITIALS.fullmatch(lines[number].text):
            found[number] = "credit"
    closing = max((n for n in (*found, *kinds) if n > last), default=None)
    for number in range(last + 1, closing if closing is not None else last):
        line = lines[number]
        if number not in kinds and number not in found and 3 <= line.words <= 16 and line.open and line.gap:
            found[number] = "teaser"
    return found


def _captions(lines: Sequence[Line], kinds: Kinds) -> Kinds:
    """Short unpunctuated lines right above a photo credit, or that carry one."""
    found: Kinds = {}
    for number, line in enumerate(lines):
        if number in kinds or line.words > 60:
            continue
        credit = patterns.trailing_credit(line.text)
        short = line.words <= 30 and not line.stops
        below = kinds.get(number + 1) == "credit" and not lines[number + 1].gap
        if (credit and not patterns.FULL_STOP.search(line.text[: credit.start()])) or (short and below):
            found[number] = "caption"
    return found


def _subheadings(lines: Sequence[Line], kinds: Kinds) -> Kinds:
    """Short unpunctuated lines between paragraphs."""
    body = _body(lines, kinds)
    if not body:
        return {}
    found: Kinds = {}
    for number, line in enumerate(lines):
        inside = body[0] < number < body[-1] and number not in kinds
        ending = line.text.rstrip("\"'”’»)")[-1:]
        if inside and line.words <= 12 and ending not in ".,;:…" and _titled(line.text):
            found[number] = "subheading"
    return found


# -- spans -------------------------------------------------------------------------------------


def _header_zones(text: str, header: Header) -> tuple[Zone, ...]:
    zones: list[Zone] = []
    position = len(text) - len(text.lstrip()) if header.end else 0
    for field in header.fields:
        kind = _HEADER_KINDS.get(field.role, "kicker")
        if kind != "headline":
            continue
        zones += _filled(text, position, field.start)
        zones.append(Zone(field.start, field.end, "headline", mapped=True))
        position = field.end
    return (*zones, *_filled(text, position, header.end))


def _filled(text: str, start: int, end: int) -> list[Zone]:
    bare = text[start:end].strip()
    if not bare:
        return []
    left = start + len(text[start:end]) - len(text[start:end].lstrip())
    return [Zone(left, left + len(bare), "kicker", mapped=False)]


def _spans(lines: Sequence[Line], kinds: Kinds) -> list[tuple[int, int, str]]:
    """(start, end, kind) of every line, credits at its ends cut off."""
    spans: list[tuple[int, int, str]] = []
    opening = True
    for number, line in enumerate(lines):
        kind = kinds.get(number, "body")
        if kind not in {"body", "caption"}:
            spans.append((line.start, line.end, kind))
            continue
        spans += _cut(line, kind, opening=opening and kind == "body")
        opening = opening and kind == "caption"
    return spans


def _cut(line: Line, kind: str, *, opening: bool) -> list[tuple[int, int, str]]:
    """An article line as body between an agency's name before it and a credit after it."""
    start, end = line.start, line.end
    before: list[tuple[int, int, str]] = []
    prefix = patterns.PREFIX.match(line.text) if opening else None
    city = patterns.CITY_LINE.match(line.text) if opening and not prefix else None
    if prefix:
        before = [(start, start + len(prefix.group().rstrip()), "dateline")]
        start += prefix.end()
    elif city:
        cut = start + city.start("rest")
        before = [
            (start, start + city.end("city"), kind),
            (cut, start + len(city.group().rstrip()), "dateline"),
        ]
        start += city.end()
    credit = patterns.trailing_credit(line.text)
    after: list[tuple[int, int, str]] = []
    if credit and (kind == "caption" or credit["credit"][0] == "(" or not line.stops):
        after = [(line.start + credit.start("credit"), end, "credit")]
        end = line.start + len(line.text[: credit.start()].rstrip())
    return [*before, *([(start, end, kind)] if start < end else []), *after]


def _joined(spans: Sequence[tuple[int, int, str]], text: str, *, wrapped: bool) -> tuple[Zone, ...]:
    """Zones of the spans: wrapped body lines of one paragraph, and neighbours of one boilerplate, join."""
    zones: list[Zone] = []
    for start, end, kind in spans:
        last = zones[-1] if zones else None
        between = text[last.end : start].replace("\r\n", "\n") if last else ""
        same = last is not None and last.kind == kind and not between.strip()
        join = same and (kind not in _MAPPED or (wrapped and kind == "body" and between.count("\n") == 1))
        if last is not None and join:
            zones[-1] = Zone(last.start, end, kind, last.mapped)
        else:
            zones.append(Zone(start, end, kind, kind in _MAPPED))
    return tuple(zones)
