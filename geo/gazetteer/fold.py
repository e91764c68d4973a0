"""Folding of names: three ever looser keys under which spellings of one name meet.

``fold`` drops case, accents, apostrophes and punctuation. ``canon`` also drops the Arabic article
with its assimilated forms, writes common first words of place names one way (tall/tel, deir/dayr,
St/Saint) and closes spaces. ``skeleton`` keeps consonant classes only, for use inside one country.

Every function works on one name or on many at once, one a line, since compiling the bundled world
folds half a million of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

_REMEMBERED = 32_768
"""Words whose folding is kept."""
_REMEMBERED_NAMES = 1_024
"""Names likewise: each layer is asked for the same one, and then again for its places."""
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789\n")

_SPELLINGS = {
    "tall": "tall tel tal tell till",
    "dayr": "dayr deir der dair deyr",
    "abu": "abu abou abo",
    "ayn": "ayn ain ein ayne",
    "jabal": "jabal jebel jabel djebel gebel gabal",
    "bayt": "bayt beit bait beyt beth",
    "umm": "umm um oum",
    "wadi": "wadi ouadi oued",
    "shaykh": "shaykh sheikh sheik cheikh shaikh",
    "bani": "bani beni banu",
    "bin": "bin ben ibn",
    "nahr": "nahr nahar",
    "kafr": "kafr kafar kfar",
    "khan": "khan han",
    "saint": "saint st",
    "sainte": "sainte ste",
    "mount": "mount mt",
    "fort": "fort ft",
    "and": "and und et",
}
_LAST = {"co": "county", "twp": "township"}
"""Last words of names that are written short."""
_COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"}
"""First letters that stand for a compass point (W. Columbia)."""
"""First or inner words of names that are written in several ways."""

_SPELLING = {variant: key for key, variants in _SPELLINGS.items() for variant in variants.split()}
_SUN_LETTERS = ["sh", "th", "dh", "s", "d", "r", "t", "n", "z"]
_AFTER_ARTICLE = {f"{vowel}{letter}": letter for vowel in "aeu" for letter in _SUN_LETTERS}
_AFTER_ARTICLE |= {"al": "", "el": "", "ul": ""}
"""What the word behind an article begins with: anything, or the letter that the article takes on."""
# The article before a moon letter (al-, el-, ul-) or assimilated to the sun letter that follows.
_ARTICLE_RE = re.compile(r"\b(?:[aeu]l|[aeu](sh|th|dh|s|d|r|t|n|z)(?= \1)) (?=\S)")
_REWRITTEN = frozenset(
    {*(word for word, key in _SPELLING.items() if word != key), *_LAST, *_COMPASS, *_AFTER_ARTICLE}
)
"""Words that ``canon`` may rewrite, besides those that end in "ah"."""
_SPACES_RE = re.compile(r" {2,}")

_DIGRAPHS = (
    ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "j"), ("dh", "d"), ("th", "t"), ("ph", "b"), ("dj", "j"),
    ("ck", "k"),
)  # fmt: skip
_CLASS = str.maketrans("cqgzxvp", "kkjssfb", "aeiouywh")
_FIRST_VOWEL_RE = re.compile(r"^[aeiouyhw]", re.MULTILINE)
_DOUBLED_RE = re.compile(r"([bdfjklmnrst])(?=\1)")


def fold(names: str) -> str:
    """Lower-case ASCII letters, digits and single spaces: ``N'Djamena`` to ``ndjamena``.

    Apostrophes and full stops vanish, other punctuation is a space. ``names`` may hold many names,
    one a line. Never raises; folding twice changes nothing.
    """
    plain = names if names.isascii() else _FOREIGN_RE.sub(_plain_run, names)
    text = plain.encode("ascii").replace(b"&", b" and ").translate(_ASCII, _DROPPED).decode("ascii")
    return _SPACES_RE.sub(" ", text).replace("\n ", "\n").replace(" \n", "\n").strip(" ")


@lru_cache(_REMEMBERED)
def spelled(word: str) -> tuple[str, bytes | None]:
    """One word of a text folded, and its letters where ``canon`` leaves them as they are, else None."""
    if word.isalpha() and word.isascii():
        folded = word.lower()
        return folded, None if "ah" in folded or folded in _REWRITTEN else folded.encode()
    folded = fold(word)
    return folded, folded.replace(" ", "").encode() if _is_canonical(folded) else None


def fold_word(word: str) -> str:
    """As ``fold``, of one word of a text: the same few thousand come again and again."""
    return spelled(word)[0]


@lru_cache(_REMEMBERED_NAMES)
def fold_name(name: str) -> tuple[str, str]:
    """``fold`` of a name, and ``canon`` of that, from its words: most are known already."""
    if "\n" in name:
        folded = fold(name)
        return folded, canon(folded)
    words = [word for part in name.split(" ") if (word := spelled(part))[0]]
    folded = " ".join([word for word, _ in words])
    letters = [word for _, word in words if word is not None]
    return folded, b"".join(letters).decode() if len(letters) == len(words) else canon(folded)


def _is_canonical(folded: str) -> bool:
    """Whether ``canon`` does nothing to a folded name but close its spaces."""
    return "ah" not in folded and "\n" not in folded and _REWRITTEN.isdisjoint(folded.split(" "))


def bare(folded: str) -> str:
    """Folded names without the Arabic article in any of its forms: ``al hol`` to ``hol``."""
    return _ARTICLE_RE.sub("", folded)


def canon(folded: str) -> str:
    """Folded names without articles, with common words written one way, without spaces."""
    return "\n".join([_canon_of(name) for name in folded.split("\n")])


def _canon_of(folded: str) -> str:
    """As ``canon``, of one name."""
    if _is_canonical(folded):
        return folded.replace(" ", "")
    words = folded.split(" ")
    kept = [one for one, after in pairwise(words) if not after.startswith(_AFTER_ARTICLE.get(one, "\n"))]
    words = [*[_SPELLING.get(word, word) for word in kept], words[-1]]
    if len(words) > 1:
        words[-1] = _LAST.get(words[-1], words[-1])
        if len(words[1]) > 2:  # as long as a compass point's name may be
            words[0] = _COMPASS.get(words[0], words[0])
    return "".join([word[:-1] if _ends_in_ah(word) else word for word in words])


def _ends_in_ah(word: str) -> bool:
    return word[-2:] == "ah" and word[-3:-2].isalpha()


def skeleton(canonical: str) -> str:
    """Consonant classes of canonical names: ``quneitra`` and ``kunaitra`` to ``kntr``."""
    text = canonical
    for pair, letter in _DIGRAPHS:
        text = text.replace(pair, letter)
    text = _FIRST_VOWEL_RE.sub("A", text).translate(_CLASS)  # the first vowel is kept, as one for all
    return _DOUBLED_RE.sub("", text).lower()


@lru_cache(_REMEMBERED)
def _plain(foreign: str) -> str:
    """Letters and signs outside ASCII in ASCII (anyascii reads one character at a time)."""
    return anyascii(foreign).lower()


def _plain_run(match: re.Match[str]) -> str:
    return _plain(match.group())


_FOREIGN_RE = re.compile(r"[^\x00-\x7f]+")
_DROPPED = b"'`\"."
_ASCII = bytes(ord(char.lower()) if char.lower() in _KEPT else ord(" ") for char in map(chr, range(256)))
"""What each byte folds to that is not dropped."""
