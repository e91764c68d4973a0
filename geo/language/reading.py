"""Reading whole reports: names, the sentences that the parser sees, phrases, motions, situations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language.choosing import chosen
from geo.language.motion import find_motions
from geo.language.names import find_all_mentions
from geo.language.parsing import Parser, Sentence, sentence_bounds, split_sentences
from geo.language.phrases import find_phrases
from geo.language.situations import find_situations
from geo.language.status_speakers import name_speakers
from geo.records import Document, Mention, Motion, Names, Phrase, Reading, Situation
from geo.settings import LanguageSettings

if TYPE_CHECKING:
    from collections.abc import Sequence


class Reader:
    """Holds the settings and, once a sentence has needed it, the language model."""

    def __init__(self, settings: LanguageSettings | None = None) -> None:
        """Keep the settings; the model is loaded on first use."""
        self.settings = settings or LanguageSettings()
        self._parser = Parser(self.settings.model)

    def parse(self, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> tuple[Sentence, ...]:
        """Parse sentences. Raises DataError when the model is missing or altered."""
        return self._parser.parse(sentences, mentions)

    def parse_all(
        self, reports: Sequence[tuple[Sequence[Sentence], Sequence[Mention]]]
    ) -> list[tuple[Sentence, ...]]:
        """As ``parse``, of the sentences of many reports at once, which is faster."""
        return self._parser.parse_all(reports)


def read(document: Document, names: Names, *, reader: Reader | None = None) -> Reading:
    """Everything the language room understands of one document.

    Raises DataError when the language model is missing or altered.
    """
    return read_all([(document, names)], reader=reader)[0]


def read_all(documents: Sequence[tuple[Document, Names]], *, reader: Reader | None = None) -> list[Reading]:
    """As ``read``, of many documents at once, which is faster; no reading depends on the others.

    Each document comes with the names that hold in it.
    """
    reader = reader or Reader()
    mentions = find_all_mentions(documents, settings=reader.settings)
    sentences = [split_sentences(document) for document, _ in documents]
    wanted = [
        chosen(split, named, thorough=reader.settings.thorough)
        for split, named in zip(sentences, mentions, strict=True)
    ]
    parsed = reader.parse_all(list(zip(wanted, mentions, strict=True)))
    texts = (document for document, _ in documents)
    return [_reading(*page) for page in zip(texts, mentions, sentences, parsed, strict=True)]


def read_names(documents: Sequence[tuple[Document, Names]], *, settings: LanguageSettings) -> list[Reading]:
    """The place names of documents and their sentences, without the language model."""
    found = find_all_mentions(documents, settings=settings)
    return [_names_only(document, mentions) for (document, _), mentions in zip(documents, found, strict=True)]


def _names_only(document: Document, mentions: tuple[Mention, ...]) -> Reading:
    return Reading(document.id, sentence_bounds(document), mentions, phrases=(), motions=())


def _reading(
    document: Document,
    mentions: tuple[Mention, ...],
    split: tuple[Sentence, ...],
    parsed: tuple[Sentence, ...],
) -> Reading:
    told = {sentence.start: sentence for sentence in parsed}
    sentences = tuple(told.get(sentence.start, sentence) for sentence in split)
    phrases: list[Phrase] = []
    for sentence in sentences:
        phrases.extend(find_phrases(sentence, mentions))
    motions: list[Motion] = []
    situations: list[Situation] = []
    for sentence in parsed:
        motions.extend(find_motions(sentence, mentions, phrases, published=document.published))
        situations.extend(find_situations(sentence, mentions, phrases, published=document.published))
    found = Reading(
        document=document.id,
        sentences=tuple((sentence.start, sentence.end) for sentence in sentences),
        mentions=mentions,
        phrases=tuple(phrases),
        motions=name_speakers(motions, sentences),
        situations=tuple(situations),
    )
    for sentence in parsed:
        if sentence.doc is not None:
            sentence.doc.close()
    return found
