"""Texts that are read together, as one row of words: what is done for all words is done once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, compress, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from geo.language.toponyms.tokens import BLANK, HYPHEN_GAP, Tokens, tokenize
from geo.language.toponyms.vocabulary import AT, WIDTH
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.lookup import Lookup
    from geo.language.toponyms.tokens import Word
    from geo.language.toponyms.vocabulary import Bytes

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Item = TypeVar("Item")
LEAST_IN_COMPOUND = 10_000
"""Least population of a place that a hyphenated word is cut for (project choice)."""


@dataclass(frozen=True, slots=True)
class Page:
    """Words of texts one after another, with a blank word before, between and behind the texts.

    So every word has neighbours, and nothing goes on from one text to the next. Columns are as in
    ``Tokens``, ``starts`` in the word's own text. ``bounds`` are the words [first, last) of each text,
    ``capitals`` its capitalised words, ``text_of`` the number of each word's text. ``table`` has a row of
    ``vocabulary.AT`` a word, and an empty one at the end.
    """

    texts: Sequence[str]
    words: Sequence[Word]
    starts: Sequence[int]
    gaps: Sequence[str]
    opens: bytes
    joined: bytes
    bounds: Sequence[tuple[int, int]]
    capitals: Sequence[Sequence[int]]
    text_of: Ints
    table: Bytes

    def marked(self, name: str) -> Flags:
        """Which words have a mark or meaning of ``vocabulary.AT``."""
        found: Flags = self.table[:-1, AT[name]] != 0
        return found

    def is_joined(self) -> Flags:
        """Which words are joined to the one before."""
        return np.frombuffer(self.joined, np.bool_)

    def by_text(self, places: Ints, items: Sequence[Item]) -> list[Sequence[Item]]:
        """What belongs to some words, which are in order, text by text."""
        return by_bounds(self.bounds, places, items)


def by_bounds(bounds: Sequence[tuple[int, int]], places: Ints, items: Sequence[Item]) -> list[Sequence[Item]]:
    """What belongs to some words in order, cut where the texts end."""
    edges = np.searchsorted(places, [first for first, _ in bounds]).tolist()
    return [items[start:end] for start, end in pairwise((*edges, len(items)))]


def read_page(texts: Sequence[str], names: Sequence[Lookup]) -> Page:
    """The words of texts, each with the names that hold in it."""
    read = [_cut(tokenize(text), known) for text, known in zip(texts, names, strict=True)]
    first, bounds = 1, []
    for tokens in read:
        bounds.append((first, first + len(tokens.words)))
        first += len(tokens.words) + 1
    around = [piece for tokens in read for piece in (_BLANK, tokens)] + [_BLANK]
    columns = list(zip(*around, strict=True))
    found = list(chain.from_iterable(columns[0]))
    codes, opens, joined = map(b"".join, columns[3:])
    table = np.frombuffer(bytearray(b"".join(map(_ROW, (*found, BLANK)))), np.uint8).reshape(-1, WIDTH)
    table[:-1, AT["gap"]] = np.frombuffer(codes, np.uint8)
    table[:-1, AT["opens"]] = np.frombuffer(opens, np.uint8)
    table.setflags(write=False)
    capitals = np.flatnonzero(table[:-1, AT["capital"]])
    return Page(
        texts=texts,
        words=found,
        starts=list(chain.from_iterable(columns[1])),
        gaps=list(chain.from_iterable(columns[2])),
        opens=opens,
        joined=joined,
        bounds=bounds,
        capitals=by_bounds(bounds, capitals, capitals.tolist()),
        text_of=np.repeat(np.arange(len(texts) + 1), [1 + last - first for first, last in bounds] + [1]),
        table=table,
    )


_ROW, _PARTS = attrgetter("row"), attrgetter("parts")
_BLANK = Tokens([BLANK], [0], ["\n\n"], bytearray(1), bytearray([1]), bytearray(1))


def _cut(tokens: Tokens, names: Lookup) -> Tokens:
    """Tokens with hyphenated words cut where the whole is no name but its capitalised pieces are."""
    found = compress(range(len(tokens.words)), map(_PARTS, tokens.words))
    cut = [index for index in found if _is_compound(tokens.words, index, names)]
    for index in reversed(cut):
        offsets, parts = zip(*tokens.words[index].parts, strict=True)
        start, more = tokens.starts[index], len(parts) - 1
        tokens.words[index : index + 1] = parts
        tokens.starts[index : index + 1] = [start + offset for offset in offsets]
        tokens.gaps[index + 1 : index + 1] = ["-"] * more
        tokens.codes[index + 1 : index + 1] = bytes([HYPHEN_GAP]) * more
        tokens.opens[index + 1 : index + 1] = bytes(more)
        tokens.joined[index + 1 : index + 1] = bytes(more)
    return tokens


def _is_compound(row: Sequence[Word], index: int, names: Lookup) -> bool:
    """Whether a hyphenated word is a compound of names ("Iraq-based", "Lima-Cuzco"), not a name itself."""
    word = row[index]
    if word.capital and not word.upper and names.longest([other.text for other in row[index : index + 4]]):
        return False
    return all(_name_like(part.text, names) for _, part in word.parts if part.capital and len(part.text) > 1)


def _name_like(word: str, names: Lookup) -> bool:
    if word.lower() in words().demonyms or word.isupper():
        return True
    facts = names.known(word).facts
    return facts is not None and (facts.entries == 0 or facts.population >= LEAST_IN_COMPOUND)


def spread(starts: Ints, sizes: Ints) -> Ints:
    """The numbers from each start on, as many as its size says, one row behind the other."""
    before = np.cumsum(sizes) - sizes
    found: Ints = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
    return found
