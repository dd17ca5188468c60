"""What network design answers."""

from dataclasses import dataclass
from fractions import Fraction

from consolidation.redesign.designing.certificate import DesignCertificate
from consolidation.solving.answer import StoppedBy
from consolidation.solving.status import Status
from consolidation.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """How many of each module are bought on a link, in the order of its modules."""

    link: str
    counts: tuple[Fraction, ...]
    """Whole numbers but where any amount may be bought (`Choice.LINEAR`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkDesign:
    """The best design found and what is proved about it."""

    status: Status
    cost: Fraction | None
    """Everything the objective holds; ``None`` where no design was found."""
    bound: Fraction
    """No design costs less."""
    purchases: tuple[Purchase, ...] = ()
    """In the order of the links; links on which nothing is bought are left out."""
    stopped_by: StoppedBy = "done"
    culprit: Text | None = None
    """Where nothing carries the demands: the state and the cut that are at fault."""
    certificate: DesignCertificate | None = None

    @property
    def gap(self) -> Fraction | None:
        """Distance of cost and bound, as a share of the bound's side that is proved: cost.

        >>> NetworkDesign(status=Status.FEASIBLE, cost=Fraction(10), bound=Fraction(9)).gap
        Fraction(1, 10)
        """
        if self.cost is None:
            return None
        if self.cost == self.bound:
            return Fraction(0)
        return (self.cost - self.bound) / self.cost
