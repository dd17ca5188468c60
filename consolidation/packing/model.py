"""The packing problem and its answer, free of everything but numbers and names.

Heterogeneous vector bin packing with rules: place every guest on one host so that no host's
capacity is exceeded in any dimension, hosts hold guests of one zone only, every rule holds, and
what hosts, licences and placements cost together is least.
"""

from dataclasses import dataclass
from enum import StrEnum

from consolidation.packing.certificate import Certificate
from consolidation.solving.status import Status
from consolidation.text import Text


class Objective(StrEnum):
    """What is minimised first."""

    COST = "cost"
    """Hosts, spares, surcharges and placement costs, in yen."""
    HOSTS = "hosts"
    """Number of hosts with guests (spares are a fixed number); prices play no part."""


class Then(StrEnum):
    """What is minimised in a second solve, among packings no worse in the first objective."""

    EVEN = "even"
    """The highest utilisation of any host with guests in any dimension."""
    FEWEST_MOVES = "fewest-moves"
    """Guests that do not stay on the host they stand on today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A server to place; ``demand`` has one whole number per dimension.

    ``only``, ``never`` and ``costs`` name host options of its cluster by id or by group.
    """

    id: str
    cluster: str
    zone: str
    demand: tuple[int, ...]
    labels: tuple[str, ...] = ()
    """What rules and surcharges call it by."""
    together: str | None = None
    """Guests of one word (and one cluster and zone) stand on one host."""
    only: tuple[str, ...] | None = None
    """Pin: the options it may stand on; ``None`` is every option."""
    never: tuple[str, ...] = ()
    """Ban: options it may not stand on."""
    costs: tuple[tuple[str, int], ...] = ()
    """(option or group, yen, not negative): what standing there costs; several add up."""
    present: str | None = None
    """Id of the existing host (an option of limit 1) on which it stands today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOption:
    """A host type as one cluster may use it; ``capacity`` is what ceilings and overheads leave.

    A single existing host is an option of limit 1 whose price is what keeping it costs; being
    cheaper than what is bought it is used first.
    """

    id: str
    cluster: str
    capacity: tuple[int, ...]
    price_yen: int
    """What one host costs over the plan: price and maintenance."""
    limit: int | None = None
    """How many can be had; ``None`` is no limit. Options of the same id are one stock, whichever
    cluster they are for; where they state different limits, the smallest holds."""
    groups: tuple[str, ...] = ()
    """Names under which pins, bans and placement costs may speak of it, e.g. its site."""
    most_guests: int | None = None
    """Guests that one such host may carry; ``None`` is no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """On no host stand more than ``most`` guests labelled ``label``.

    With ``beside`` the rule binds only on hosts that carry a guest labelled ``beside``. Guests
    that carry both labels count like any other labelled ``label``. ``most`` 0 with ``beside``
    keeps two labels wholly apart.
    """

    label: str
    most: int = 1
    beside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surcharge:
    """What a host costs more for the guests labelled ``label`` that it carries.

    Without ``per``: ``yen`` once any such guest stands there (a licence for the whole host).
    With ``per``: ``yen`` for each started ``per`` such guests (a licence per pair of guests).
    """

    label: str
    yen: tuple[tuple[str, int], ...]
    """(option id, yen, not negative); an option that is not named costs nothing more."""
    per: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingProblem:
    """Guests, host options, spares and rules; rules bind per host, so clusters stay apart."""

    dimensions: tuple[str, ...]
    """Names of the dimensions with their unit, e.g. ``("cpu_centicores", "memory_mib")``."""
    guests: tuple[Guest, ...]
    options: tuple[HostOption, ...]
    spares: tuple[tuple[str, int], ...] = ()
    """(cluster, k): with any k hosts of the cluster lost, every guest still has a place (N+k).

    Kept by k empty hosts, each at least as large in every dimension (and taking at least as many
    guests) as every host used. Pins and bans hold in the normal state only.
    """
    rules: tuple[Apart, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    objective: Objective = Objective.COST
    then: Then | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedHost:
    """A host that the packing uses; a spare has no zone and no guests."""

    id: str
    option: str
    cluster: str
    zone: str | None
    spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One server on one host."""

    server: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterBound:
    """How good the packing of one cluster is shown to be, in what the objective counts."""

    cluster: str
    status: Status
    price_yen: int
    """Hosts, spares, surcharges and placement costs of the cluster."""
    lower_bound_yen: int
    """No packing of this cluster costs less; 0 where the number of hosts is minimised."""
    num_hosts: int
    """Hosts with guests; spares not counted."""
    lower_bound_hosts: int
    """No packing of this cluster uses fewer hosts with guests."""
    bound_by: str
    """The method that proved the bound, e.g. ``host-mix`` or ``column-generation``."""
    found_by: str
    """The method that found the packing, e.g. ``best-fit`` or ``diving``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondAnswer:
    """What the second solve reached, among packings no worse in the first objective."""

    then: Then
    status: Status
    before: int
    """Moves, or hundredths of a percent of utilisation, of what the first solve left."""
    reached: int
    lower_bound: int
    """No packing of the same first objective does better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """All placements, with the proof of how good they are. Re-checked by `packing.verify`."""

    status: Status
    """``optimal`` where what the objective counts equals its lower bound."""
    price_yen: int
    """Hosts, spares, surcharges and placement costs."""
    lower_bound_yen: int
    """No packing costs less; 0 where the number of hosts is minimised."""
    hosts: tuple[PackedHost, ...]
    placements: tuple[Placement, ...]
    clusters: tuple[ClusterBound, ...]
    objective: Objective = Objective.COST
    lower_bound_hosts: int = 0
    """No packing uses fewer hosts with guests. At least the sum over clusters; more where
    clusters compete for limited stock."""
    certificate: Certificate | None = None
    """What shows the lower bound; checked by `packing.check_bound` without a solver."""
    second: SecondAnswer | None = None
    not_yet: tuple[Text, ...] = ()

    @property
    def gap_percent(self) -> float:
        """Distance between value and bound of what is minimised, in percent of the value."""
        value, bound = self.price_yen, self.lower_bound_yen
        if self.objective is Objective.HOSTS:
            value, bound = self.num_hosts, self.lower_bound_hosts
        return round(100 * (value - bound) / value, 2) if value else 0.0

    @property
    def num_hosts(self) -> int:
        """Hosts with guests."""
        return sum(cluster.num_hosts for cluster in self.clusters)
