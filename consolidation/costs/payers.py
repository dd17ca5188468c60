"""Who pays: the department and system of a server, and how shared amounts are split.

What several servers share (a host, a platform, a licence of all cores) is split by weight so
that the parts add up to the yen. A server's weight is the mean of its shares of the CPU and of
the memory of all who share; where a size is not known all pay alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consolidation.costs.amounts import YearAmount
from consolidation.costs.case import Case
from consolidation.costs.model import Category, CostLine, Side
from consolidation.inventory.tables.servers import Server
from consolidation.money import split
from consolidation.packing.model import PackedHost
from consolidation.text import Text

Payer = tuple[str, str | None]
"""Department and system."""
Weights = Mapping[Payer, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a set of cost lines has in common."""

    side: Side
    category: Category
    subject: str
    note: Text | None = None
    optimised: bool = False


def payer(case: Case, server: Server) -> Payer:
    """Return the department and system of a server; the shared department without a system."""
    if server.system is None:
        return case.options.shared_department, None
    return case.estate.system[server.system].department, server.system


def nobody(case: Case) -> Weights:
    """Return the weights of what no system owns: the shared department pays it all."""
    return {(case.options.shared_department, None): 1}


def sharers(case: Case, sizes: Iterable[tuple[Server, int | None, int | None]]) -> Weights:
    """Return the weights of servers, each with its CPU and its memory; nobody when none.

    With ``c`` and ``m`` of the totals ``C`` and ``M`` a server weighs ``c*M + m*C``: the mean of
    its two shares, scaled to a whole number.
    """
    rows = list(sizes)
    if not rows:
        return nobody(case)
    if any(cpu is None or memory is None for _, cpu, memory in rows):
        known = [(server, 1, 1) for server, _, _ in rows]
    else:
        known = [(server, cpu or 0, memory or 0) for server, cpu, memory in rows]
    cpus, memories = sum(c for _, c, _ in known), sum(m for _, _, m in known)
    weights: dict[Payer, int] = {}
    for server, cpu, memory in known:
        who = payer(case, server)
        weights[who] = weights.get(who, 0) + cpu * memories + memory * cpus
    return weights if any(weights.values()) else nobody(case)


def guests_of(case: Case, host: PackedHost) -> Weights:
    """Return the weights of those who pay a new host: its guests; for a spare, its cluster's."""
    servers = case.guests[host.id]
    if not servers:
        hosts = [h for h in case.packing.hosts if h.cluster == host.cluster]
        servers = tuple(s for h in hosts for s in case.guests[h.id])
    return of_guests(case, servers)


def of_guests(case: Case, servers: Iterable[str]) -> Weights:
    """Return the weights of guests of the new platform, by their demands."""
    rows = [(case.estate.server[s], case.demand[s]) for s in servers]
    return sharers(case, [(s, d.cpu_centicores, d.memory_mib) for s, d in rows])


def of_vms(case: Case, servers: Iterable[Server]) -> Weights:
    """Return the weights of VMs of an existing platform, by what is allocated to them."""
    return sharers(case, [(s, s.cpu_cores, s.memory_mib) for s in servers])


def lines_of(item: Item, amounts: Iterable[YearAmount], weights: Weights) -> list[CostLine]:
    """Return one cost line per fiscal year and payer; the parts add up to the amounts.

    Amount and tax are split apart, so that no part has less with tax than without.
    """
    who = sorted(weights, key=lambda p: (p[0], p[1] or ""))
    shares = tuple(weights[p] for p in who)
    found: list[CostLine] = []
    for amount in amounts:
        bases = split(amount.base_yen, shares)
        taxes = split(amount.yen - amount.base_yen, shares)
        for (department, system), base, tax in zip(who, bases, taxes, strict=True):
            if base or tax:
                found.append(_line(item, amount, department, system, base, tax))
    return found


def _line(
    item: Item, amount: YearAmount, department: str, system: str | None, base: int, tax: int
) -> CostLine:
    return CostLine(
        side=item.side,
        fiscal_year=amount.fiscal_year,
        department=department,
        system=system,
        category=item.category,
        kind="per_year" if amount.months else "one_off",
        subject=item.subject,
        yen=base + tax,
        note=item.note,
        base_yen=base,
        months=amount.months,
        optimised=item.optimised,
    )
