"""Trees that Python composes and the page draws: the same text at both ends, and nothing but text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.page import frame, modules, tree
from geo.page.tree import auto, node, plain, web

HOSTILE = "</script><img src=x onerror=alert(1)>${alert(2)}"


def test_a_node_is_its_name_its_attributes_and_what_is_in_it() -> None:
    assert node("p.note", "Near ", None, "", node("b", "Tibú")) == ["p.note", "Near ", ["b", "Tibú"]]
    assert auto("li", "a", data_to="t:1", hidden=False) == ["li", {"data-to": "t:1", "dir": "auto"}, "a"]
    assert node("button", "A report", data_read=0) == ["button", {"data-read": 0}, "A report"]


@pytest.mark.parametrize("name", ["script", "p onclick=x", "img", "p.", ".a", "p.A", "style.a", "iframe"])
def test_other_tags_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="expected one of the tags a, article"):
        node(name)


def test_other_attributes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"onclick, style: not one of the attributes aria-"):
        node("p", style="color: red", onclick="alert(1)")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "//a.b", "", "http://"]
)
def test_only_the_web_is_linked(url: str) -> None:
    assert web(url, "original") is None
    assert web("HTTPS://a.example/x", "original") == [
        "a",
        {"href": "HTTPS://a.example/x", "rel": "noopener noreferrer", "target": "_blank"},
        "original",
    ]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
TREES = st.recursive(
    WORDS,
    lambda children: st.builds(
        lambda name, parts, to: node(name, *parts, data_to=to),
        st.sampled_from(["p", "span.note", "div.a.b"]),
        st.lists(children, max_size=4),
        st.none() | WORDS,
    ),
    max_leaves=12,
)


@given(TREES)
def test_the_text_of_a_tree_is_the_text_of_its_leaves(tree: Any) -> None:
    def leaves(one: Any) -> str:
        if isinstance(one, str):
            return one
        return "".join(leaves(part) for part in one[1:] if not isinstance(part, dict))

    assert plain([tree]) == leaves(tree)


@pytest.fixture(scope="module")
def drawn(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    opened = context.new_page()
    opened.add_script_tag(content=modules.bundle(["dom"], lambda name: frame.static(f"{name}.js")))
    yield lambda one: opened.evaluate(
        """(one) => {
          const made = dom_js.grow(one);
          return [made.outerHTML, made.textContent, dom_js.plainOf(one)];
        }""",
        one,
    )
    context.close()


@pytest.mark.browser
def test_a_tree_is_drawn_as_it_was_composed(drawn: Any) -> None:
    made = node(
        "li.row.current",
        node("svg", node("use", href="#sign")),
        auto("button.jump", "Tibú", data_to="t:2"),
        HOSTILE,
    )
    html, text, plain_text = drawn(made)
    assert html == (
        '<li class="row current"><svg><use href="#sign"></use></svg>'
        '<button class="jump" dir="auto" data-to="t:2">Tibú</button>'
        "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;${alert(2)}</li>"
    )
    assert text == plain_text == plain([made]) == f"Tibú{HOSTILE}"


@pytest.mark.browser
def test_every_tag_that_may_be_composed_is_drawn(drawn: Any) -> None:
    for tag in sorted(tree.TAGS):
        html, text, _ = drawn(node(f"{tag}.note", "x"))
        assert html == f'<{tag} class="note">x</{tag}>'
        assert text == "x"
