"""Re-check of a lease, by none of the code that made it.

Capacity: the whole network, every state of it, goes to the re-check of network designs
(`redesign.designing.verify`), which routes traffic exactly or by one linear program per state.
Where nothing is said to do, the most of everything is tried. Money: the terms picked are added up
again. Bound: between two sites every cheaper choice of terms is tried; for other parts it is the
optimiser's, which has a certificate of its own.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.problem import (
    Choice,
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
    Module,
)
from consolidation.redesign.designing.verify import verify_design
from consolidation.redesign.leasing import words
from consolidation.redesign.leasing.model import Lease, LineNetwork, Prices
from consolidation.redesign.leasing.verify_cheaper import cheaper_choices
from consolidation.redesign.leasing.verify_words import OWN, failure_id, telling
from consolidation.solving.status import Status
from consolidation.text import Text


def verify_lease(network: LineNetwork, prices: Prices, lease: Lease) -> tuple[Text, ...]:
    """Return everything wrong with a lease; empty means that it holds."""
    if lease.cost is None:
        return _nothing(network, lease)
    found = tuple(_picks(network, lease))
    if found:
        return found
    return (
        *_money(network, prices, lease),
        *_capacity(network, lease),
        *_bound(network, prices, lease),
    )


def _nothing(network: LineNetwork, lease: Lease) -> tuple[Text, ...]:
    """Where nothing is said to carry the traffic, the most of everything does not either."""
    if lease.status is not Status.INFEASIBLE:
        return ()
    design = NetworkDesign(status=lease.status, cost=None, bound=Fraction(0), culprit=lease.culprit)
    return verify_design(whole_problem(network), design)


def _picks(network: LineNetwork, lease: Lease) -> Iterator[Text]:
    for own in network.all_candidates:
        place = lease.picks.get(own.id)
        if place is None or not 0 <= place < len(own.terms):
            yield Text(f"回線 {own.id} の選択がない", f"line {own.id}: no term is picked")


def _money(network: LineNetwork, prices: Prices, lease: Lease) -> Iterator[Text]:
    total = Fraction(0)
    for own in network.all_candidates:
        total += prices.cost(own, own.terms[lease.picks[own.id]])
    if total != lease.cost:
        yield Text(
            f"費用 {lease.cost} は内訳の合計 {total} と違う",
            f"its cost is {lease.cost}, its parts add up to {total}",
        )
    if lease.cost is not None and lease.bound > lease.cost:
        yield Text("下界が費用を超える", "the bound is above the cost")
    if lease.status is Status.OPTIMAL and lease.bound != lease.cost:
        yield Text(
            "最適とするのに下界と費用が違う", "it is said to be optimal, yet bound and cost differ"
        )


def whole_problem(network: LineNetwork) -> DesignProblem:
    """Return a network of lines as one problem of network design, without prices.

    Each term of a candidate is a module, one of which may be had; capacities are what may be used
    after a loss. Where less may be used normally, traffic counts for more then in proportion.
    Where a node is given up while lines of it are left, others' traffic still passes through: its
    own then begins and ends beside it (`_beside`), and that is what fails.
    """
    beside = _beside(network)
    usable = max(map(network.may_use, network.losses), default=network.share)
    factor = usable / network.share
    most = sum(
        (Fraction(max(t.office_kbit_s, t.night_kbit_s)) for t in network.traffic), Fraction(0)
    )
    return DesignProblem(
        name=network.layout,
        nodes=(*network.nodes, *beside.values()),
        links=(
            *(
                DesignLink(
                    id=own.id,
                    a=own.a,
                    b=own.b,
                    latency=own.latency,
                    modules=tuple(
                        Module(Fraction(t.capacity_kbit_s) * usable, Fraction(0))
                        for t in own.terms
                        if t.capacity_kbit_s
                    ),
                )
                for own in network.candidates
            ),
            *(
                DesignLink(id=outer, a=outer, b=node, installed=most * network.growth * factor)
                for node, outer in beside.items()
            ),
        ),
        demands=tuple(
            Demand(
                id=f"{t.source}>{t.target}",
                source=beside.get(t.source, t.source),
                target=beside.get(t.target, t.target),
                amounts=(t.office_kbit_s * network.growth, t.night_kbit_s * network.growth),
                max_latency=network.max_latency,
            )
            for t in network.traffic
        ),
        direction=Direction.BIDIRECTED,
        choice=Choice.EXPLICIT,
        failures=tuple(
            Failure(
                id=failure_id(loss),
                links=tuple(c.id for c in network.candidates if c.id in loss.candidates),
                nodes=tuple(beside.get(n, n) for n in network.nodes if n in loss.nodes),
            )
            for loss in network.losses
        ),
        slices=("office", "night"),
        normal_factor=factor,
    )


def _beside(network: LineNetwork) -> dict[str, str]:
    """Return, for nodes given up while lines of theirs are left, where their traffic begins."""
    return {
        node: f"{node}{OWN}"
        for node in network.nodes
        if any(
            node in loss.nodes
            and any(node in (c.a, c.b) and c.id not in loss.candidates for c in network.candidates)
            for loss in network.losses
        )
    }


def whole_design(network: LineNetwork, lease: Lease) -> NetworkDesign:
    """Return what is leased as a design of `whole_problem`."""
    purchases = []
    for own in network.candidates:
        usable = [n for n, term in enumerate(own.terms) if term.capacity_kbit_s]
        counts = tuple(Fraction(n == lease.picks[own.id]) for n in usable)
        if any(counts):
            purchases.append(Purchase(link=own.id, counts=counts))
    return NetworkDesign(
        status=Status.OPTIMAL, cost=Fraction(0), bound=Fraction(0), purchases=tuple(purchases)
    )


def _capacity(network: LineNetwork, lease: Lease) -> tuple[Text, ...]:
    own_words = telling(network, lease.picks)
    return verify_design(whole_problem(network), whole_design(network, lease), own_words)


def _bound(network: LineNetwork, prices: Prices, lease: Lease) -> Iterator[Text]:
    """Try every cheaper choice between two sites that only meet the rest at one of them."""
    if lease.status is not Status.OPTIMAL:
        return
    for found in cheaper_choices(network, prices, lease):
        other = replace(lease, picks={**lease.picks, **found.picks})
        if network.max_latency is not None and _capacity(network, other):
            continue  # what is in a hurry elsewhere is not told by what crosses between the two
        a, b = map(words.at, found.ends)
        paid, cheaper = float(found.paid), float(found.cost)
        yield Text(
            f"{a.ja}–{b.ja}: {paid:.0f}円より安い {cheaper:.0f}円の契約がある",
            f"{a.en}–{b.en}: leased for {paid:.0f} yen, {cheaper:.0f} would do",
        )
