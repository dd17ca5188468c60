"""The certificate of a lower bound: what shows that no packing does better.

It is checked in exact arithmetic by `packing.check_bound`, which shares no code with the search.

**Places.** Guests of one cluster and zone form a *compartment*. Guests kept together count as
one bundle. Bundles of one compartment form a *class* if they agree in number of guests, in total
demand, in how many guests of each label they hold, in the options they may stand on and in what
standing there costs. In each dimension all demands are multiples of a step (their greatest common
divisor); what a capacity has beyond whole steps cannot be used and does not count.
A *setting* of an option says how much of each surcharge the host pays: for the surcharges of the
problem, in order, a level: 0 for none (any number of guests where the option pays nothing, or
hosts are minimised); 1 for ``yen`` once where ``per`` is ``None``; j for ``yen`` x j, which allows
up to j x ``per`` such guests.

**Rows.** A row prices the classes of one compartment: ``prices`` names each priced class by the
smallest guest id among its members. Its claim: for every setting of every option of the cluster,
whatever admissible filling stands on such a host, the prices of its bundles, less ``scale`` x
their placement costs, add up to at most the setting's ``worth`` (0 where not named). It follows
for the numbers n of hosts per setting, and the placement costs X of the compartment, that

    scale * X + sum over settings of worth * n  >=  sum over classes of price * bundles.

**Tree.** The numbers of hosts per compartment and setting (0 at least) and of spares per cluster
and option must satisfy all rows; hosts and spares of one option id in all clusters are at most
its limit; the spares of a cluster with guests are as many as asked for; an option with a host
has only spares at least as large. Splits halve the range of one number; in each leaf multipliers
of the rows show that what is left costs at least the bound, or that nothing is left.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """The most that any filling of a host in one setting is worth under a row's prices."""

    option: str
    levels: tuple[int, ...]
    """Level of each surcharge of the problem, in order."""
    worth: int
    weights: tuple[int, ...] = ()
    """A hint for this setting alone, over the same ``unit``; empty is that of the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Prices for the classes of one compartment, and what fillings are worth at most."""

    cluster: str
    zone: str
    by: str
    """Name of the argument that found it, for the reader."""
    scale: int
    prices: tuple[tuple[str, int], ...]
    """(smallest guest id of a class, price, not negative); a class that is not named has 0."""
    worths: tuple[Worth, ...]
    weights: tuple[int, ...]
    """A hint that makes the claim quick to check: one multiplier per dimension, not negative. A
    filling is worth at most ``(sum of weight x capacity + sum over bundles of what the price x
    ``unit`` exceeds weight x demand by) / unit``."""
    unit: int
    """Denominator of the weights, at least 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A node of the tree: one number is at most ``at_most`` (node ``low``) or more (``high``)."""

    spare: bool
    """Whether it is a number of spares; else of hosts."""
    cluster: str
    zone: str
    """Empty for spares."""
    option: str
    levels: tuple[int, ...]
    """Empty for spares."""
    at_most: int
    low: int
    high: int
    """Places of the two parts in ``nodes``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Multipliers that bound the cost from below in one part of the tree.

    With y[r] of the rows (not negative), t[s] of the stocks (not negative) and z[c] of the spares
    of each cluster (either sign), all divided by ``unit``, every cost is at least

        sum y[r] * need[r] - sum t[s] * limit[s] + sum z[c] * asked[c]
        + least of (cost - y * rows + t - z) * numbers over the ranges left in this part,

    which, rounded up to the next multiple of the greatest common divisor of all costs, must not
    be less than the bound; with ``impossible`` the costs count as 0 and the sum must be positive.
    A host carries a guest, so that no number of hosts exceeds the bundles of its compartment;
    placement costs have no upper limit, so that their factor (cost - y * scale) must not be
    negative. Where hosts are minimised every host costs 1, spares and placement nothing.
    """

    rows: tuple[tuple[int, int], ...]
    """(place of the row, multiplier)."""
    stocks: tuple[tuple[str, int], ...]
    """(option id, multiplier)."""
    spares: tuple[tuple[str, int], ...]
    """(cluster, multiplier)."""
    unit: int
    impossible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuted:
    """A part of the tree closed by trying everything.

    In this part no setting has more hosts than ``hosts`` names, and the guests of the
    compartment do not fit on those, or only for placement costs of at least ``least``, which with
    the least numbers of hosts and spares in this part add up to the bound: the checker tries every
    way to place them.
    """

    cluster: str
    zone: str
    hosts: tuple[Worth, ...]
    """Settings with their number of hosts in ``worth``; others have none."""
    least: int | None = None
    """What placing the guests on those hosts costs at least; ``None`` if they do not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCertificate:
    """Clusters that share limited stock, and what shows that they cost at least ``bound``."""

    clusters: tuple[str, ...]
    bound: int
    """In yen, or in hosts with guests where their number is minimised."""
    rows: tuple[Row, ...]
    nodes: tuple[Split | Leaf | Refuted, ...]
    """The tree; its root is the first node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One part per lot; together they bound the whole problem."""

    lots: tuple[LotCertificate, ...]

    @property
    def bound(self) -> int:
        """No packing costs less (or uses fewer hosts, where these are minimised)."""
        return sum(lot.bound for lot in self.lots)
