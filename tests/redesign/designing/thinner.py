"""Designs with one module less, and which states their re-check names."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.problem import DesignProblem
from consolidation.redesign.designing.verify import verify_design
from consolidation.solving.status import Status
from tests.redesign.designing.oracle import Case, cases, price


def thinner(purchases: Sequence[Purchase]) -> Iterator[tuple[Purchase, ...]]:
    """Yield the purchases with one module less, in every way."""
    for at, purchase in enumerate(purchases):
        for m, count in enumerate(purchase.counts):
            if count:
                counts = list(purchase.counts)
                counts[m] = max(Fraction(0), count - 1)
                kept = (replace(purchase, counts=tuple(counts)),) if any(counts) else ()
                yield (*purchases[:at], *kept, *purchases[at + 1 :])


def cases_told(problem: DesignProblem, purchases: tuple[Purchase, ...]) -> set[Case]:
    """Return the cases that the re-check names as broken."""
    design = NetworkDesign(
        status=Status.FEASIBLE,
        cost=price(problem, purchases),
        bound=Fraction(-1),
        purchases=purchases,
    )
    texts = [text.en for text in verify_design(problem, design)]
    found = set()
    for at, failure in cases(problem):
        state = f"failure {failure}" if failure else "normal state"
        times = "" if failure or problem.normal_factor == 1 else " (demands x "
        head = f"slice {problem.slices[at]}, {state}{times or ': '}"
        if any(text.startswith(head) for text in texts):
            found.add((at, failure))
    return found
