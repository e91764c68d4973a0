"""Stress of the name recogniser: texts with places and persons of the whole world, by names never trained on.

    python docs/training/stress.py [CORPUS.jsonl...] [--model FILE] [--made 300]

Each corpus is read with its places and persons changed for held-out ones (a fifth of all names, by their
check sum; see names_world.py), each document for those of another country; then texts made from templates
with held-out names. A model that has learnt from a corpus knows its sentences: give one trained without it.
"""

# ruff: noqa: ANN001, ANN201, D103, S311 - a script run by hand; chance is seeded, not secret

from __future__ import annotations

import argparse
import random
from pathlib import Path

from names_examples import read_corpus
from names_made import Maker
from names_score import table
from names_swap import Swapper
from names_world import World

from geo.gazetteer import open_gazetteer
from geo.language.names import find_mentions
from geo.language.toponyms import judge
from geo.records import Document
from geo.settings import LanguageSettings

SEED = 4096


class _Span:
    """A mention as names_score.table asks for it."""

    def __init__(self, mention) -> None:
        self.start, self.end = mention.start, mention.end
        self.how = "people" if mention.demonym else "place"


def found(record, gazetteer):
    document = Document(id=record["id"], source="", text=record["text"])
    mentions = find_mentions(document, gazetteer, settings=LanguageSettings())
    return [(_Span(mention), mention.score) for mention in mentions]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--made", type=int, default=300)
    options = parser.parse_args()
    if options.model:
        judge.MODEL = options.model
    gazetteer, world = open_gazetteer([]), World(test=True)
    swapper, maker = Swapper(world, gazetteer), Maker(world)
    chance = random.Random(SEED)
    sets = {
        path.stem: [swapper.swapped(one, chance) for one in read_corpus(path)] for path in options.corpora
    }
    sets["made texts"] = [maker.document(chance, number) for number in range(options.made)]
    for name, records in sets.items():
        table(name, records, [found(record, gazetteer) for record in records])


if __name__ == "__main__":
    main()
