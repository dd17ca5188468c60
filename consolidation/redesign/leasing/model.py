"""What the lines between sites are asked for, and what is leased."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from consolidation.solving.status import Status
from consolidation.text import Text

Layout = Literal["separate", "merged"]
"""Whether each network has lines of its own, or one line carries both."""

LossKind = Literal["line", "device", "site", "entry", "duct", "carrier"]
"""What may be lost at a time."""


def node(network: str, site: str) -> str:
    """Return the node of a site in a network, or in ``both``."""
    return f"{network}/{site}"


def site_of(name: str) -> str:
    """Return the site of a node.

    >>> site_of(node("both", "A/B"))
    'A/B'
    """
    return name.partition("/")[2]


def network_of_node(name: str) -> str:
    """Return the network of a node.

    >>> network_of_node(node("both", "A/B"))
    'both'
    """
    return name.partition("/")[0]


@dataclass(frozen=True, slots=True)
class RunOut:
    """Instead of paying to leave a contract: its fee for the months to the end of its term."""

    yen_month: int
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One way to have a candidate: which circuits it is made of and what they cost.

    The first term of a candidate is the one with least capacity: mostly to be without it.
    """

    tariffs: tuple[str, ...] = ()
    """Tariff rows bought, with repetition; empty where nothing is bought anew."""
    capacity_kbit_s: int = 0
    month_yen: int = 0
    install_yen: int = 0
    leave_yen: int = 0
    """For leaving the present contract at once."""
    run_out: RunOut | None = None
    """What leaving it at the end of its term costs instead; ``None``: there is no term left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A line that is there, or may be leased, between two nodes."""

    id: str
    a: str
    b: str
    site: str
    """The outer site it serves."""
    link: str | None = None
    """The row of the inventory, where it is there already."""
    carrier: str | None = None
    latency: Fraction = Fraction(0)
    """In ms, one way; 0 where no limit asks for it."""
    terms: tuple[Term, ...]
    """By rising capacity; one of them is picked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Traffic from a node to another today, in the office slice and at night."""

    source: str
    target: str
    office_kbit_s: int
    night_kbit_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What is lost together: candidates, and nodes whose traffic is then not asked for."""

    kind: LossKind
    id: str
    candidates: frozenset[str]
    nodes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineNetwork:
    """Lease capacity at least cost so that all traffic is carried, normally and after each loss."""

    layout: Layout
    nodes: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    traffic: tuple[Traffic, ...]
    losses: tuple[Loss, ...]
    growth: Fraction
    """Factor on the traffic of today."""
    share: Fraction
    """Part of a line's capacity that may be used."""
    share_after_loss: Fraction | None = None
    """The same after a loss; ``None``: no other than normally."""
    max_latency: Fraction | None = None
    """The most ms of a way from node to node, in every state; ``None``: any."""
    left_out: tuple[Candidate, ...] = ()
    """Lines that are there and must not be used (resident traffic could get onto radio), with the
    one term of leaving them."""
    cut_off: tuple[Loss, ...] = ()
    """Losses that cut nodes off whatever is leased: single points of failure that stay."""
    notes: tuple[Text, ...] = ()

    @property
    def all_candidates(self) -> tuple[Candidate, ...]:
        """All candidates, those left out among them."""
        return (*self.candidates, *self.left_out)

    def may_use(self, loss: Loss | None) -> Fraction:
        """Return the part of a line's capacity that may be used after a loss, or normally."""
        return self.share if loss is None else self.share_after_loss or self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What turns a term into present value; the shares are 1 but where a price is varied."""

    weight: Fraction
    """Present value of one yen a month of line fees."""
    install: Fraction = Fraction(1)
    leave: Fraction = Fraction(1)
    carriers: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))
    """Share of each carrier's monthly fees; 1 where it is not named."""
    run_out: Mapping[int, Fraction] = field(default_factory=lambda: MappingProxyType({}))
    """Present value of fees that are paid for so many months alone, as a share of the weight.

    Contracts with another number of months left are left at once.
    """

    def runs_out(self, candidate: Candidate, term: Term) -> bool:
        """Return whether a contract is left at the end of its term, as that costs less."""
        rest = self._rest(candidate, term)
        return rest is not None and rest * self.weight < self.leave * term.leave_yen

    def straight(self, candidate: Candidate, term: Term) -> tuple[Fraction, Fraction]:
        """Return the present value as a line in the weight: what times the weight, what besides.

        Where the weight is another, contracts may be left in the other way.
        """
        month = self._share(candidate) * term.month_yen
        once = self.install * term.install_yen
        rest = self._rest(candidate, term)
        if rest is not None and self.runs_out(candidate, term):
            return month + rest, once
        return month, once + self.leave * term.leave_yen

    def _share(self, candidate: Candidate) -> Fraction:
        return self.carriers.get(candidate.carrier or "", Fraction(1))

    def _rest(self, candidate: Candidate, term: Term) -> Fraction | None:
        if term.run_out is None or term.run_out.months not in self.run_out:
            return None
        return self._share(candidate) * term.run_out.yen_month * self.run_out[term.run_out.months]

    def cost(self, candidate: Candidate, term: Term) -> Fraction:
        """Return the present value of a term.

        >>> line = Candidate(id="L", a="x", b="y", site="x", terms=(Term(month_yen=10),))
        >>> Prices(weight=Fraction(60)).cost(line, line.terms[0])
        Fraction(600, 1)
        """
        month, once = self.straight(candidate, term)
        return self.weight * month + once


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Which term of each candidate is picked, and what is proved about it."""

    status: Status
    cost: Fraction | None
    """Present value; ``None`` where nothing carries the traffic or nothing was found."""
    bound: Fraction
    """No choice of terms that carries the traffic costs less."""
    picks: Mapping[str, int]
    """The place of the term picked, by candidate."""
    even: bool = True
    """Whether no other choice of this cost has a lower worst utilisation, as proved; in each state
    it counts as a part of what may be used then."""
    culprit: Text | None = None
    """What is at fault where nothing carries the traffic."""

    @property
    def gap(self) -> Fraction | None:
        """Distance of cost and bound as a share of the cost."""
        if self.cost is None:
            return None
        return (self.cost - self.bound) / self.cost if self.cost else Fraction(0)
