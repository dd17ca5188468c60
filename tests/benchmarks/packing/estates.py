"""Made-up estates of the kinds that consolidations meet, each from a seed.

No size or price here is anyone's; where a published trace gave the shape, the docstring says so.
"""

import random
from collections.abc import Sequence
from itertools import accumulate
from math import exp, log

from consolidation.packing.model import Apart, Guest, HostOption, PackingProblem

CLUSTER, ZONE = "platform", "administrative"

CITY_TYPES = (
    ("small", 1600, 131_072, 1_000_000),
    ("medium", 3200, 262_144, 1_850_000),
    ("large", 6400, 524_288, 3_450_000),
)
"""Id, hundredths of a core, MiB, yen: the price per capacity falls slightly with size."""
CONFLICT_SHARE = 0.25

FLAVOUR_HOST = (6400, 524_288, 20_000, 25_000)
FLAVOUR_DIMENSIONS = ("cpu_centicores", "memory_mib", "disk_iops", "network_mbit_s")
NUM_FLAVOURS = 50

MACHINE = (9200, 294_912, 2457)
"""The large machine of the Tianchi 2018 data: 92 cores, 288 GiB, 2,457 GB of disk."""
MACHINE_DIMENSIONS = ("cpu_centicores", "memory_mib", "disk_gb")
APP_SIZES = (
    ((50, 4), (100, 25), (200, 15), (400, 40), (600, 4), (800, 10), (1600, 2)),
    ((2048, 10), (4096, 20), (8192, 45), (16_384, 20), (32_768, 5)),
    ((60, 70), (100, 15), (150, 5), (200, 5), (300, 3), (600, 2)),
)
"""Per dimension: (size, weight)."""
RULES_PER_APP = 4
OWN_SHARE = 0.02
"""Share of the rules that bind an application with itself."""
MOST = ((0, 10), (1, 35), (2, 50), (3, 5))
"""(k of an at-most-k rule, weight)."""


def city(num: int, seed: int) -> PackingProblem:
    """Servers that all differ, three priced host types, a quarter in keep-apart groups of 2 to 4.

    Sizes are spread evenly over their logarithm: 0.2 to 8 cores, 1.5 to 64 GiB.
    """
    pick = random.Random(f"city-{num}-{seed}")
    demands: dict[tuple[int, int], None] = {}
    while len(demands) < num:
        cores = _spread(pick, 20, 800)
        demands[cores, 64 * _spread(pick, 24, 1024)] = None
    groups = [""] * num
    grouped, at = round(CONFLICT_SHARE * num), 0
    while at < grouped:
        size = min(pick.randint(2, 4), max(2, grouped - at))
        groups[at : at + size] = [f"apart-{at:05}"] * size
        at += size
    groups = groups[:num]
    pick.shuffle(groups)
    guests = tuple(
        Guest(
            id=f"server-{i:05}",
            cluster=CLUSTER,
            zone=ZONE,
            demand=demand,
            labels=(group,) if group else (),
        )
        for i, (demand, group) in enumerate(zip(demands, groups, strict=True), start=1)
    )
    return PackingProblem(
        dimensions=("cpu_centicores", "memory_mib"),
        guests=guests,
        options=tuple(
            HostOption(id=name, cluster=CLUSTER, capacity=(cores, memory), price_yen=yen)
            for name, cores, memory, yen in CITY_TYPES
        ),
        rules=tuple(Apart(label=group) for group in sorted(set(groups) - {""})),
    )


def cloud(num: int, seed: int) -> PackingProblem:
    """Servers of 50 flavours in four dimensions, some far more frequent than others.

    A flavour takes 1 to 9 % of a host in each dimension, and 10 to 30 % in one of them.
    """
    pick = random.Random(f"cloud-{seed}")
    flavours: list[tuple[int, ...]] = []
    for at in range(NUM_FLAVOURS):
        heavy = at % len(FLAVOUR_HOST)
        flavours.append(
            tuple(
                round(room * (pick.uniform(0.1, 0.3) if d == heavy else pick.uniform(0.01, 0.09)))
                for d, room in enumerate(FLAVOUR_HOST)
            )
        )
    popular = [pick.expovariate(1) for _ in flavours]
    chosen = pick.choices(flavours, popular, k=num)
    return _one_type(FLAVOUR_DIMENSIONS, FLAVOUR_HOST, chosen)


def distinct(num: int, seed: int) -> PackingProblem:
    """Servers that all differ: 1 to 20 % of a host in each of four dimensions, independently."""
    pick = random.Random(f"distinct-{num}-{seed}")
    demands: dict[tuple[int, ...], None] = {}
    while len(demands) < num:
        demands[tuple(round(room * pick.uniform(0.01, 0.2)) for room in FLAVOUR_HOST)] = None
    return _one_type(FLAVOUR_DIMENSIONS, FLAVOUR_HOST, list(demands))


def affinities(num: int, num_apps: int, seed: int) -> PackingProblem:
    """Containers of applications with at-most-k rules between applications.

    Shaped like the Alibaba global scheduling competition (Tianchi 2018, preliminary data):
    9,338 applications of 68,219 containers (a few large applications, many of one container),
    35,000 rules "beside a stand at most k of b", of which a few applications state and suffer
    most, k mostly 1 or 2; the machine is its large one. As in the
    competition a rule of an application with itself allows k + 1. What a container takes is made
    up.
    """
    pick = random.Random(f"affinities-{num}-{num_apps}-{seed}")
    popular = [exp(pick.gauss(0, 1.4)) for _ in range(num_apps)]
    counts = [1] * num_apps
    for app in pick.choices(range(num_apps), popular, k=num - num_apps):
        counts[app] += 1
    sizes = [_app(pick) for _ in range(num_apps)]
    guests: list[Guest] = []
    for app, count in enumerate(counts):
        label = f"app-{app:04}"
        guests.extend(
            Guest(
                id=f"{label}-{i:04}", cluster=CLUSTER, zone=ZONE, demand=sizes[app], labels=(label,)
            )
            for i in range(count)
        )
    most = _interference(pick, num_apps)
    option = HostOption(id="machine", cluster=CLUSTER, capacity=MACHINE, price_yen=1)
    return PackingProblem(
        dimensions=MACHINE_DIMENSIONS,
        guests=tuple(guests),
        options=(option,),
        rules=tuple(
            Apart(label=f"app-{app:04}", most=k + 1)
            if app == beside
            else Apart(label=f"app-{app:04}", most=k, beside=f"app-{beside:04}")
            for (beside, app), k in sorted(most.items())
        ),
    )


def _app(pick: random.Random) -> tuple[int, ...]:
    return tuple(_weighted(pick, sizes) for sizes in APP_SIZES)


def _interference(pick: random.Random, num_apps: int) -> dict[tuple[int, int], int]:
    """Most containers of the second application that stand beside one of the first.

    Which applications state rules, and which suffer them, is as uneven as 1 / rank.
    """
    ranked = list(range(num_apps))
    pick.shuffle(ranked)
    sums = list(accumulate(1 / (1 + at) for at in range(num_apps)))
    most: dict[tuple[int, int], int] = {}
    while len(most) < RULES_PER_APP * num_apps:
        states, suffers = pick.choices(range(num_apps), cum_weights=sums, k=2)
        beside, app = ranked[states], ranked[-1 - suffers]
        if pick.random() < OWN_SHARE:
            app = beside
        most[beside, app] = _weighted(pick, MOST)
    return most


def _spread(pick: random.Random, least: int, most: int) -> int:
    """Draw a whole number evenly over its logarithm."""
    return round(exp(pick.uniform(log(least), log(most))))


def _weighted(pick: random.Random, sizes: Sequence[tuple[int, int]]) -> int:
    values, weights = zip(*sizes, strict=True)
    return pick.choices(values, weights)[0]


def _one_type(
    dimensions: tuple[str, ...], capacity: tuple[int, ...], demands: Sequence[tuple[int, ...]]
) -> PackingProblem:
    """One unlimited host type of price 1, one guest per demand."""
    return PackingProblem(
        dimensions=dimensions,
        guests=tuple(
            Guest(id=f"server-{i:06}", cluster=CLUSTER, zone=ZONE, demand=demand)
            for i, demand in enumerate(demands, start=1)
        ),
        options=(HostOption(id="host", cluster=CLUSTER, capacity=capacity, price_yen=1),),
    )
