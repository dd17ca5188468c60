"""What an importer answers."""

from dataclasses import dataclass

from consolidation.errors import Problem
from consolidation.inventory.estate import Estate
from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Imported:
    """An estate made of another tool's export, with an account of everything in the export."""

    estate: Estate
    summary: tuple[tuple[Text, str], ...]
    """Totals as the export gives them, label and value, for the user to compare."""
    unused: tuple[Problem, ...]
    """Every row and column of the export that is not in the estate, with the reason."""
    contradictions: tuple[Problem, ...]
    """What parts of the export say differently of the same thing, and which of them is used."""
    assumptions: tuple[Problem, ...] = ()
    """What the export does not say and the estate needs: to be reviewed before planning."""
