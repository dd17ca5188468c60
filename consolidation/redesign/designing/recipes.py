"""Why an inequality holds for every design: what a checker needs to work it out again.

All inequalities have the form ``factors * variables >= least`` in whole numbers. The variables
are, in this order: how many of each module are bought (the network's columns), whether a link is
opened (one per link with a fixed charge), and what routing costs in the normal state of each slice
(one per slice, if it costs anything).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """Holds by what the variables mean."""

    number: int


@dataclass(frozen=True, slots=True)
class Metric:
    """With lengths on links, capacity times length is at least demand times distance.

    One length per capacity row (`Variables.rows`); ``priced`` times the routing cost is added to
    the lengths, and as many times the cost of routing to the capacities.
    """

    state: int
    lengths: tuple[int, ...]
    priced: int = 0


@dataclass(frozen=True, slots=True)
class Covering:
    """Other factors for one inequality without negative factors: the least they can add up to.

    Whatever whole numbers of modules satisfy the other one give at least ``least``.
    """


@dataclass(frozen=True, slots=True)
class Spanning:
    """Between groups of nodes there are at least as many modules as hold them together.

    With no capacity installed between the groups, the links in use join all groups between which
    there are demands: as many modules as groups less one, for each set of groups that demands
    hold together. ``opened``: of a link with a fixed charge, whether it is opened counts instead
    of its modules.
    """

    state: int
    groups: tuple[int, ...]
    """Group of each node."""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Grouped:
    """What whole modules between a few groups add up to at least, whatever way they cover cuts.

    Every way to part the groups in two needs capacity for the demands across; ``unit`` divides
    capacities (rounded up) and needs (rounded up), which only weakens that.
    """

    state: int
    groups: tuple[int, ...]
    """Group of each node."""
    unit: int


@dataclass(frozen=True, slots=True)
class Survived:
    """What whole modules over one cut add up to at least, so that it holds in every state.

    The links across must carry what crosses in any state, and the others must when one is down.
    On a link a cheapest design buys no bundle of modules whose capacity a cheaper one has.
    ``unit`` divides capacities of bundles and needs as in `Grouped`.
    """

    groups: tuple[int, ...]
    """Side of each node, 0 or 1."""
    unit: int
    together: tuple[tuple[int, ...], ...] = ()
    """Links across that are down at once in some states, and count as one."""


@dataclass(frozen=True, slots=True)
class Summed:
    """The sum of others divided by a number, all factors and what is needed rounded up."""

    divisor: int


Recipe = Given | Metric | Spanning | Grouped | Survived | Covering | Summed
