"""Derive the word lists of the name recogniser: common English words and names of persons.

Run by hand when the lists should change, with the inputs installed or unpacked:

    python -m geo.derive.word_lists --dictionary /usr/share/dict/american-english-small \
        --frequency symspellpy/frequency_dictionary_en_82_765.txt --census names/ --faker faker/

Inputs and licences: Debian ``wamerican-small`` (SCOWL, permissive), ``symspellpy`` 6.10 (MIT; word
frequencies), ``names`` 0.3.0 (MIT; lists of the United States Census 1990, public domain) and
``faker`` 40.54 (MIT; person names of 87 locales).
"""

from __future__ import annotations

import argparse
import csv
import importlib
import pkgutil
import re
import sys
from pathlib import Path

from anyascii import anyascii

LEXICON = Path(__file__).parent.parent / "language" / "lexicon"
LEFT_OUT = (
    "ar", "fa", "he", "hi", "bn", "gu", "mr", "or", "si", "ta", "th", "zh", "ja", "ko", "is", "sk", "en.",
)  # fmt: skip
"""Locales whose script does not romanise into what English reports print, and lists of invented names."""


def main() -> None:
    """Write ``common_words.csv`` and ``person_names.csv``."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("dictionary", "frequency", "census", "faker"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    _write(LEXICON / "common_words.csv", ("word", "band"), _common(options.dictionary, options.frequency))
    _write(LEXICON / "person_names.csv", ("name", "role", "band"), _persons(options.census, options.faker))


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows", file=sys.stderr)


def _common(dictionary: Path, frequency: Path) -> list[tuple[str, ...]]:
    """Words the dictionary spells in lower case, in bands of frequency (1: the 2,000 commonest)."""
    known = {word for word in dictionary.read_text(encoding="utf-8").split() if re.fullmatch(r"[a-z]+", word)}
    order = [
        line.split()[0] for line in frequency.read_text(encoding="utf-8-sig").splitlines() if line.strip()
    ]
    ranked = [word for word in order if word in known and len(word) > 1]
    limits = (2000, 8000, 20000)
    return [
        (word, str(1 + sum(rank >= limit for limit in limits)))
        for rank, word in enumerate(ranked[: limits[-1]])
    ]


def _persons(census: Path, faker: Path) -> list[tuple[str, ...]]:
    """First and last names, lower case without accents; band 1 is the commonest of the census."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for file, table, limit in (
        ("dist.male.first", first, 1200), ("dist.female.first", first, 2000), ("dist.all.last", last, 6000),
    ):  # fmt: skip
        for rank, line in enumerate((census / file).read_text(encoding="utf-8").splitlines()[:limit]):
            table.setdefault(line.split()[0].lower(), 1 if rank < 1000 else 2)
    for given, family in _faker_names(faker):
        for names, table in ((given, first), (family, last)):
            for name in names:
                folded = anyascii(name).lower().strip()
                if re.fullmatch(r"[a-z][a-z'-]{2,}", folded):
                    table.setdefault(folded, 3)
    return sorted((name, *_role(name, first, last)) for name in first.keys() | last.keys())


def _role(name: str, first: dict[str, int], last: dict[str, int]) -> tuple[str, str]:
    role = "both" if name in first and name in last else "first" if name in first else "last"
    return role, str(min(first.get(name, 3), last.get(name, 3)))


def _faker_names(folder: Path) -> list[tuple[set[str], set[str]]]:
    sys.path.insert(0, str(folder.parent))
    package = importlib.import_module("faker.providers.person")
    found = []
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        if f"{module.name}.".startswith(LEFT_OUT):
            continue
        provider = importlib.import_module(f"{package.__name__}.{module.name}").Provider
        given: set[str] = set()
        family: set[str] = set()
        for key in dir(provider):
            value = getattr(provider, key)
            target = given if key.startswith("first_name") else family
            if not key.startswith(("first_name", "last_name")):
                continue
            if isinstance(value, (tuple, list, dict)):
                target.update(name for name in value if isinstance(name, str))
        found.append((given, family))
    return found


if __name__ == "__main__":
    main()
