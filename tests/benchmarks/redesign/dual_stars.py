"""Cities with two halls: every site may have lines to either, so that all lines form one mesh."""

import random
from dataclasses import replace
from fractions import Fraction

from consolidation.redesign.leasing.model import Candidate, LineNetwork, Loss, Term, Traffic
from consolidation.redesign.leasing.offers import terms
from tests.benchmarks.redesign.stars import LADDERS, star, tariffs

FARTHER = (10, 11, 13)
"""Tenths of the fee to the other hall."""
TRUNK_KBIT_S, TRUNK_YEN = 1_000_000, 150_000
MOST_KBIT_S = 3_000_000


def dual_star(num_sites: int, seed: int) -> LineNetwork:
    """Return a star with lines to a second hall, a trunk between the halls, and any line lost.

    A third of the sites have traffic with the second hall too.
    """
    pick = random.Random(f"dual-{num_sites}-{seed}")
    base = star(num_sites, seed, losses=False)
    candidates, traffic = list(base.candidates), list(base.traffic)
    for own in base.candidates:
        if own.carrier is not None:
            fee = Fraction(pick.choice(FARTHER), 10)
            priced = tuple(replace(t, month_yen=round(t.month_yen * fee)) for t in own.terms)
            candidates.append(replace(own, id=f"{own.id}:2", b="both/hall2", terms=priced))
    back = {flow.target: flow for flow in base.traffic if flow.source == "both/hall"}
    for flow in base.traffic:
        if flow.source != "both/hall" and pick.random() < 1 / 3:
            other = back[flow.source]
            for source, target, own in (
                (flow.source, "both/hall2", flow),
                ("both/hall2", flow.source, other),
            ):
                office = own.office_kbit_s // 3
                traffic.append(
                    Traffic(
                        source=source,
                        target=target,
                        office_kbit_s=office,
                        night_kbit_s=own.night_kbit_s,
                    )
                )
    keep = Term(capacity_kbit_s=TRUNK_KBIT_S, month_yen=TRUNK_YEN)
    trunks = {"trunk": (Term(), keep)}
    load = sum(flow.office_kbit_s for flow in traffic)
    for carrier in LADDERS:
        trunks[f"trunk:{carrier}"] = (
            Term(),
            *terms(tariffs(carrier), min(4 * load, MOST_KBIT_S)),
        )
    candidates += [
        Candidate(
            id=name,
            a="both/hall",
            b="both/hall2",
            site="hall2",
            link=None if ":" in name else name,
            carrier=name.partition(":")[2] or None,
            terms=own,
        )
        for name, own in trunks.items()
    ]
    return replace(
        base,
        nodes=(*base.nodes, "both/hall2"),
        candidates=tuple(candidates),
        traffic=tuple(traffic),
        losses=tuple(Loss(kind="line", id=c.id, candidates=frozenset({c.id})) for c in candidates),
    )
