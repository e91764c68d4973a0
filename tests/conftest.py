"""What every test file shares: the option that refreshes goldens, the gazetteer and browsers opened once."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("browsers")

import browsers  # noqa: E402

if TYPE_CHECKING:
    from geo.gazetteer.index import Index
    from geo.gazetteer.world import World

ROOT = Path(__file__).resolve().parent.parent
# no test is timed: machines are shared and noisy
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the goldens; review them as a diff"
    )


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Two workers for the whole suite, none for named files: a few tests are over before a worker is up."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else 2 * whole


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI a browser test is not skipped, for whatever reason."""
    told = yield
    if told.skipped and os.environ.get("CI") and item.get_closest_marker("browser"):
        told.outcome, told.longrepr = "failed", f"skipped on CI: {told.longrepr}"
    return told


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the compiled index, one for all workers (GEO_CACHE keeps it between sessions)."""
    if kept := os.environ.get("GEO_CACHE"):
        return Path(kept)
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    folder.mkdir(exist_ok=True)
    return folder


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium through Playwright, launched once; open pages with `browsers.Visit`."""
    with browsers.launched_chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def marionette(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Firefox, launched once."""
    with browsers.launched_firefox(tmp_path_factory.mktemp("firefox")) as client:
        yield client


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def engine(request: pytest.FixtureRequest) -> browsers.Chromium | browsers.Firefox:
    """Each browser in turn; open pages with its ``visit``."""
    if request.param == "chromium":
        return browsers.Chromium(request.getfixturevalue("browser"))
    return browsers.Firefox(request.getfixturevalue("marionette"))
