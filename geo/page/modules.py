"""ES modules of ``static/`` as one classic script: from ``file://`` a browser loads no module.

Every module keeps a scope of its own, so that names private to two modules never meet; what it exports is
handed to those that import it. Nothing is rewritten but ``import`` and ``export``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from geo.errors import DataError

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)


def bundle(entries: Sequence[str], read: Callable[[str], str]) -> str:
    """One script of the modules ``entries`` and all that they import, each once, after what it imports.

    ``read`` gives the text of a module by its name without ``.js``. The exports of module ``b`` are the
    constant ``b_js``. The same text for the same modules.

    Raises DataError when modules import each other in a circle, when a name is imported that is not exported
    or is declared twice, or when an import or export is written in another form than
    ``import { a } from "./b.js";`` and ``export function|const|class``.
    """
    exports: dict[str, list[str]] = {}
    parts = [_scoped(name, read(name), exports) for name in ordered(entries, read)]
    return '"use strict";\n' + "\n".join(parts)


def ordered(entries: Sequence[str], read: Callable[[str], str]) -> list[str]:
    """Names of the modules in the order in which they must run.

    Raises DataError for a circle.
    """
    done: list[str] = []
    for entry in entries:
        done += [name for name in _walk(entry, read, (), done) if name not in done]
    return done


def _walk(
    name: str, read: Callable[[str], str], above: tuple[str, ...], done: Sequence[str]
) -> Iterator[str]:
    if name in above:
        circle = " -> ".join((*above[above.index(name) :], name))
        raise DataError(f"{name}.js: modules import each other in a circle: {circle}")
    if name in done:
        return
    seen: list[str] = []
    for _, other in _IMPORT.findall(read(name)):
        found = [one for one in _walk(other, read, (*above, name), [*done, *seen]) if one not in seen]
        seen += found
    yield from seen
    yield name


def _scoped(name: str, text: str, exports: dict[str, list[str]]) -> str:
    """A module as a constant; its exports are added to ``exports``."""
    imported = [(_names(words), other) for words, other in _IMPORT.findall(text)]
    for pairs, other in imported:
        for theirs, _ in pairs:
            if theirs not in exports[other]:
                raise DataError(f"{name}.js: imports {theirs}, which {other}.js does not export")
    exports[name] = _EXPORT.findall(text)
    code = _EXPORT.sub("", _IMPORT.sub("", text))
    if left := _LEFT.search(code):
        raise DataError(f"{name}.js: cannot be put into one script: {left[0]}")
    ours = [our for pairs, _ in imported for _, our in pairs]
    _refuse_twice(name, [*ours, *_DECLARED.findall(code)])
    taken = [
        f"const {{ {', '.join(_pair(*pair) for pair in pairs)} }} = {other}_js;\n"
        for pairs, other in imported
    ]
    given = f"return {{ {', '.join(exports[name])} }};\n" if exports[name] else ""
    return f"const {name}_js = (() => {{\n{''.join(taken)}{code.strip()}\n{given}}})();\n"


def _names(words: str) -> list[tuple[str, str]]:
    """Name there and name here of each part of an import."""
    parts = [part.split(" as ") for part in words.replace("\n", " ").split(",") if part.strip()]
    return [(part[0].strip(), part[-1].strip()) for part in parts]


def _pair(theirs: str, ours: str) -> str:
    return theirs if theirs == ours else f"{theirs}: {ours}"


def _refuse_twice(name: str, names: Sequence[str]) -> None:
    twice = sorted({one for one in names if names.count(one) > 1})
    if twice:
        raise DataError(f"{name}.js: {', '.join(twice)} declared twice")
