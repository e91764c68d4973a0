"""The figures of place names as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.evaluation.outcome import grid, shown, with_interval

Content = Mapping[str, Any]
_BY_LABEL = ("names", "exact", "overlap", "accuracy", "mean km", "median km", "AUC", "end to end")
_HANDED = ("names", "accuracy", "mean km", "median km", "AUC")


def found(content: Content) -> str:
    """Tables of a run that found the names itself."""
    return "\n\n".join(_found(content))


def handed(content: Content) -> str:
    """Tables of a run whose names were handed over."""
    return "\n\n".join(_handed(content))


def _runs(content: Content) -> list[tuple[str, Content]]:
    """Figures by corpus, and over all where there are several."""
    corpora = list(content["corpora"].items())
    return [*corpora, ("all", content["all"])] if len(corpora) > 1 else corpora


def _found(content: Content) -> Iterator[str]:
    runs = _runs(content)
    yield _head(content)
    yield _main(runs)
    both = [(f"{name}, with demonyms", one["with_demonyms"]) for name, one in runs if "with_demonyms" in one]
    if both:
        yield "With people's words and adjectives (demonyms) counted as names:\n" + _main(both)
    whole = content["all"]
    yield "By what the corpus says of the name:\n" + grid(
        ("label", *_BY_LABEL),
        [(name, *one.values()) for name, one in whole["by_gold"].items()],
    )
    yield "By the kind of place that was read:\n" + grid(
        ("kind", "pins", "right", "precision"),
        [(name, *one.values()) for name, one in whole["by_predicted_kind"].items()],
    )
    yield "By region of the world:\n" + grid(
        ("region", *_BY_LABEL, "pins", "precision", "F1"),
        [(name, *one.values()) for name, one in whole["by_world_region"].items()],
    )
    yield from _calibration(whole["calibration"])


def _head(content: Content) -> str:
    whole = content["all"]
    counts = f"Documents: {shown(whole['documents'])}. Labelled names: {shown(whole['gold'])}"
    lines = [f"{counts}. A point is right within {content['km']:g} km."]
    if content["documents_missing"]:
        lines.append(f"{shown(content['documents_missing'])} documents have no answers and count as empty.")
    if content["bootstrap"]:
        lines.append(f"In brackets: 95 % intervals from {content['bootstrap']:,} draws of the documents.")
    return "\n".join(lines)


def _main(runs: list[tuple[str, Content]]) -> str:
    header = (
        "corpus", "exact P/R/F1", "overlap P/R/F1", "accuracy", "mean km", "median km", "AUC",
        "end-to-end P/R", "end-to-end F1", "nocoord ignored",
    )  # fmt: skip
    return grid(header, [_row(name, one) for name, one in runs])


def _row(name: str, one: Content) -> tuple[Any, ...]:
    spans, placed, whole = one["recognition"], one["resolution"]["exact"], one["end_to_end"]
    bounds = one["intervals"]
    return (
        name,
        _slashed(spans["exact"], ("precision", "recall", "f1")),
        _slashed(spans["overlap"], ("precision", "recall", "f1")),
        with_interval(placed["accuracy"], bounds.get("accuracy")),
        placed["mean_km"],
        placed["median_km"],
        placed["auc"],
        _slashed(whole, ("precision", "recall")),
        with_interval(whole["f1"], bounds.get("end_to_end_f1")),
        whole["nocoord_ignored"]["f1"],
    )


def _slashed(one: Content, names: tuple[str, ...]) -> str:
    return "/".join(shown(one[name]) for name in names)


def _calibration(one: Content) -> Iterator[str]:
    if not one["answers"]:
        return
    error, on_names = one["expected_calibration_error"], one["expected_calibration_error_on_gold_names"]
    yield (
        f"Calibration: expected calibration error {shown(error)} over {shown(one['answers'])} pins, "
        f"{shown(on_names)} over those on labelled names.\n"
    ) + grid(
        ("stated probability", "pins", "mean stated", "right"),
        [
            (f"{row['from']:.1f} to {row['to']:.1f}", row["answers"], row["stated"], row["right"])
            for row in one["reliability"]
        ],
    )
    yield "What a threshold on the probability keeps, and what it costs:\n" + grid(
        ("pins kept from", "kept", "right", "right, on labelled names", "correct ones dropped"),
        [(f"{row['probability']:.2f}", *list(row.values())[1:]) for row in one["kept"]],
    )


def _handed(content: Content) -> Iterator[str]:
    runs = _runs(content)
    yield _head(content)
    yield "The labelled names were handed over; one without an answer counts as wrong.\n" + grid(
        ("corpus", "names", "unanswered", "accuracy", "mean km", "median km", "AUC"),
        [_handed_row(name, one) for name, one in runs],
    )
    whole = content["all"]
    yield "By what the corpus says of the name:\n" + grid(
        ("label", *_HANDED), [(name, *row.values()) for name, row in whole["by_gold"].items()]
    )
    yield "By region of the world:\n" + grid(
        ("region", *_HANDED),
        [(name, *row.values()) for name, row in whole["by_world_region"].items()],
    )


def _handed_row(name: str, one: Content) -> tuple[Any, ...]:
    figures = one["resolution_gold_spans"]
    return (
        name,
        figures["of"],
        figures["unanswered"],
        with_interval(figures["accuracy"], one["intervals"].get("accuracy")),
        figures["mean_km"],
        figures["median_km"],
        figures["auc"],
    )
