"""What network design is asked: a network, its demands, what may be bought, what may fail.

All amounts are exact (`Fraction`), so that what is checked is what was asked. Capacities and
demands are in one unit, costs in another; which they are is the asker's affair.

Source of the model: Orlowski, Pióro, Tomaszewski and Wessäly, SNDlib 1.0 (Networks 55, 2010).
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Direction(StrEnum):
    """How traffic uses the capacity of a link."""

    UNDIRECTED = "undirected"
    """The sum of both directions stays within the capacity."""
    BIDIRECTED = "bidirected"
    """Each direction has the whole capacity for itself (a full-duplex line)."""
    DIRECTED = "directed"
    """Traffic goes from end a to end b only."""


class Choice(StrEnum):
    """How the modules of a link may be combined."""

    MODULAR = "modular"
    """Any whole number of each."""
    EXPLICIT = "explicit"
    """One of them at most."""
    LINEAR = "linear"
    """Any amount, whole or not, at the price per unit of the cheapest."""


@dataclass(frozen=True, slots=True)
class Module:
    """What can be bought on a link."""

    capacity: Fraction
    cost: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignLink:
    """A link that is there or may be built; several may join the same two nodes."""

    id: str
    a: str
    b: str
    installed: Fraction = Fraction(0)
    """Capacity that is there already."""
    installed_cost: Fraction = Fraction(0)
    """Cost of what is there already, if the link is used at all or not."""
    setup_cost: Fraction = Fraction(0)
    """Paid once if any capacity is bought (fixed charge)."""
    routing_cost: Fraction = Fraction(0)
    """Per unit of traffic on the link in the normal state, both directions alike."""
    latency: Fraction = Fraction(0)
    """What the link adds to the latency of a way over it, either way."""
    modules: tuple[Module, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Traffic from a source to a target; in undirected networks the two are alike.

    It may be split over any routes, and routed anew in every state.
    """

    id: str
    source: str
    target: str
    amounts: tuple[Fraction, ...]
    """One per slice of time (`DesignProblem.slices`)."""
    max_latency: Fraction | None = None
    """Of every way it takes, in every state; ``None``: any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What fails together. Traffic that begins or ends on a failed node is not asked for."""

    id: str
    links: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignProblem:
    """Buy capacity at least cost so that all demands can be routed in every slice and state.

    The states are the normal one, in which nothing has failed, and one per failure.
    """

    name: str
    nodes: tuple[str, ...]
    links: tuple[DesignLink, ...]
    demands: tuple[Demand, ...]
    direction: Direction = Direction.UNDIRECTED
    choice: Choice = Choice.MODULAR
    failures: tuple[Failure, ...] = ()
    slices: tuple[str, ...] = ("all",)
    normal_factor: Fraction = Fraction(1)
    """Demands count this many times in the normal state, in what their routing costs too: more
    than once where less of every capacity may be used normally than after a failure."""


def single_link_failures(links: tuple[DesignLink, ...]) -> tuple[Failure, ...]:
    """Return one failure per link.

    >>> link = DesignLink(id="L1", a="x", b="y")
    >>> single_link_failures((link,))[0].links
    ('L1',)
    """
    return tuple(Failure(id=link.id, links=(link.id,)) for link in links)
