"""The house: import law, the library's face, sizes, and a help that answers without the heavy imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for path in (ROOT / "geo").rglob("*.py") if "_bundled" not in path.parts)
HEAVY = ("spacy", "geopandas", "pandas", "folium", "shapely", "numpy", "tqdm")
HOMES = {
    "spacy": ("language",),
    "geopy": ("geometry", "corrections"),
    "folium": ("page",),
    "branca": ("page",),
    "jinja2": ("page",),
    "click": ("cli", "derive"),
    "mgrs": ("coordinates",),
    "utm": ("coordinates",),
    "distributed": ("parallel",),
    "duckdb": ("claims", "harvest"),
    "warcio": ("documents",),
    "zstandard": ("documents",),
    "pluscodes": ("coordinates",),
}


def test_the_face_is_listed_and_sorted():
    assert list(geo.__all__) == sorted(geo.__all__)
    assert all(hasattr(geo, name) for name in geo.__all__)


def test_importing_geo_and_its_command_loads_nothing_heavy():
    code = f"import sys, geo.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_an_outside_library_has_one_home(library, homes):
    strangers = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if library in imports(path) and path.relative_to(ROOT / "geo").parts[0] not in homes
    ]
    assert strangers == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_short_and_says_what_it_is_for(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 500
    assert ast.get_docstring(ast.parse(text))


def test_no_room_for_the_homeless():
    assert not [path for path in MODULES if path.stem in {"utils", "helpers", "misc", "common"}]


def test_the_import_law_holds():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
