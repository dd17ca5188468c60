"""Servers whose load changes by the hour: one dimension per slot and resource.

Three shapes, made up after what operators tell: office servers peak by day, intake and portal
servers in the evening, batch servers at night; memory hardly moves.
"""

import random
from math import exp

from consolidation.packing.model import Guest, HostOption, PackingProblem

RESOURCES = ("cpu_centicores", "memory_mib", "disk_iops")
CAPACITY = (6400, 524_288, 20_000)
SHAPES = (
    (11.0, 3.5, (0.1, 0.4), 6),
    (19.0, 2.5, (0.8, 1.0), 2),
    (2.0, 2.0, (0.3, 1.0), 3),
)
"""Day, evening, night: hour of the peak, its width, the range of what is left of it at weekends,
weight of the shape."""
FLOOR = (0.15, 0.85, 0.1)
"""Share of the peak that is there at any hour, per resource."""
PEAK = ((0.02, 0.2), (0.02, 0.1), (0.02, 0.2))
"""Range of the peak as a share of a host, per resource."""
NUM_SERVERS = 300


def profiles(num_slots: int, seed: int) -> PackingProblem:
    """300 servers, every hour of a day (24) or a week (168) its own dimension per resource."""
    demands = _demands(num_slots, seed)
    names = tuple(f"{resource}@{slot:03}" for slot in range(num_slots) for resource in RESOURCES)
    flat = [tuple(value for slot in demand for value in slot) for demand in demands]
    return _problem(names, CAPACITY * num_slots, flat)


def peaks(num_slots: int, seed: int) -> PackingProblem:
    """The same servers, each counted at its peak all the time."""
    demands = _demands(num_slots, seed)
    flat = [tuple(max(values) for values in zip(*demand, strict=True)) for demand in demands]
    return _problem(RESOURCES, CAPACITY, flat)


def _demands(num_slots: int, seed: int) -> list[list[tuple[int, ...]]]:
    """Per server and slot, the demand per resource."""
    pick = random.Random(f"profiles-{num_slots}-{seed}")
    demands: list[list[tuple[int, ...]]] = []
    for _ in range(NUM_SERVERS):
        hour, width, kept, _ = pick.choices(SHAPES, [shape[-1] for shape in SHAPES])[0]
        hour += pick.uniform(-1.5, 1.5)
        weekend = pick.uniform(*kept)
        peak = tuple(
            round(room * pick.uniform(*share)) for room, share in zip(CAPACITY, PEAK, strict=True)
        )
        demand: list[tuple[int, ...]] = []
        for slot in range(num_slots):
            rest = weekend if slot // 24 >= 5 else 1.0
            away = min((slot % 24 - hour) % 24, (hour - slot % 24) % 24)
            bell = rest * exp(-((away / width) ** 2) / 2) * pick.uniform(0.85, 1.0)
            demand.append(
                tuple(
                    max(1, round(most * (floor + (1 - floor) * bell)))
                    for most, floor in zip(peak, FLOOR, strict=True)
                )
            )
        demands.append(demand)
    return demands


def _problem(
    names: tuple[str, ...], capacity: tuple[int, ...], demands: list[tuple[int, ...]]
) -> PackingProblem:
    return PackingProblem(
        dimensions=names,
        guests=tuple(
            Guest(id=f"server-{i:04}", cluster="platform", zone="administrative", demand=demand)
            for i, demand in enumerate(demands, start=1)
        ),
        options=(HostOption(id="host", cluster="platform", capacity=capacity, price_yen=1),),
    )
