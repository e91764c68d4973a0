"""Train the judge of place names: two rounds of boosted trees, written as arrays.

    python docs/training/train_names.py LGL.jsonl GWN-A.jsonl [--without GWN-A] [--test TUD.jsonl]
        [--write FILE] [--folds LGL --answers FILE]

``--folds`` cuts a corpus in five by document and writes what the whole place stage answers to each part
when the judge has not learnt from it.

A corpus has one document a line: ``text``, ``toponyms`` and ``nocoord`` with start and end. Beside the
corpora the judge learns from copies of them with the places and persons of other parts of the world, and
from texts made from templates. No text of the corpora is kept. Deterministic: fixed seeds, one thread.
"""

# ruff: noqa: ANN001, ANN201, ANN202, D103, S311 - a script run by hand; chance is seeded, not secret

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from pathlib import Path
from zlib import crc32

import lightgbm as lgb
import numpy as np
from forest_export import arrays_of
from names_examples import example, read_corpus
from names_made import Maker
from names_score import table
from names_swap import Swapper
from names_world import DATA, World

from geo import places
from geo.gazetteer import open_gazetteer
from geo.language import names
from geo.language.toponyms.features import NAMES
from geo.language.toponyms.judge import Judge, cuts, weigh
from geo.language.toponyms.reasons import GROUPS, group_of
from geo.language.toponyms.second import LIKELY, SECOND, read_second
from geo.language.toponyms.trees import forest
from geo.records import Document
from geo.settings import LanguageSettings, PlaceSettings

SEED = 20161017
OPEN = {"LGL"}
"""Corpora that leave facilities and peoples unmarked more often than not."""
FOREST = {
    "objective": "binary", "learning_rate": 0.1, "num_leaves": 24, "min_data_in_leaf": 20, "max_depth": 9,
    "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 4.0, "max_bin": 255,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": SEED, "verbosity": -1,
    "feature_pre_filter": False,
}  # fmt: skip


def examples_of(paths, gazetteer, options):
    """Examples of each corpus, then of their changed copies, then of the made texts."""
    chance, world = random.Random(SEED), World()
    swapper, found = Swapper(world, gazetteer), []
    for path in paths:
        wide = path.stem in OPEN
        for record in read_corpus(path):
            found.append(example(record, gazetteer, open_world=wide))
            found += [
                example(
                    swapper.swapped(record, chance), gazetteer, open_world=wide, weight=options.swap_weight
                )
                for _ in range(options.swaps)
            ]
    maker = Maker(world)
    found += [
        example(maker.document(chance, number), gazetteer, weight=options.made_weight)
        for number in range(options.made)
    ]
    return [one for one in found if one is not None]


def fit(rows, labels, weights, rounds):
    return lgb.train(FOREST, lgb.Dataset(rows, labels, weight=weights), num_boost_round=rounds)


def stacked(examples):
    """Rows, labels and weights of all candidates of some texts."""
    return (
        np.concatenate([one.features.T for one in examples]),
        np.concatenate([one.labels for one in examples]),
        np.concatenate([one.weights for one in examples]),
    )


def again(examples, early):
    """The same for the second round: the likely candidates, with what the first said of them."""
    rows, labels, weights = [], [], []
    for one, scores in zip(examples, early, strict=True):
        likely = np.flatnonzero(scores >= LIKELY)
        second = read_second(one.table, scores[likely], likely)
        rows.append(np.concatenate((one.features[:, likely], second)).T)
        labels.append(one.labels[likely])
        weights.append(one.weights[likely])
    return np.concatenate(rows), np.concatenate(labels), np.concatenate(weights)


def train(examples, options):
    """The two boosters; the second learns from what the first says of texts that it did not learn from."""
    early = [None] * len(examples)
    folds = np.array([crc32(one.record["id"].encode()) for one in examples]) % options.parts
    for part in range(options.parts):
        others = [one for one, fold in zip(examples, folds, strict=True) if fold != part]
        model = fit(*stacked(others), options.first)
        for index in np.flatnonzero(folds == part):
            early[index] = model.predict(examples[index].features.T)
    return fit(*stacked(examples), options.first), fit(*again(examples, early), options.second)


def arrays(first, second):
    all_names = (*NAMES, *SECOND)
    groups = [group_of(name) for name in all_names]
    return arrays_of(first, groups, len(GROUPS), "first_") | arrays_of(second, groups, len(GROUPS), "second_")


def judged(one, judge, least, unlisted=0.55):
    """(span taken, its score) of an example."""
    if one is None:
        return []
    weighed = weigh(one.table, by=judge)
    spans = [one.table.spans[index] for index in weighed.likely]
    return [
        (spans[index], score) for index, score in cuts(spans, weighed.scores, least=least, unlisted=unlisted)
    ]


def parsed():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--without", help="name of a corpus that is only measured")
    parser.add_argument("--test", nargs="*", default=[], type=Path, help="corpora that are only measured")
    parser.add_argument("--folds", help="name of a corpus to answer in five parts")
    parser.add_argument("--answers", type=Path, metavar="FILE")
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.add_argument("--swaps", type=int, default=2)
    parser.add_argument("--made", type=int, default=3200)
    parser.add_argument("--swap-weight", type=float, default=0.3)
    parser.add_argument("--made-weight", type=float, default=0.3)
    parser.add_argument("--first", type=int, default=60)
    parser.add_argument("--second", type=int, default=120)
    parser.add_argument("--parts", type=int, default=3)
    parser.add_argument("--least", type=float, nargs="*", default=[0.4, 0.5])
    return parser.parse_args()


def main():
    options = parsed()
    gazetteer = open_gazetteer([])
    learnt = [path for path in options.corpora if path.stem != options.without]
    begun = time.monotonic()
    examples = examples_of(learnt, gazetteer, options)
    print(f"{len(examples)} texts, {sum(len(one.labels) for one in examples)} candidates, "
          f"{time.monotonic() - begun:.0f} s", flush=True)  # fmt: skip
    if options.folds:
        path = next(path for path in options.corpora if path.stem == options.folds)
        return folds(path, examples, gazetteer, options)
    boosters = train(examples, options)
    print(f"trained in {time.monotonic() - begun:.0f} s")
    stored = arrays(*boosters)
    judge = Judge(forest(stored, "first_"), forest(stored, "second_"))
    others = [path for path in options.corpora if path.stem == options.without] + options.test
    world = World(test=True)
    swapper = Swapper(world, gazetteer)
    for path in others:
        records = read_corpus(path)
        chance = random.Random(SEED + 1)
        sets = {path.stem: records, f"{path.stem} stress": [swapper.swapped(one, chance) for one in records]}
        for name, some in sets.items():
            rows = [example(record, gazetteer) for record in some]
            for least in options.least:
                table(f"{name} {least}", some, [judged(one, judge, least) for one in rows])
    if options.write:
        np.savez_compressed(options.write, **stored)
        note(options, learnt)
    return None


def _plain(argument):
    """An argument without the folder of a corpus."""
    return Path(argument).name if argument.endswith(".jsonl") else argument


def folds(path, examples, gazetteer, options):
    """Answers to a corpus, each document's by a judge that has not learnt from it nor from its copies."""
    records, answers = read_corpus(path), []
    for part in range(5):
        held = {record["id"] for number, record in enumerate(records) if number % 5 == part}
        stored = arrays(*train([one for one in examples if one.record["id"] not in held], options))
        fold = Judge(forest(stored, "first_"), forest(stored, "second_"))
        answers += [answer(record, gazetteer, fold) for record in records if record["id"] in held]
        print(f"fold {part + 1} of 5", flush=True)
    options.answers.write_text("".join(f"{json.dumps(one)}\n" for one in answers), encoding="utf-8")


def answer(record, gazetteer, fold):
    """Places of a record as ``geo extract`` gives them."""
    names.judge = lambda: fold
    document = Document(id=record["id"], source="", text=record["text"])
    mentions = names.find_mentions(document, gazetteer, settings=LanguageSettings())
    found = places.resolve(document, mentions, gazetteer, settings=PlaceSettings())
    rows = [
        {"start": mention.start, "end": mention.end, "lat": place and place.lat,
         "lon": place and place.lon, "demonym": mention.demonym}
        for mention, one in zip(mentions, found, strict=True)
        for place in [one.near.place if one.near else one.place]
    ]  # fmt: skip
    return {"id": record["id"], "toponyms": rows}


def note(options, learnt):
    """A text beside the model: what it was made of, and how."""
    hashes = "\n".join(
        f"  {path.name} sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in learnt
    )
    size = options.write.stat().st_size
    world = hashlib.sha256((DATA / "world.json").read_bytes()).hexdigest()
    options.write.with_suffix(".txt").write_text(
        f"Boosted trees that judge place names; {size} bytes, sha256 "
        f"{hashlib.sha256(options.write.read_bytes()).hexdigest()}.\n"
        f"Made with: python docs/training/train_names.py {' '.join(map(_plain, sys.argv[1:]))}\n"
        f"Seed {SEED}; LightGBM {lgb.__version__}, numpy {np.__version__}.\nLearnt from:\n{hashes}\n"
        f"  {options.swaps} copies of each text with other names; {options.made} texts made from templates\n"
        f"  the gazetteer with world.json sha256 {world}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
