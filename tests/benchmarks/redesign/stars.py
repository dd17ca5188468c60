"""Cities whose sites all have their lines to one hall."""

import random
from dataclasses import replace
from fractions import Fraction

from consolidation.inventory.tables.traffic import Tariff
from consolidation.redesign.leasing.model import Candidate, LineNetwork, Loss, Term, Traffic
from consolidation.redesign.leasing.offers import terms

LADDERS = {
    "A": ((10, 34_000, 30_000), (100, 82_000, 50_000), (1000, 290_000, 100_000)),
    "B": ((10, 31_000, 80_000), (50, 58_000, 80_000), (1000, 265_000, 150_000)),
    "C": ((100, 79_000, 120_000),),
}
"""(Mbit/s, yen a month, yen once) by carrier: made up."""


def tariffs(carrier: str) -> list[Tariff]:
    """Return what a carrier offers."""
    return [
        Tariff(
            id=f"{carrier}{mbit}",
            carrier=carrier,
            distance_class="near",
            bandwidth_mbit_s=mbit,
            yen_month=month,
            one_off_yen=once,
        )
        for mbit, month, once in LADDERS[carrier]
    ]


def star(num_sites: int, seed: int, *, losses: bool) -> LineNetwork:
    """Return sites around a hall, each with two lines that are there and new ones of carriers."""
    pick = random.Random(f"star-{num_sites}-{seed}")
    sites = [f"s{n:03}" for n in range(num_sites)]
    traffic, candidates = [], []
    for site in sites:
        a, b = f"both/{site}", "both/hall"
        load = round(pick.lognormvariate(9.5, 1.0))
        traffic += [
            Traffic(source=a, target=b, office_kbit_s=load, night_kbit_s=load // 10),
            Traffic(source=b, target=a, office_kbit_s=load // 4, night_kbit_s=load // 2),
        ]
        for own in ("res", "adm"):
            capacity, month = pick.choice([(10_000, 33_000), (100_000, 80_000)])
            leave = Term(leave_yen=pick.choice([0, 0, 3 * month]))
            keep = Term(capacity_kbit_s=capacity, month_yen=month)
            name = f"{own}-{site}"
            candidates.append(
                Candidate(id=name, a=a, b=b, site=site, link=name, terms=(leave, keep))
            )
        for carrier in LADDERS:
            candidates.append(
                Candidate(
                    id=f"{site}:{carrier}",
                    a=a,
                    b=b,
                    site=site,
                    carrier=carrier,
                    terms=(Term(), *terms(tariffs(carrier), 4 * load)),
                )
            )
    network = LineNetwork(
        layout="merged",
        nodes=("both/hall", *(f"both/{site}" for site in sites)),
        candidates=tuple(candidates),
        traffic=tuple(traffic),
        losses=(),
        growth=Fraction(11, 10) ** 5,
        share=Fraction(7, 10),
    )
    if not losses:
        return network
    lost = tuple(Loss(kind="line", id=c.id, candidates=frozenset({c.id})) for c in candidates)
    return replace(network, losses=lost)
