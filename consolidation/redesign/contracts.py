"""What a line costs today, what leaving it costs, and what the network devices cost."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Link
from consolidation.inventory.tables.traffic import Tariff

MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A line as it stands: its fee, its capacity and whether it may be exchanged."""

    yen_month: int
    """Monthly fee; of several links on one contract, the first by id bears it."""
    termination_yen: int
    """Fee for leaving on the day of the change; 0 once the term is over."""
    capacity_mbit_s: int | None
    shared: bool
    """Whether other links hang on the same contract: then it is not exchanged for one of them."""


def present(estate: Estate, link: Link, change_on: date) -> Present:
    """Return what is known of a line's contract and capacity, as seen on the day of the change.

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
    over = circuit.ends_on is not None and circuit.ends_on <= change_on
    return Present(
        yen_month=circuit.yen_month if bears else 0,
        termination_yen=circuit.termination_yen if bears and not over else 0,
        capacity_mbit_s=link.capacity_mbit_s or (tariff.bandwidth_mbit_s if tariff else None),
        shared=users[link.circuit] > 1,
    )


def ladder(estate: Estate, site: str, far_site: str) -> tuple[Tariff, ...]:
    """Return the tariff rows of a site's distance class (of the far site's where it has none)."""
    wanted = estate.site[site].distance_class or estate.site[far_site].distance_class
    return tuple(t for t in estate.tariffs if wanted and t.distance_class == wanted)


def device_yen(estate: Estate, years: int) -> int:
    """Return lease and maintenance of all network devices over so many years, without tax.

    What is not known is not counted.
    """
    lease = sum(d.lease_yen_month or 0 for d in estate.devices) * MONTHS_PER_YEAR
    return (lease + sum(d.maintenance_yen_year or 0 for d in estate.devices)) * years
