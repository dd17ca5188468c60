"""All instances of the packing benchmark by name, with what is known of them.

An instance is made anew wherever it is needed, so that its name is all that passes between
processes.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from estates import affinities, city, cloud, distinct
from profiles import peaks, profiles
from published import caprara_toth, mommessin, panigrahy, triplets

from consolidation.packing.model import PackingProblem
from consolidation.packing.vbp import read_vbp

VBP = Path(__file__).parents[4] / "shared" / "bench" / "vbp"
"""Public instances; they lie outside the project."""
SEEDS = 5
CAPRARA_TOTH = (1, 2, 3, 4, 5, 6, 7, 8, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One problem of the benchmark."""

    family: str
    name: str
    make: Callable[[], PackingProblem]
    limit_s: float
    """Wall limit for every solver, unless another is asked for."""
    seed: int = 0
    optimum: int | None = None
    """Known by construction or by publication."""
    best_heuristic: int | None = None
    """The best that published heuristics found."""
    side_by_side: bool = False
    """Peers run on it too, unless told otherwise."""


def instances() -> list[Instance]:
    """All of them, family by family."""
    return [
        *_caprara_toth(),
        *_public(),
        *_more(),
        *_city(),
        *_cloud(),
        *_distinct(),
        *_affinities(),
        *_profiles(),
    ]


@cache
def by_name() -> dict[str, Instance]:
    """Every instance by its name."""
    return {instance.name: instance for instance in instances()}


def _caprara_toth() -> Iterator[Instance]:
    for kind in CAPRARA_TOTH:
        for num in (24, 51, 99, 201) if kind == 10 else (25, 50, 100, 200):
            for seed in range(SEEDS):
                yield Instance(
                    family="caprara-toth",
                    name=f"ct{kind}-n{num}-s{seed}",
                    make=partial(caprara_toth, kind, num, seed),
                    limit_s=60,
                    seed=seed,
                    optimum=num // 3 if kind == 10 else None,
                    side_by_side=seed == 0 and num >= 99,
                )


def _public() -> Iterator[Instance]:
    if not (VBP / "known.csv").exists():
        return
    with (VBP / "known.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Instance(
                family="public",
                name=row["instance"],
                make=partial(read_vbp, VBP / f"{row['instance']}.vbp"),
                limit_s=60,
                optimum=int(row["optimum_bins"]),
                best_heuristic=int(row["best_published_heuristic_bins"]),
                side_by_side=True,
            )


def _more() -> Iterator[Instance]:
    """More of the recipes of the public instances: 3, 5, 10 dimensions, to 500 items."""
    for seed in range(SEEDS):
        for num_dimensions in (3, 5, 10):
            ending = f"d{num_dimensions}-s{seed}"
            for num in (20, 60, 120, 250, 500):
                for kind in range(1, 10):
                    make = partial(panigrahy, kind, num, num_dimensions, seed)
                    yield _published(f"panigrahy{kind}-n{num}-{ending}", make, seed)
                for kind in range(1, 7):
                    make = partial(mommessin, kind, num, num_dimensions, seed)
                    yield _published(f"new{kind}-n{num}-{ending}", make, seed)
            for num in (60, 120, 249, 501):
                for share in "FCM":
                    make = partial(triplets, share, num, num_dimensions, seed)
                    yield _published(f"triplet{share}-n{num}-{ending}", make, seed, num // 3)


def _published(
    name: str, make: Callable[[], PackingProblem], seed: int, optimum: int | None = None
) -> Instance:
    return Instance(
        family="published", name=name, make=make, limit_s=60, seed=seed, optimum=optimum
    )


def _city() -> Iterator[Instance]:
    for num in (80, 300, 2000):
        for seed in range(SEEDS):
            yield Instance(
                family="city",
                name=f"city-{num}-s{seed}",
                make=partial(city, num, seed),
                limit_s=60,
                seed=seed,
                side_by_side=seed < (3 if num < 2000 else 1),
            )


def _cloud() -> Iterator[Instance]:
    for num in (1000, 100_000):
        for seed in range(3):
            yield Instance(
                family="cloud",
                name=f"cloud-{num}-s{seed}",
                make=partial(cloud, num, seed),
                limit_s=60,
                seed=seed,
                side_by_side=seed == 0,
            )


def _distinct() -> Iterator[Instance]:
    for num, limit_s in ((5000, 60), (20_000, 120)):
        for seed in range(2):
            yield Instance(
                family="distinct",
                name=f"distinct-{num}-s{seed}",
                make=partial(distinct, num, seed),
                limit_s=limit_s,
                seed=seed,
                side_by_side=seed == 0,
            )


def _affinities() -> Iterator[Instance]:
    for num, num_apps in ((1000, 150), (10_000, 1500)):
        for seed in range(3):
            yield Instance(
                family="affinities",
                name=f"affinities-{num}-s{seed}",
                make=partial(affinities, num, num_apps, seed),
                limit_s=120,
                seed=seed,
                side_by_side=seed == 0,
            )


def _profiles() -> Iterator[Instance]:
    for num_slots in (24, 168):
        for seed in range(3):
            for name, make in (("hours", profiles), ("peaks", peaks)):
                yield Instance(
                    family="profiles",
                    name=f"{name}-{num_slots}-s{seed}",
                    make=partial(make, num_slots, seed),
                    limit_s=60,
                    seed=seed,
                    side_by_side=seed == 0 and num_slots == 24,
                )
