"""What every test file shares: the option that refreshes goldens, the gazetteer and browsers opened once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.register_assert_rewrite("browsers")

import browsers  # noqa: E402

if TYPE_CHECKING:
    from geo.gazetteer.index import Index
    from geo.gazetteer.world import World

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the goldens; review them as a diff"
    )


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the compiled index, compiled once a session (GEO_CACHE keeps it between sessions)."""
    kept = os.environ.get("GEO_CACHE")
    return Path(kept) if kept else tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def world(cache: Path) -> World:
    """The bundled world, opened once a session."""
    from geo.gazetteer.world import open_world

    return open_world(cache)


@pytest.fixture(scope="session")
def index(cache: Path, world: World) -> Index:
    """Its index."""
    from geo.gazetteer.index import open_index

    del world
    return open_index(cache)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium through Playwright, launched once a module; open pages with `browsers.Visit`."""
    with browsers.launched_chromium() as launched:
        yield launched


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[browsers.Chromium | browsers.Firefox]:
    """Each browser in turn, launched once a module; open pages with its ``visit``."""
    if request.param == "chromium":
        yield browsers.Chromium(request.getfixturevalue("browser"))
        return
    with browsers.launched_firefox(tmp_path_factory.mktemp("firefox")) as client:
        yield browsers.Firefox(client)
