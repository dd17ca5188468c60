"""What is proved of each cluster of a lot by itself: its price, and its hosts with guests."""

from dataclasses import dataclass

from consolidation.packing.bounding.host_mix import cheapest, fewest, mix_model
from consolidation.packing.compact.compartments import Lot
from consolidation.packing.compact.mix import Limit
from consolidation.packing.model import Objective
from consolidation.packing.search.state import Search

BOUND_S = 1.0
"""Most time for each bound of a cluster."""


@dataclass(frozen=True, slots=True)
class ClusterLimits:
    """No packing of the cluster counts less in the objective, or uses fewer hosts with guests."""

    cluster: str
    lower: int
    hosts: int


def cluster_limits(found: Search) -> tuple[ClusterLimits, ...]:
    """Return the limits of every cluster of a searched lot."""
    if len(found.lot.clusters) == 1:
        return (_limits(found, found.lot.clusters[0], found.lower),)
    return tuple(_limits(found, cluster, _alone(found, cluster)) for cluster in found.lot.clusters)


def _limits(found: Search, cluster: str, lower: int) -> ClusterLimits:
    if found.lot.objective is Objective.HOSTS:
        return ClusterLimits(cluster, lower, lower)
    hosts = fewest(mix_model(found.lot, found.rows, found.limits), cluster, BOUND_S)
    return ClusterLimits(cluster, lower, hosts)


def _alone(found: Search, cluster: str) -> int:
    """Bound one cluster of a lot as if the shared stock were all its own."""
    lot = found.lot
    own = [i for i, part in enumerate(lot.compartments) if part.cluster == cluster]
    alone = Lot(
        clusters=(cluster,),
        compartments=tuple(lot.compartments[i] for i in own),
        options=lot.cluster_options[cluster],
        spares=tuple((c, k) for c, k in lot.spares if c == cluster),
        stock=lot.stock,
        objective=lot.objective,
    )
    limits = [
        Limit(own.index(x.compartment), x.hosts) for x in found.limits if x.compartment in own
    ]
    return cheapest(mix_model(alone, [found.rows[i] for i in own], limits), BOUND_S)[1]
