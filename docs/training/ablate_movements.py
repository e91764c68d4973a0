"""Switch the rule families of movements off one at a time and print what each is worth.

    python docs/training/ablate_movements.py PASSAGES.jsonl [--cache FOLDER] [--contrast]

Labelled passages as in docs/evaluation.md. Each family is replaced by a rule that does nothing, everything
else stays, and ``geo evaluate --movements`` judges the same passages anew in this process. Printed for each:
arrow F1 and its difference from the whole, false arrows per 100 passages, invented ends, detection F1, origin
and goal resolved end to end, class accuracy; with ``--contrast`` also how many minimal pairs of
tests/contrast.py come out right on both sides.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

os.environ.setdefault("OMP_NUM_THREADS", "1")

from geo import contract, pipeline
from geo.evaluation import evaluate_movements
from geo.language import (
    motion,
    motion_classes,
    motion_ellipsis,
    motion_guards,
    motion_nominal,
    motion_paths,
    motion_roles,
    motion_syntax,
    motion_triggers,
    motion_verbal,
)
from geo.records import Document
from geo.relations import movements as relations
from geo.relations import references
from geo.settings import Settings

TESTS = Path(__file__).parents[2] / "tests"


def gives(value: Any) -> Callable[..., Any]:
    """A function that gives one value whatever it is asked."""
    return lambda *_, **__: value


def as_is(first: Any, *_: Any, **__: Any) -> Any:
    """Give the first argument back unchanged."""
    return first


Change = tuple[ModuleType, str, Any]


def apart(found: Any) -> tuple[Any, ...]:
    """Motions of a sentence, none united with another."""
    return tuple(one for _, one in found)


FAMILIES: dict[str, list[Change]] = {
    "guards (figures of speech, states, things that do not move)": [
        (motion_guards, "declined", gives(None)),
        (motion_nominal, "_referred", gives(None)),
        (motion_nominal, "_figure", gives(None)),
        (motion_verbal, "_no_way", gives(None)),
        (motion_verbal, "_left_behind", gives(None)),
    ],
    "classes of what moves (WordNet's nouns)": [
        (motion_guards, "_by_meaning", gives("unknown")),
    ],
    "verbs in one construction (put on a bus, let in)": [
        (motion_verbal, "is_motion", gives(value=True)),
    ],
    "nouns of motion": [(motion, "read_noun", gives(None))],
    "adverbs and titles without a verb": [(motion_triggers, "_adverb", gives(None))],
    "verbs read as nouns, past tenses read as participles": [
        (motion_triggers, "noun_as_verb", gives(None)),
        (motion_syntax, "is_garden_path", gives(value=False)),
    ],
    "ways by the order of the words": [
        (motion_verbal, "add_surface", gives(None)),
        (motion_nominal, "add_surface", gives(None)),
        (motion_nominal, "add_adjacent", gives(None)),
    ],
    "things at a place as ends (a wedding in X)": [(motion_roles, "_located", gives(()))],
    "ends from the mover's own words": [
        (motion_paths, "_on_vehicle", gives(value=False)),
        (motion_ellipsis, "_from_mover", gives(None)),
    ],
    "ellipsis (evacuated after floods in X, close in)": [
        (motion_verbal, "supply", gives(None)),
        (motion_nominal, "supply", gives(None)),
    ],
    "ends told by another clause": [(motion_ellipsis, "_from_clauses", gives(None))],
    "chains (fled X for Y, then returned)": [
        (motion, "link", gives(None)),
        (motion, "legs", lambda draft, _: iter((draft,))),
        (motion, "higher", gives([])),
    ],
    "two verbs of one movement united": [(motion, "merged", apart)],
    "class by mover and ends": [(motion_classes, "_by_ends", gives(None))],
    "nouns that mean a place named before": [
        (references, "_coreferent", gives(references.NOTHING)),
        (references, "_same_noun", gives(None)),
        (references, "_last_goal", gives(None)),
        (relations, "resolve_references", gives(())),
    ],
    "no drawing of the unreal (denied, asked for, conditional)": [(relations, "_unreal", gives(None))],
    "a bearing starts at the town in focus": [(relations, "_anchored", as_is)],
}
"""Families by name, each with the functions that it replaces."""


@contextmanager
def without(family: str) -> Iterator[None]:
    """The rules with one family switched off."""
    with ExitStack() as stack:
        for module, name, replacement in FAMILIES.get(family, []):
            stack.enter_context(patch.object(module, name, replacement))
        yield


def row(name: str, figures: dict[str, Any], whole: float | None) -> str:
    """One line of the table."""
    arrow = figures["arrow"]["f1"]
    cells = [
        f"{arrow:.3f}",
        "" if whole is None else f"{arrow - whole:+.3f}",
        f"{figures['false_arrows']['per_100_passages']:.1f}",
        f"{figures['invented_ends']['count']}",
        f"{figures['detection']['f1']:.3f}",
        f"{figures['origin_end_to_end']['f1']:.3f}",
        f"{figures['destination_end_to_end']['f1']:.3f}",
        f"{figures['class']['accuracy']:.3f}",
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def pairs_right(settings: Settings) -> str:
    """How many minimal pairs are right on both sides, of how many."""
    sys.path.insert(0, str(TESTS))
    contrast = import_module("contrast")
    chosen = replace(settings, gazetteer=(TESTS / "data" / "contrast_places.csv",))
    state = pipeline.state_of(chosen)
    passages = contrast.passages()
    read = [
        contract.to_dict(
            pipeline.extract_document(
                Document(id=one["id"], source=one["id"], text=one["text"], published=one["published"]),
                chosen,
                state,
            )
        )
        for one in passages
    ]
    faults = contrast.judge(read)
    wrong = {one["pair"] for one in passages if faults[one["id"]]}
    pairs = {one["pair"] for one in passages}
    return f"{len(pairs - wrong)}/{len(pairs)}"


def main() -> None:
    """Measure the whole, then without each family."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--contrast", action="store_true")
    asked = parser.parse_args()
    settings = Settings(cache=asked.cache) if asked.cache else Settings()
    heads = [
        "arrow F1",
        "change",
        "false arrows per 100",
        "invented ends",
        "detection",
        "origin",
        "goal",
        "class",
    ]
    heads += ["minimal pairs"] if asked.contrast else []
    print("| without | " + " | ".join(heads) + " |")
    print("|---|" + "---|" * len(heads))
    whole: float | None = None
    for family in ("", *FAMILIES):
        with without(family):
            content = evaluate_movements(asked.passages, settings=settings).content["all"]
            pairs = f" {pairs_right(settings)} |" if asked.contrast else ""
        print(row(family or "nothing (all rules)", content, whole) + pairs, flush=True)
        whole = content["arrow"]["f1"] if whole is None else whole


if __name__ == "__main__":
    main()
