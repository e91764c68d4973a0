"""Numbers in digits and English words, with what the words leave open."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_GAP = r"[\s\u00a0\u202f-]+"
_DIGITS = (
    r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009' ]\d{3})+(?!\d)"
    r"|\d{1,3}(?:\.\d{3})+(?![\d.])|\d+(?:\.\d+)?"
)
_DATE_PART = re.compile(r"-\d{1,2}(?:-\d|T\d)")
_DATE_END = re.compile(r"\d-(?:\d{1,2}-)$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as worded; ``low`` is the least that a vague plural means ("thousands": 2000).

    ``scale`` is the power that a following number word lent it (million: 1e6), 1 without one;
    ``digits`` that it is written in figures alone.
    """

    start: int
    end: int
    value: float | None
    low: float | None = None
    scale: float = 1.0
    digits: bool = False


@lru_cache(maxsize=1)
def number_words() -> Mapping[str, tuple[str, float]]:
    """Kind and value of each number word of ``lexicon/numbers.csv``."""
    table = files("geo.language").joinpath("lexicon", "numbers.csv").read_text(encoding="utf-8")
    return {row["word"]: (row["kind"], float(row["value"])) for row in csv.DictReader(table.splitlines())}


def words_of(*kinds: str) -> str:
    """Regular expression alternatives of the number words of some kinds, longest first."""
    words = [word for word, (kind, _) in number_words().items() if kind in kinds]
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda word: (-len(word), word))
    )


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    plain = words_of("unit", "ten")
    scale = words_of("scale")
    spelt = rf"(?:{plain})(?:{_GAP}(?:and\s+)?(?:{plain}|{scale}))*"
    return re.compile(
        rf"(?<![\w.,$€£¥#/])(?<![^\W\d_]-)(?<!\d:)(?<![$€£¥]\s)(?:"
        rf"(?P<vague>(?:(?:{words_of('plural')})\s+(?:of|and|upon)\s+)*(?:{words_of('plural')})\b)"
        rf"|(?P<several>{words_of('several', 'couple')})\s+(?P<scales>(?:{scale})(?:\s+(?:{scale}))?)\b"
        rf"|(?P<couple>{words_of('couple')})\s+(?P<more>more\b)?"
        rf"|(?P<figure>{_DIGITS})(?:[\s\u00a0-]?(?P<unit>{scale})\b(?:\s(?P<unit2>{scale})\b)?|(?P<letter>{words_of('letter')})\b)?"
        rf"|(?<!between\s)(?P<one>an?)\s+(?P<after_one>(?:{scale})"
        rf"(?:{_GAP}and\s+(?:{plain})(?!{_GAP}hundred)|{_GAP}(?:{plain}|{scale}))+)\b"
        rf"|(?P<article>{words_of('article')})[\s-]+(?P<article_scales>(?:{scale})(?:\s+(?:{scale}))*)\b(?P<half>\s+and\s+a\s+half\b)?"
        rf"|(?P<spelt>{spelt})\b(?P<bighalf>\s+and\s+a\s+half\b)?"
        rf")",
        re.IGNORECASE,
    )


def find_numbers(text: str) -> tuple[Number, ...]:
    """Numbers of a text in order, without overlap. Sums of money are left out."""
    return tuple(number for match in _pattern().finditer(text) if (number := _number(match)))


def _number(match: re.Match[str]) -> Number | None:
    part = match.groupdict()
    start, end = match.span()
    if part["vague"]:
        return Number(start, end, None, _vague(part["vague"]))
    if part["several"]:
        factor = _product(part["scales"])
        exact = number_words()[_key(part["several"])][0] == "couple"
        return Number(start, end, 2 * factor if exact else None, None if exact else 2 * factor, factor)
    if part["couple"]:
        return Number(start, match.end("couple"), 2)
    if part["figure"]:
        return _figure(match)
    if part["article"]:
        factor = _product(part["article_scales"])
        times = number_words()[_key(part["article"])][1] + (0.5 if part["half"] else 0)
        return Number(start, end, times * factor, None, factor)
    return _spelt(match, part["spelt"] or f"one {part['after_one']}")


def _key(words: str) -> str:
    return " ".join(words.lower().split())


def _product(words: str | None) -> float:
    product = 1.0
    for word in (words or "").lower().split():
        product *= number_words()[word][1]
    return product


def _vague(words: str) -> float:
    """Least number that a plural means: two of the largest unit named ("tens of thousands": 20,000)."""
    low = 2.0
    for word in re.split(r"\s+(?:of|and|upon)\s+", words.lower()):
        low *= number_words()[_key(word)][1]
    return low


def _figure(match: re.Match[str]) -> Number | None:
    part = match.groupdict()
    end = match.end()
    after = match.string[end : end + 2]
    if re.match(r"[\w%°$€£]|[.,:/]\d", after) and not part["unit"]:
        return None
    if _DATE_PART.match(match.string, end) or _DATE_END.search(
        match.string, max(0, match.start() - 6), match.start()
    ):
        return None
    figure = re.sub(r"[\s\u00a0\u202f\u2009',]", "", part["figure"])
    scale = _product(part["unit"]) * _product(part["unit2"]) * _product(part["letter"])
    if scale == 1 and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", figure):
        figure = figure.replace(".", "")
    try:
        value = float(figure) * scale
    except ValueError:
        return None
    return Number(match.start(), end, round(value, 6), None, scale, digits=scale == 1)


def _spelt(match: re.Match[str], words: str) -> Number | None:
    total = part = 0.0
    scale = 1.0
    for word in re.split(rf"{_GAP}(?:and\s+)?", words.lower()):
        kind, value = number_words()[word]
        if kind != "scale":
            part += value
        elif value == 100 or value in {12, 20}:
            part = (part or 1) * value
        else:
            total += (part or 1) * value
            part, scale = 0.0, value
        if kind == "scale":
            scale = max(scale, value)
    total += part
    if match["bighalf"]:
        total += scale / 2
    return Number(match.start(), match.end(), total, None, scale)
