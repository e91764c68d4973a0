"""Layers that were imported, as CSV files of the gazetteer whose first lines say where they are from."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.gazetteer.dump import ENDING, dumps_in
from geo.gazetteer.imports.found import Found

COLUMNS = (
    "name", "latitude", "longitude", "kind", "country", "admin1", "aliases", "population", "id", "prefer",
    "wkt", "source", "licence", "note",
)  # fmt: skip
_HEAD = re.compile(r"# (layer|form|source|licence|imported|file|rows): ?(.*)")
_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Layer:
    """An imported layer: its name, its file, and what its first lines say of it."""

    name: str
    path: Path
    form: str = ""
    source: str = ""
    licence: str = ""
    imported: str = ""
    file: str = ""
    rows: int = 0


def layer_name(text: str) -> str:
    """A name that is a file name everywhere: ``ML admin (2024)`` to ``ml-admin-2024``."""
    return _UNSAFE.sub("-", text.lower()).strip("-") or "layer"


def write_layer(layer: Layer, places: Sequence[Found]) -> str:
    """Text of a layer's file. Its rows are candidates among others (``prefer`` is no)."""
    names = list(dict.fromkeys(name for found in places for name, _ in found.codes))
    out = io.StringIO()
    for key in ("name", "form", "source", "licence", "imported", "file", "rows"):
        value = " ".join(str(getattr(layer, key)).split())
        out.write(f"# {'layer' if key == 'name' else key}: {value}\n")
    out.write(
        "# Made by geo gazetteer add: put corrections into a file of your own, or they go with the layer.\n"
    )
    table = csv.writer(out, lineterminator="\n")
    table.writerow((*COLUMNS, *names))
    for found in places:
        table.writerow((*_cells(found, layer), *(dict(found.codes).get(name, "") for name in names)))
    return out.getvalue()


def _cells(found: Found, layer: Layer) -> Iterator[str]:
    lon, lat = found.point or ("", "")
    yield from (_plain(found.name), str(lat), str(lon), found.kind, found.country, _plain(found.admin1))
    yield "; ".join(_plain(name) for name in found.aliases if ";" not in name and "|" not in name)
    yield from (
        found.population,
        found.ident,
        "no",
        found.wkt,
        layer.source,
        layer.licence,
        _plain(found.note),
    )


def _plain(text: str) -> str:
    """A cell that begins no comment and no formula (CWE-1236)."""
    return " ".join(text.split()).lstrip("#=+@-\t ")


def read_layer(path: Path) -> Layer | None:
    """What a file says of itself, None for one that is no imported layer."""
    told: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                found = _HEAD.match(line)
                if found is None:
                    break
                told[found[1]] = found[2].strip()
    except OSError:
        return None
    if "layer" not in told:
        return None
    rows = int(told["rows"]) if told.get("rows", "").isdecimal() else 0
    words = {key: told.get(key, "") for key in ("form", "source", "licence", "imported", "file")}
    return Layer(told["layer"], path, rows=rows, **words)


def layers(folder: Path) -> list[Layer]:
    """The imported layers of a folder, by name."""
    found = [read_layer(path) for path in sorted(folder.glob("*.csv"))] if folder.is_dir() else []
    found += [_dump(path) for path in dumps_in([folder])]
    return sorted((layer for layer in found if layer), key=lambda layer: layer.name)


def _dump(folder: Path) -> Layer:
    """What a compiled dump says of itself."""
    told = json.loads((folder / "about.json").read_text("utf-8"))
    words = {key: str(told.get(key, "")) for key in ("form", "source", "licence", "imported", "file")}
    return Layer(folder.name.removesuffix(ENDING), folder, rows=int(told["rows"]), **words)


def remove_layer(layer: Layer) -> None:
    """Take a layer away: its file, or the folder of a dump."""
    if layer.path.suffix == ENDING:
        shutil.rmtree(layer.path)
    else:
        layer.path.unlink()
