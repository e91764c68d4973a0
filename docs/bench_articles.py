"""Articles for measuring, half of each from reports at hand, half made; the same every time.

`python docs/bench_articles.py 10000 [PATH...]` prints them as JSON lines. What is made names places of the
whole gazetteer, known and unknown persons, numbers and days; one made sentence in six tells of a movement.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from geo import documents
from geo.gazetteer.index import open_index
from geo.gazetteer.world import World
from geo.records import Document
from geo.settings import DocumentSettings

WORDS = 405
"""Words of an article, about."""
NAMES = 20_000
"""Places that are named."""
MOVING = (
    "About {number} people left {place} for {other} on {day}, {person} said.",
    "A convoy of {small} lorries set out from {place} towards {other}.",
    "Troops were sent to {place} after the unrest in {other}.",
    "{person} travelled from {other} to {place} with {small} colleagues.",
    "Hundreds of families fled {place}, and many of them reached {other}.",
)
STANDING = (
    "Prices in {place} rose by {small} per cent over the year, according to figures published on {day}.",
    "{person}, who runs a small workshop in {place}, called the plan a waste of money.",
    "The council of {place} voted {small} to {less} in favour of a new school near the market.",
    "Rain is expected over {place} and {other} until {day}, the weather office said.",
    "“Nobody asked us what we need,” {person} told a reporter.",
    "A court in {place} heard {small} witnesses in the case of {person}.",
    "The hospital treated {small} patients with fever, most of them children.",
    "Farmers around {place} hope for a better harvest after {less} dry years.",
    "The museum shows {number} photographs of everyday life, many of them never seen before.",
    "Talks between the two companies broke down over the price of {number} tonnes of copper.",
    "{person} scored twice as the team from {place} beat its neighbours {less} to one.",
    "The report runs to {small} pages and took {less} years to write.",
    "Electricity was restored in most quarters of {place} by {day}.",
    "Teachers in {other} went on strike for the {less}th time, asking for smaller classes.",
    "The bridge, built {small} years ago, is to be closed for repairs.",
    "The festival drew {number} visitors, fewer than in {place} a year earlier.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SYLLABLES = "ba ce di fo gu ha ji ko lu ma ne pi ro su ta ve wi yu za bre cho dri gri sta tro".split()  # noqa: SIM905


class Writer:
    """Writes articles, each of a seed of its own, so that a part of them is the same without the others."""

    def __init__(self, names: Sequence[str], reports: Sequence[Sequence[str]], length: int = WORDS) -> None:
        """Keep names of places, reports as their sentences, and how many words an article has."""
        self.names, self.reports, self.length = names, reports, length

    def article(self, number: int) -> Document:
        """The article of a number."""
        dice = random.Random(number)  # noqa: S311
        made: list[str] = []
        words = 0
        real = list(dice.choice(self.reports)) if self.reports else []
        dice.shuffle(real)
        while words < self.length:
            sentence = real.pop() if real and len(made) % 2 else self.sentence(dice)
            made.append(sentence)
            words += len(sentence.split())
        paragraphs = ("\n".join(" ".join(made[at : at + 3]) for at in range(0, len(made), 3)),)
        day = f"20{dice.randint(10, 29)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        return Document(f"a{number}", f"a{number}.txt", "\n\n".join(paragraphs), published=day)

    def sentence(self, dice: random.Random) -> str:
        """One sentence."""
        place, other = dice.choice(self.names), dice.choice(self.names)
        person = " ".join(self.word(dice) for _ in range(2))
        return dice.choice(MOVING if dice.random() < 1 / 6 else STANDING).format(
            place=place,
            other=other,
            person=person,
            day=dice.choice(DAYS),
            number=f"{dice.randint(1_000, 90_000):,}",
            small=dice.randint(11, 99),
            less=dice.randint(4, 9),
        )

    def word(self, dice: random.Random) -> str:
        """A name of no place, as a rule."""
        return "".join(dice.choices(SYLLABLES, k=dice.randint(2, 3))).capitalize()


def writer(reports: Sequence[Document], cache: Path | None, length: int = WORDS) -> Writer:
    """One that names places of the bundled world."""
    world = World(open_index(cache))
    rows = random.Random(7).sample(range(len(world._index.arrays["lon"])), NAMES)  # noqa: S311, SLF001
    names = [world.place_at(row).name for row in rows]
    return Writer(
        [name for name in names if name[:1].isupper()], [sentences(one.text) for one in reports], length
    )


def sentences(text: str) -> list[str]:
    """A text in rough sentences."""
    lines = (line.strip() for line in text.splitlines())
    return [f"{part.strip().rstrip('.')}." for line in lines for part in line.split(". ") if part.strip()]


def read(paths: Sequence[Path]) -> list[Document]:
    """The reports at some paths."""
    found = documents.read(list(paths), settings=DocumentSettings())
    return [one for one in found if isinstance(one, Document)]


def articles(
    count: int, paths: Sequence[Path], cache: Path | None = None, *, length: int = WORDS
) -> Iterator[Document]:
    """So many articles of so many words."""
    made = writer(read(paths), cache, length)
    return (made.article(number) for number in range(count))


def line(article: Document) -> str:
    """An article as a line of JSON lines."""
    return json.dumps(
        {"id": article.id, "text": article.text, "published": article.published}, ensure_ascii=False
    )


if __name__ == "__main__":
    for found in articles(int(sys.argv[1]), [Path(path) for path in sys.argv[2:]]):
        print(line(found))
