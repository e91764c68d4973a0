from __future__ import annotations

from typing import Any

from geo import contract, pipeline
from geo.records import Document
from geo.settings import Settings

TEXT = (
    "Malian troops left Gao for Kidal in Mali on Monday. Nigerien officers waited in Agadez, Niger, "
    "and villages south of Agadez were shelled."
)


def content(*, demonyms: bool) -> dict[str, Any]:
    settings = Settings()
    extract = pipeline.extract_document(
        Document(id="d", source="d.txt", text=TEXT), settings, pipeline.state_of(settings)
    )
    return contract.to_dict(extract, demonyms=demonyms)


def test_words_for_peoples_stand_among_the_places_only_on_request() -> None:
    without, both = content(demonyms=False), content(demonyms=True)
    peoples = [place for place in both["places"] if place["kind"] == "demonym"]
    assert [place["text"] for place in peoples] == ["Malian", "Nigerien"]
    assert not any(place["literal"] for place in peoples)
    texts = [place["text"] for place in without["places"]]
    assert texts == ["Gao", "Kidal", "Mali", "Agadez", "Niger", "Agadez"]
    assert without["movements"] == both["movements"]
    assert without["movements"][0]["mover"] == "Malian troops"


def test_indices_point_to_the_same_places_with_and_without_words_for_peoples() -> None:
    for found in (content(demonyms=False), content(demonyms=True)):
        places = found["places"]
        holders = {
            place["text"]: places[place["container"]]["text"] for place in places if place["container"]
        }
        assert holders["Agadez"] == "Niger"
        assert [places[anchor]["text"] for region in found["regions"] for anchor in region["anchor"]] == [
            "Agadez"
        ]
