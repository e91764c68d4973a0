"""Precision, recall and F1 of found place names against marked ones."""

# ruff: noqa: ANN001, ANN201, ANN202 - a script run by hand

from __future__ import annotations

from collections import Counter


def table(title, records, found, *, show=print):
    """Print exact and overlap figures, without and with the words for peoples; give the errors."""
    for peoples in (False, True):
        exact = overlap = marked = kept = 0
        by, of = Counter(), Counter()
        for record, spans in zip(records, found, strict=True):
            taken = [span for span, _ in spans if peoples or span.how != "people"]
            gold = {(mark["start"], mark["end"]): mark.get("type", "") for mark in record["toponyms"]}
            exact += sum((span.start, span.end) in gold for span in taken)
            free = list(taken)
            for (start, end), kind in gold.items():
                of[kind] += 1
                match = next((span for span in free if span.start < end and start < span.end), None)
                if match is not None:
                    free.remove(match)
                    overlap += 1
                    by[kind] += 1
            marked += len(gold)
            kept += len(taken)
        figures = " ".join(
            f"{name} {_prf(right, kept, marked)}" for name, right in (("exact", exact), ("overlap", overlap))
        )
        kinds = (
            " ".join(f"{kind}:{by[kind] / of[kind]:.2f}" for kind in sorted(of))
            if peoples and len(of) > 1
            else ""
        )
        show(f"{title:24} {'peoples' if peoples else 'places '} {figures} {kinds}", flush=True)


def _prf(right, kept, marked):
    p, r = right / max(1, kept), right / max(1, marked)
    return f"{p:.3f}/{r:.3f}/{2 * p * r / max(1e-9, p + r):.3f}"
