"""The refusal of an answer that its own re-check finds wrong."""

from collections.abc import Sequence

from consolidation.errors import SolverTrouble
from consolidation.text import Text

MOST_NAMED = 5
"""Mistakes that the message names; one is enough to refuse."""


def accept(stage: str, mistakes: Sequence[Text]) -> None:
    """Raise `SolverTrouble` naming the stage when there are mistakes."""
    if mistakes:
        named = mistakes[:MOST_NAMED]
        raise SolverTrouble(
            Text(
                f"{stage} の答が検算に合わない ({len(mistakes)}件): "
                + "、".join(mistake.ja for mistake in named),
                f"the answer of {stage} fails its re-check in {len(mistakes)} points: "
                + "; ".join(mistake.en for mistake in named),
            )
        )
