"""How much work reading and drawing make, counted and not timed: the same on every machine.

Each ceiling lies a little above what was counted when it was set; work that grows beyond it is a fault
even where a fast machine hides it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from contrast import passages

from geo import claims, documents, layers, page, pipeline, places
from geo.language.parsing import Parser, split_sentences
from geo.records import Document
from geo.settings import DocumentSettings, LanguageSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import Extract

ROOT = Path(__file__).parents[1]
LOST = 0.01
"""Greatest share of the movements that may be lost by not parsing every sentence with a place."""


@dataclass
class Work:
    """What was done to read some reports."""

    reports: list[Document]
    extracts: list[Extract] = field(default_factory=list)
    parsed: list[str] = field(default_factory=list)
    candidates: int = 0

    @property
    def sentences(self) -> int:
        return sum(len(split_sentences(one)) for one in self.reports)

    @property
    def words(self) -> int:
        return sum(len(one.text.split()) for one in self.reports)

    @property
    def movements(self) -> set[tuple[str, int, str]]:
        return {
            (one.document.id, movement.motion.trigger.start, movement.motion.motion_class)
            for one in self.extracts
            for movement in one.movements
        }

    @property
    def drawn(self) -> set[tuple[str, int, str]]:
        return {
            (one.document.id, movement.motion.trigger.start, movement.motion.motion_class)
            for one in self.extracts
            for movement, drawing in zip(one.movements, one.movement_drawings, strict=True)
            if movement.draw != "none" and drawing.geometry is not None
        }


def work_of(reports: Sequence[Document], cache: Path, *, thorough: bool = False) -> Work:
    """Read reports, and count on the way."""
    settings = Settings(cache=cache, language=LanguageSettings(thorough=thorough))
    work = Work(list(reports))
    parse_all, rank = Parser.parse_all, places.rank

    def counted_parse(parser: Parser, wanted: Any) -> Any:
        work.parsed += [sentence.text for sentences, _ in wanted for sentence in sentences]
        return parse_all(parser, wanted)

    def counted_rank(scenes: Any, *args: Any, **options: Any) -> Any:
        work.candidates += sum(len(group.candidates) for scene in scenes for group in scene.groups)
        return rank(scenes, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Parser, "parse_all", counted_parse)
        patch.setattr(places, "rank", counted_rank)
        work.extracts = pipeline.extract_documents(work.reports, settings, pipeline.state_of(settings))
    return work


@pytest.fixture(scope="module")
def seeds(cache: Path) -> Work:
    """The reports that come with the project: news, full of movements."""
    found = documents.read([ROOT / "seeds"], settings=DocumentSettings())
    return work_of([one for one in found if isinstance(one, Document)], cache)


@pytest.fixture(scope="module")
def world(cache: Path) -> Work:
    """Passages about places from everywhere, most of which tell of no movement."""
    lines = (ROOT / "tests" / "data" / "world_places.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return work_of([Document(str(at), "a.txt", row["text"]) for at, row in enumerate(rows)], cache)


@pytest.fixture(scope="module")
def pairs() -> list[Document]:
    """Short passages, half of which move."""
    return [Document(one["id"], one["id"], one["text"], published=one["published"]) for one in passages()]


def test_few_sentences_of_a_report_are_parsed(seeds: Work, world: Work):
    # counted: 10.8 of 15.8, reports of nothing but movements; 1.03 of 1.82, passages that name places
    assert 1 <= len(seeds.parsed) / len(seeds.reports) <= 11.2
    assert len(seeds.parsed) / seeds.sentences <= 0.71
    assert 0.1 <= len(world.parsed) / len(world.reports) <= 1.08
    assert len(world.parsed) / world.sentences <= 0.59


def test_few_candidates_of_a_report_are_judged(seeds: Work, world: Work):
    # counted: 36 of 19 names, 18 of 3.7 names
    names = [sum(len(one.reading.mentions) for one in work.extracts) for work in (seeds, world)]
    assert seeds.candidates / len(seeds.reports) <= 38
    assert world.candidates / len(world.reports) <= 19
    assert 1 <= seeds.candidates / names[0] <= 2
    assert 1 <= world.candidates / names[1] <= 5.1


def test_work_grows_with_the_reports_and_no_faster(pairs: list[Document], cache: Path):
    whole, *parts = (work_of(some, cache) for some in (pairs[:80], pairs[:30], pairs[30:80]))
    assert whole.parsed == [sentence for part in parts for sentence in part.parsed]
    assert whole.candidates == sum(part.candidates for part in parts)


def test_a_claim_takes_few_bytes_of_the_page(pairs: list[Document], cache: Path):
    near = {one["id"] for one in passages() if one["continent"] in {"Africa", "Europe"}}
    work = work_of([one for one in pairs if one.id in near], cache)
    settings = Settings()
    merged = claims.merge(work.extracts, settings=settings.claims)
    arranged = layers.arrange(work.extracts, merged, settings=settings.page)
    bare = layers.arrange(work.extracts[:0], (), settings=settings.page)
    size = len(page.render(arranged, settings=settings.page)) - len(page.render(bare, settings=settings.page))
    claimed = len(arranged.movements) + len(arranged.situations) + len(arranged.regions)
    assert claimed > 200
    # counted: 2,308 with its places, sentences and its share of the reports' texts and the ground
    assert 100 <= size / claimed <= 2400


def test_a_thorough_reading_parses_every_sentence_with_a_place(cache: Path, pairs: list[Document]):
    work = work_of(pairs[:200], cache, thorough=True)
    parsed = set(work.parsed)
    for document, extract in zip(work.reports, work.extracts, strict=True):
        accepted = [
            mention.start
            for mention, one in zip(extract.reading.mentions, extract.resolutions, strict=True)
            if one.place is not None
        ]
        for sentence in split_sentences(document):
            if any(sentence.start <= start < sentence.end for start in accepted):
                assert sentence.text in parsed


def test_what_is_not_parsed_loses_hardly_a_movement(cache: Path, pairs: list[Document], seeds: Work):
    quick = work_of([*pairs, *seeds.reports], cache)
    thorough = work_of([*pairs, *seeds.reports], cache, thorough=True)
    assert len(quick.parsed) < len(thorough.parsed)
    assert len(thorough.movements) > 500
    assert len(thorough.movements - quick.movements) <= LOST * len(thorough.movements)
    assert len(thorough.drawn - quick.drawn) <= LOST * len(thorough.drawn)


def test_spacy_comes_without_its_command_line():
    code = (
        "import sys\n"
        "from geo.language.importing import import_spacy\n"
        "import_spacy()\n"
        "import spacy\n"
        "early = [name for name in sys.modules if name.startswith(('spacy.cli', 'weasel', 'typer'))]\n"
        "import spacy.cli\n"
        "sys.exit(bool(early) or not spacy.info(silent=True) or not callable(spacy.cli.download))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
