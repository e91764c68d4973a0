"""Reading a report: place names, locative phrases and motion clauses, as spans without coordinates.

``Reader`` loads the language model once, when the first sentence needs it; ``read`` is the entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language.motion import find_motions
from geo.language.motion_lexicon import cues, place_nouns, strong_cues
from geo.language.names import find_mentions
from geo.language.parsing import Parser, Sentence, split_sentences
from geo.language.phrases import find_phrases
from geo.language.situations import cues as situation_cues
from geo.language.situations import find_situations
from geo.language.status_speakers import name_speakers
from geo.records import Document, Mention, Motion, Names, Phrase, Reading, Situation
from geo.settings import LanguageSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Reader", "find_mentions", "find_motions", "find_phrases", "read", "split_sentences"]


class Reader:
    """Holds the settings and, once a sentence has needed it, the language model."""

    def __init__(self, settings: LanguageSettings | None = None) -> None:
        """Keep the settings; the model is loaded on first use."""
        self.settings = settings or LanguageSettings()
        self._parser = Parser(self.settings.model)

    def parse(self, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> tuple[Sentence, ...]:
        """Parse sentences. Raises DataError when the model is missing or altered."""
        return self._parser.parse(sentences, mentions)


def read(document: Document, names: Names, *, reader: Reader | None = None) -> Reading:
    """Everything the language room understands of one document.

    Raises DataError when the language model is missing or altered.
    """
    reader = reader or Reader()
    mentions = find_mentions(document, names, settings=reader.settings)
    sentences = split_sentences(document)
    chosen = _chosen(sentences, mentions)
    parsed = {sentence.start: sentence for sentence in reader.parse(chosen, mentions)}
    sentences = tuple(parsed.get(sentence.start, sentence) for sentence in sentences)
    phrases: list[Phrase] = []
    for sentence in sentences:
        phrases.extend(find_phrases(sentence, mentions))
    motions: list[Motion] = []
    situations: list[Situation] = []
    for sentence in sentences:
        motions.extend(find_motions(sentence, mentions, phrases, published=document.published))
        situations.extend(find_situations(sentence, mentions, phrases, published=document.published))
    return Reading(
        document=document.id,
        sentences=tuple((sentence.start, sentence.end) for sentence in sentences),
        mentions=mentions,
        phrases=tuple(phrases),
        motions=name_speakers(motions, sentences),
        situations=tuple(situations),
    )


def _chosen(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Sentence]:
    """Sentences to parse; a strong word of motion counts also just after a sentence with a name."""
    found, since = [], _CARRY
    for sentence in sentences:
        if len(sentence.text) > _LONGEST:
            continue
        named = any(sentence.start <= mention.start < sentence.end for mention in mentions)
        since = 0 if named else since + 1
        if wants_parse(sentence, mentions) or (since < _CARRY and words_of(sentence) & strong_cues()):
            found.append(sentence)
    return found


_LONGEST = 2000
"""Characters; longer "sentences" are lists or dumps, and are not parsed (project choice)."""

_CARRY = 6
"""So many sentences after a name its place still stands in the reader's mind (project choice)."""


def words_of(sentence: Sentence) -> set[str]:
    """Words of a sentence in lower case, without punctuation at their edges."""
    return {word.strip(".,;:!?\"'()[]“”\u2018\u2019").lower() for word in sentence.text.split()}


def wants_parse(sentence: Sentence, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence can tell of a motion: a word of motion beside a name or a noun for a place."""
    words = words_of(sentence)
    if not (words & cues() or words & situation_cues()):
        return False
    if any(sentence.start <= mention.start < sentence.end for mention in mentions):
        return True
    return bool(words & place_nouns().keys()) or "there" in words
