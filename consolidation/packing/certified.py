"""A packing whose bound the checker has accepted, or which says that it has not."""

from dataclasses import replace

from consolidation.errors import SolverTrouble
from consolidation.packing.check_bound import check_bound
from consolidation.packing.checking.classes import TooLarge
from consolidation.packing.model import Packing, PackingProblem
from consolidation.text import Text

LEFT_OUT = Text(
    "下界の証明書は検算に時間がかかりすぎるため付けていない",
    "the bound's certificate is left out: it would take too long to check",
)


def certified(problem: PackingProblem, packing: Packing) -> Packing:
    """Return the packing with its certificate checked; without one where that takes too long.

    Raises `SolverTrouble` if the certificate is wrong: then the search has a fault.
    """
    if packing.certificate is None:
        return packing
    errors = check_bound(problem, packing.certificate)
    if errors == (TooLarge.TEXT,):
        return replace(packing, certificate=None, not_yet=(*packing.not_yet, LEFT_OUT))
    if errors:
        raise SolverTrouble(
            Text(
                "下界の証明書が検算に合わない: " + "、".join(e.ja for e in errors[:5]),
                "the check refuses the bound's certificate: " + "; ".join(e.en for e in errors[:5]),
            )
        )
    return packing
