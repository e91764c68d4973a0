"""spaCy without its command line, whose libraries take a third of the time of its import."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_LEFT_OUT = ("spacy.cli", "spacy.cli.info")
"""What ``import spacy`` imports for ``spacy.info`` alone."""


def import_spacy() -> None:
    """Import spaCy; ``spacy.info`` and ``spacy.cli`` are imported when somebody asks for them."""
    if "spacy" in sys.modules:
        return
    for name in _LEFT_OUT:
        sys.modules[name] = ModuleType(name)
    sys.modules[_LEFT_OUT[-1]].__dict__["info"] = _info
    try:
        import_module("spacy")
    finally:
        for name in _LEFT_OUT:
            del sys.modules[name]


def _info(*args: Any, **options: Any) -> Any:
    """``spacy.info``."""
    return import_module("spacy.cli.info").info(*args, **options)
