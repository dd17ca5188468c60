"""What a line costs today and what leaving it costs."""

from collections import Counter
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Link, Tariff


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A line as it stands: its fee, its capacity and whether it may be exchanged."""

    yen_month: int
    """Monthly fee; of several links on one contract, the first by id bears it."""
    termination_yen: int
    capacity_mbit_s: int | None
    shared: bool
    """Whether other links hang on the same contract: then it is not exchanged for one of them."""


def present(estate: Estate, link: Link) -> Present:
    """Return what is known of a line's contract and capacity.

    The capacity is the link's own, else the bandwidth of the contract's tariff row.
    """
    if link.circuit is None:
        return Present(
            yen_month=0, termination_yen=0, capacity_mbit_s=link.capacity_mbit_s, shared=False
        )
    circuit = estate.circuit[link.circuit]
    users = Counter(row.circuit for row in estate.links)
    bearer = min(row.id for row in estate.links if row.circuit == link.circuit)
    bears = bearer == link.id
    tariff = estate.tariff.get(circuit.tariff) if circuit.tariff else None
    return Present(
        yen_month=circuit.yen_month if bears else 0,
        termination_yen=circuit.termination_yen if bears else 0,
        capacity_mbit_s=link.capacity_mbit_s or (tariff.bandwidth_mbit_s if tariff else None),
        shared=users[link.circuit] > 1,
    )


def ladder(estate: Estate, site: str, far_site: str) -> tuple[Tariff, ...]:
    """Return the tariff rows of a site's distance class (of the far site's where it has none)."""
    wanted = estate.site[site].distance_class or estate.site[far_site].distance_class
    return tuple(t for t in estate.tariffs if wanted and t.distance_class == wanted)
