"""How well the resolver places names that it is handed, with weights that have not seen them.

    python docs/training/measure_places.py --folds LGL.jsonl --without GWN-A.jsonl --never TUD.jsonl

``--folds`` corpora are measured in five folds by document, ``--without`` corpora with weights fitted
on the folded ones only, ``--never`` corpora with weights fitted on all others; see ``train_places.py``.
By default the annotated names stand among those that the recogniser finds, as in a run on plain text;
``--only-gold`` hands over nothing else. Printed for each corpus:

- right: share of annotated names placed within 161 km, a name without an answer counted as wrong; "can be":
  share that has a candidate so near; "of answers": share of the answers that is right; "pinned": share that
  an entry of the gazetteer places right (the other answers say by which place the name lies);
- ECE: expected calibration error of the answers' probability, in ten bins;
- kept: share of the answers of probability .7 and more that is right, and of the right ones that it loses;
- what is wrong, by kind.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from place_corpora import errors_km, km, made_samples, read_samples
from train_beside import examples
from train_beside import fit as fit_beside
from train_places import FOLDS, MADE_TEXTS, fit

from geo.gazetteer import open_gazetteer
from geo.places import RIGHT_KM, resolve
from geo.places.beside import with_places_beside
from geo.places.model import make_model
from geo.settings import PlaceSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from place_corpora import Gold, Sample

    from geo.places.model import Model
    from geo.records import Gazetteer, Resolution

BINS = 10
KEPT = 0.7
BIG = 20.0
"""A right candidate with more people than the pinned one by this factor was passed over for a small one."""


@dataclass(frozen=True)
class Answer:
    """What one annotated name got: its probability, whether its pin is right, whether one could be."""

    name: str
    answered: bool
    pinned: bool
    probability: float
    right: bool
    possible: bool
    fault: str
    detail: str


@dataclass(frozen=True)
class Fitted:
    """What the annotated names are placed with: of the candidates, and of what no entry fits."""

    model: Model
    beside: tuple[float, ...]


def fitted(samples: Sequence[Sample], made: Sequence[Sample], gazetteer: Gazetteer) -> Fitted:
    """Both fitted on some samples."""
    model = make_model(fit([*samples, *made]))
    return Fitted(model, fit_beside(list(examples(samples, gazetteer, model))))


def answers(samples: Sequence[Sample], using: Fitted, gazetteer: Gazetteer, least: float) -> Iterator[Answer]:
    """Answers to every annotated name."""
    settings = PlaceSettings(min_probability=least)
    for sample in samples:
        found = resolve(sample.document, sample.mentions, gazetteer, settings=settings, model=using.model)
        resolutions = with_places_beside(
            sample.document.text,
            sample.mentions,
            [replace(one, near=None) for one in found],
            settings=settings,
            weights=using.beside,
        )
        at = {(mention.start, mention.end): number for number, mention in enumerate(sample.mentions)}
        group_of = {member: group for group in sample.scene.groups for member in group.members}
        for gold in sample.golds:
            number = at[gold["start"], gold["end"]]
            away = errors_km(group_of[number], gold)
            possible = bool((away <= RIGHT_KM).any())
            yield _answer(sample, gold, resolutions[number], possible=possible)


def _answer(sample: Sample, gold: Gold, found: Resolution, *, possible: bool) -> Answer:
    near = found.near.place if found.near else None
    place = near or found.place
    name = sample.document.text[gold["start"] : gold["end"]]
    meant = (gold["lat"], gold["lon"])
    right = place is not None and km((place.lat, place.lon), meant) <= RIGHT_KM
    fault = ""
    if not right:
        where = "no candidate" if not possible else "undecided" if place is None else "wrong"
        kind = place.kind if place is not None else "unpinned"
        fault = f"{where}: {kind}"
    pin = f"{place.name} ({place.kind}, {place.country} {place.admin1})" if place is not None else "no pin"
    probability = (found.near or found).probability
    detail = f"{sample.document.id} {name!r} -> {pin} {probability:.2f}, meant {meant}"
    return Answer(
        name, place is not None, found.place is not None, probability, right, possible, fault, detail
    )


def calibration_error(found: Sequence[Answer]) -> float:
    """Expected calibration error over the answers."""
    pins = [answer for answer in found if answer.answered]
    bins = Counter[int]()
    for answer in pins:
        bins[min(BINS - 1, int(answer.probability * BINS))] += answer.probability - answer.right  # type: ignore[assignment]
    return sum(abs(value) for value in bins.values()) / max(1, len(pins))


def report(label: str, found: Sequence[Answer], *, shown: int) -> None:
    """Print the figures of a corpus."""
    right = sum(answer.right for answer in found)
    pins = [answer for answer in found if answer.answered]
    by_entry = sum(answer.right for answer in found if answer.pinned)
    kept = [answer for answer in pins if answer.probability >= KEPT]
    kept_right = sum(answer.right for answer in kept)
    print(
        f"{label}: {len(found)} names; right {right / len(found):.3f}, pinned {by_entry / len(found):.3f},"
        f" can be {np.mean([answer.possible for answer in found]):.3f},"
        f" of answers {right / max(1, len(pins)):.3f};"
        f" ECE {calibration_error(found):.3f}; kept at {KEPT}: {kept_right / max(1, len(kept)):.3f} right,"
        f" {1 - kept_right / max(1, right):.3f} lost"
    )
    for fault, count in Counter(answer.fault for answer in found if answer.fault).most_common(12):
        print(f"    {count:4d} {fault}")
    wrong = [answer for answer in found if answer.fault.startswith(("wrong", "undecided"))]
    for answer in sorted(wrong, key=lambda one: -one.probability)[:shown]:
        print(f"      {answer.fault}: {answer.detail}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--folds", "--without", "--never"):
        parser.add_argument(name, nargs="*", type=Path, default=[])
    parser.add_argument("--only-gold", action="store_true")
    parser.add_argument("--least", type=float, default=PlaceSettings().min_probability)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="wrong names to list")
    options = parser.parse_args()
    gazetteer = open_gazetteer([])

    def read(paths: Sequence[Path]) -> list[Sample]:
        found = (read_samples(path, gazetteer, only_gold=options.only_gold) for path in paths)
        return [sample for samples in found for sample in samples]

    def show(label: str, samples: Sequence[Sample], using: Fitted) -> None:
        report(label, list(answers(samples, using, gazetteer, options.least)), shown=options.show)

    folded, without = read(options.folds), read(options.without)
    made = made_samples(MADE_TEXTS, gazetteer)
    found: list[Answer] = []
    for fold in range(FOLDS):
        known = [one for one in folded if one.number % FOLDS != fold] + without
        part = [one for one in folded if one.number % FOLDS == fold]
        found += answers(part, fitted(known, made, gazetteer), gazetteer, options.least)
    report(f"{', '.join(path.stem for path in options.folds)} in {FOLDS} folds", found, shown=options.show)
    using = fitted(folded, made, gazetteer)
    for path in options.without:
        show(f"{path.stem}, fitted without", [one for one in without if one.corpus == path.stem], using)
    using = fitted([*folded, *without], made, gazetteer)
    for path in options.never:
        show(f"{path.stem}, never fitted on", read([path]), using)


if __name__ == "__main__":
    main()
