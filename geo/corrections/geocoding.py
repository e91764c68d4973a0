"""Help from an online geocoder, only when a person asks for it: suggestions in the worklist, never pins.

Names go out one by one through geopy's ``RateLimiter``; answers are kept on disk as they come, so a run that
was cut off goes on where it stopped and a name is never asked twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geopy.exc import GeocoderQuotaExceeded, GeocoderRateLimited, GeocoderServiceError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service

from geo import __version__
from geo.corrections.worklist import Task
from geo.errors import SettingsError
from geo.records import Place, Problem, Progress

SECONDS_BETWEEN: Mapping[str, float] = MappingProxyType({"nominatim": 1.1, "photon": 1.1, "geonames": 3.6})
"""Least seconds between two requests: the policy of nominatim.openstreetmap.org asks for at most one a
second, GeoNames gives 1,000 an hour; other services are asked once a second."""
AGENT = f"geo-reports/{__version__} (place names of news reports; https://pypi.org/project/geo-reports/)"
_TIMEOUT_S = 10.0
_MOST_FAILURES = 3
"""After so many failures in a row the service is left alone; the rest waits for the next run."""


@dataclass(frozen=True, slots=True)
class Service:
    """A geocoder of geopy's by name, and what it needs. ``url`` names a server of one's own."""

    name: str
    url: str = ""
    key: str = ""
    seconds_between: float | None = None


def propose(
    tasks: Sequence[Task], service: Service, *, cache: Path, progress: Progress | None = None
) -> tuple[tuple[Task, ...], tuple[Problem, ...]]:
    """The worklist with the service's answer filled in where no place is suggested yet.

    Raises SettingsError for a service that geopy does not know. What goes wrong on the way is a problem.
    """
    ask = _asker(service)
    known = _Answers(cache / "geocoding.jsonl", f"{service.name} {service.url}".strip())
    done: list[Task] = []
    problems: list[Problem] = []
    failures = 0
    for number, task in enumerate(tasks, 1):
        if task.place is None and failures < _MOST_FAILURES:
            try:
                found = known.get(task.name, ask)
                failures = 0
            except GeopyError as error:
                failures += 1
                problems.append(_failed(service, task.name, error, last=failures >= _MOST_FAILURES))
            else:
                done.append(_filled(task, service, found))
                continue
        done.append(task)
        if progress:
            progress(number, len(tasks), f"asking {service.name}")
    return tuple(done), tuple(problems)


def _asker(service: Service) -> Callable[[str], list[dict[str, Any]]]:
    try:
        kind = get_geocoder_for_service(service.name)
    except GeopyError as error:
        raise SettingsError(
            f"--geocode: got {service.name!r}; expected one of geopy's: nominatim, photon, pelias, geonames"
        ) from error
    options: dict[str, Any] = {"timeout": _TIMEOUT_S, "user_agent": AGENT}
    if service.url:
        scheme, _, domain = service.url.rpartition("://")
        options |= {"domain": domain.rstrip("/"), "scheme": scheme or "https"}
    if service.key:
        options["username" if service.name == "geonames" else "api_key"] = service.key
    try:
        geocoder = kind(**options)
    except (TypeError, GeopyError) as error:
        raise SettingsError(
            f"--geocode {service.name}: {error}; give --geocode-url or --geocode-key"
        ) from error
    delay = SECONDS_BETWEEN.get(service.name, 1.0)
    if service.seconds_between is not None:
        delay = service.seconds_between
    limited = RateLimiter(
        geocoder.geocode,
        min_delay_seconds=delay,
        max_retries=2,
        error_wait_seconds=2 * delay,
        swallow_exceptions=False,
    )

    def ask(name: str) -> list[dict[str, Any]]:
        try:
            found = limited(name, exactly_one=False)
            return [_answer(one) for one in found or ()]
        except GeopyError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise GeocoderServiceError(
                f"an answer that could not be read ({type(error).__name__})"
            ) from error

    return ask


def _answer(location: Any) -> dict[str, Any]:
    return {
        "name": str(location.address)[:200],
        "lat": float(location.latitude),
        "lon": float(location.longitude),
    }


class _Answers:
    """Answers of one service on disk, one JSON object a line, written as they come."""

    def __init__(self, path: Path, service: str) -> None:
        self.path, self.service = path, service
        self.known = {name: found for service_, name, found in _lines(path) if service_ == service}

    def get(self, name: str, ask: Callable[[str], list[dict[str, Any]]]) -> list[dict[str, Any]]:
        if name not in self.known:
            found = ask(name)[:5]
            self.path.parent.mkdir(parents=True, exist_ok=True)
            line = json.dumps({"service": self.service, "name": name, "found": found}, ensure_ascii=False)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
                file.flush()
                os.fsync(file.fileno())
            self.known[name] = found
        return self.known[name]


def _lines(path: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Whole lines of the file; one that a crash cut off is passed over."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            record = json.loads(line)
            yield record["service"], record["name"], list(record["found"])
        except (ValueError, KeyError, TypeError):
            continue


def _filled(task: Task, service: Service, found: Iterable[dict[str, Any]]) -> Task:
    """The row with the first answer as its suggestion, the others beside it; it stays under review."""
    answers = list(found)
    if not answers:
        return replace(task, why=(*task.why, f"{service.name} knows no such place"))
    best, *others = answers
    place = Place(
        f"{service.name}:{best['lat']:.5f},{best['lon']:.5f}", task.name, "", best["lon"], best["lat"]
    )
    told = (
        f"{service.name}: {best['name']}",
        *(f"{one['name']} at {one['lat']:.4f}, {one['lon']:.4f}" for one in others),
    )
    return replace(task, place=place, choices=(*told, *task.choices))


def _failed(service: Service, name: str, error: GeopyError, *, last: bool) -> Problem:
    if isinstance(error, GeocoderRateLimited) and error.retry_after:
        why = f"it asks to wait {error.retry_after} seconds"
    elif isinstance(error, GeocoderQuotaExceeded):
        why = "it has had too many requests"
    else:
        why = str(error) or type(error).__name__
    rest = "; the rest is left for the next run, which goes on from here" if last else ""
    return Problem("geocoding", f"{service.name} gave no answer for {name!r}: {why}{rest}", "warning")
