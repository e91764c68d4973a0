"""Modules put into one script: their order, their scopes, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from geo.errors import DataError
from geo.page import frame, modules


def bundled(texts: Mapping[str, str], *entries: str) -> str:
    return modules.bundle(entries or ("main",), texts.__getitem__)


def test_a_module_comes_after_what_it_imports_and_once() -> None:
    texts = {
        "main": 'import { a } from "./left.js";\nimport { b } from "./right.js";\na(b);\n',
        "left": 'import { base } from "./ground.js";\nexport const a = base;\n',
        "right": 'import { base } from "./ground.js";\nexport const b = base;\n',
        "ground": "export const base = 1;\n",
        "other": 'import { base } from "./ground.js";\nexport const c = base;\n',
    }
    assert modules.ordered(["main"], texts.__getitem__) == ["ground", "left", "right", "main"]
    assert modules.ordered(["main", "other"], texts.__getitem__) == [
        "ground",
        "left",
        "right",
        "main",
        "other",
    ]
    assert bundled(texts).count("const base = 1;") == 1


def test_names_private_to_two_modules_do_not_meet() -> None:
    texts = {
        "main": 'import { tell } from "./other.js";\nconst word = 1;\ntell(word);\n',
        "other": "const word = 2;\nexport function tell(what) {\n  return what + word;\n}\n",
    }
    script = bundled(texts)
    assert (
        script.index("const word = 2;") < script.index("return { tell };") < script.index("const word = 1;")
    )
    assert "import " not in script
    assert "export " not in script


def test_an_import_over_several_lines_or_under_another_name_is_read() -> None:
    texts = {
        "main": 'import {\n  first,\n  second as other,\n} from "./two.js";\nfirst(other);\n',
        "two": "export const first = String;\nexport class second {}\n",
    }
    assert "const { first, second: other } = two_js;" in bundled(texts)


@pytest.mark.parametrize(
    ("main", "other", "words"),
    [
        ('import { a } from "./other.js";\n', "const a = 1;\n", "imports a, which other.js does not export"),
        ('import { a } from "./other.js";\nconst a = 2;\n', "export const a = 1;\n", "a declared twice"),
        ("function f() {}\nfunction f() {}\n", "", "f declared twice"),
        ('import a from "./other.js";\n', "", "cannot be put into one script: import a from"),
        ("export let count = 0;\n", "", "cannot be put into one script: export let"),
        ("export default 1;\n", "", "cannot be put into one script: export default"),
        (
            'import { a } from "./other.js";\nexport const b = a;\n',
            'import { b } from "./main.js";\nexport const a = b;\n',
            "circle: main -> other -> main",
        ),
    ],
)
def test_what_would_break_is_refused_with_its_reason(main: str, other: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        bundled({"main": main, "other": other})


def test_every_module_of_the_page_is_reached() -> None:
    files = {path.stem for path in (frame.HERE / "static").glob("*.js")}
    reached = modules.ordered([*frame.PARTS, frame.ENTRY, "live"], lambda name: frame.static(f"{name}.js"))
    assert set(reached) == files
    assert frame.script() == frame.script()
    assert "live_js" not in frame.script()
