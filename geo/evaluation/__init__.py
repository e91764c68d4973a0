"""How well is it read? Figures on labelled texts and on a person's own corrections."""

from geo.evaluation.corrections import evaluate_corrections
from geo.evaluation.movements import evaluate_movements
from geo.evaluation.options import Options
from geo.evaluation.outcome import Outcome
from geo.evaluation.places import evaluate_places
from geo.evaluation.sayings import is_table

__all__ = [
    "Options",
    "Outcome",
    "evaluate_corrections",
    "evaluate_movements",
    "evaluate_places",
    "is_table",
]
