"""How well is it read? Figures on labelled texts and on a person's own corrections."""

from geo.evaluation.movements import MovementOptions, evaluate_movements
from geo.evaluation.outcome import Outcome
from geo.evaluation.places import PlaceOptions, evaluate_places

__all__ = ["MovementOptions", "Outcome", "PlaceOptions", "evaluate_movements", "evaluate_places"]
