"""Derive ``geo/language/lexicon/noun_kinds.csv``: what a common noun means, from WordNet 3.0.

    python docs/training/noun_kinds.py /usr/share/wordnet > geo/language/lexicon/noun_kinds.csv

The folder is that of Debian's package wordnet-base. A noun takes the class of its most frequent sense:
person, force, prisoner, animal, vehicle, weapon, goods, hazard, fixed, or abstract when none of its first
three senses is something that moves. Nouns of other sorts are left out, as are rare ones (not among those
of ``common_words.csv``) save persons, forces and vehicles.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

LEXICON = Path(__file__).parents[2] / "geo" / "language" / "lexicon"
ABSTRACT = {4, 7, 9, 10, 11, 12, 16, 19, 21, 22, 24, 25, 26, 28}
"""Lexicographer files: act, attribute, cognition, communication, event, feeling, motive, phenomenon,
possession, process, relation, shape, state, time."""
ANIMAL, ARTIFACT, FOOD, GROUP, PERSON, SUBSTANCE = 5, 6, 13, 14, 18, 27
ROOTS = (
    ("force", ("soldier", "military_personnel", "combatant", "military_unit", "policeman", "terrorist")),
    ("prisoner", ("prisoner",)),
    ("vehicle", ("vehicle", "craft")),
    ("weapon", ("projectile", "bomb")),
    ("hazard", ("storm", "disease", "infectious_disease", "fire", "flood", "virus")),
    ("fixed", ("structure", "way", "facility")),
)


ALWAYS = {"person", "force", "prisoner", "vehicle"}
"""Classes whose nouns are kept though they are rare."""


def main() -> None:
    """Read WordNet's nouns and print word,class rows."""
    folder = Path(sys.argv[1])
    senses = dict(_senses(folder / "data.noun"))
    words = dict(_index(folder / "index.noun"))
    roots = {
        kind: {words[name][rank] for name in names for rank in _ranks(kind, name)} for kind, names in ROOTS
    }
    with (LEXICON / "common_words.csv").open(encoding="utf-8") as file:
        common = {row["word"] for row in csv.DictReader(file)}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["word", "class"])
    for word in sorted(words):
        if word.isalpha() and word.islower() and len(word) > 2:
            kind = _kind(words[word], senses, roots)
            if kind and (kind in ALWAYS or word in common):
                out.writerow([word, kind])


def _ranks(kind: str, name: str) -> tuple[int, ...]:
    """Which senses of a root word are meant (counted from 0)."""
    return {("hazard", "fire"): (0, 2), ("vehicle", "craft"): (1,)}.get((kind, name), (0,))


def _senses(path: Path):  # noqa: ANN202  (rows of a file)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            continue
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        rest = fields[4 + 2 * count :]
        links = [
            rest[1 + 4 * number + 1] for number in range(int(rest[0])) if rest[1 + 4 * number] in {"@", "@i"}
        ]
        yield fields[0], (int(fields[1]), tuple(links))


def _index(path: Path):  # noqa: ANN202  (rows of a file)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            yield fields[0], tuple(fields[-int(fields[2]) :])


def _above(sense: str, senses: dict) -> set[str]:  # type: ignore[type-arg]
    found, queue = {sense}, [sense]
    while queue:
        for link in senses[queue.pop()][1]:
            if link not in found:
                found.add(link)
                queue.append(link)
    return found


def _kind(offsets: tuple[str, ...], senses: dict, roots: dict[str, set[str]]) -> str:  # type: ignore[type-arg]
    above, file = _above(offsets[0], senses), senses[offsets[0]][0]
    for kind, tops in roots.items():
        if above & tops:
            return kind
    if file == PERSON:
        return "person"
    if file == ANIMAL:
        return "animal"
    if file in {ARTIFACT, FOOD, SUBSTANCE}:
        return "goods"
    if file in ABSTRACT and not any(
        senses[other][0] in {ANIMAL, ARTIFACT, GROUP, PERSON} for other in offsets[1:3]
    ):
        return "abstract"
    return ""


if __name__ == "__main__":
    main()
