"""The benchmark's generators: the same instance from the same seed, of the size that it says."""

from pathlib import Path

import pytest

from consolidation.packing.model import PackingProblem

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "packing"
PUBLIC = Path(__file__).parents[3] / "shared" / "bench" / "vbp"


@pytest.fixture(scope="module")
def make():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARK))
        import instances

    return lambda name: instances.by_name()[name].make()


def sizes(problem: PackingProblem) -> list[tuple[int, ...]]:
    return [guest.demand for guest in problem.guests]


@pytest.mark.parametrize(
    ("name", "num", "num_dimensions", "num_rules"),
    [
        ("ct1-n25-s0", 25, 2, 0),
        ("panigrahy9-n60-d5-s1", 61, 5, 0),
        ("new1-n120-d10-s0", 120, 10, 0),
        ("city-80-s0", 80, 2, 7),
        ("cloud-1000-s0", 1000, 4, 0),
        ("affinities-1000-s0", 1000, 3, 600),
        ("hours-24-s0", 300, 72, 0),
        ("peaks-24-s0", 300, 3, 0),
    ],
)
def test_size_and_seed(make, name: str, num: int, num_dimensions: int, num_rules: int):
    problem = make(name)
    assert len({guest.id for guest in problem.guests}) == num
    assert {len(size) for size in sizes(problem)} == {num_dimensions}
    assert len(problem.rules) == num_rules
    assert problem == make(name)
    other = make(name[:-1] + str(1 - int(name[-1])))
    assert sizes(problem) != sizes(other)
    for size in sizes(problem):
        assert all(0 <= a <= b for a, b in zip(size, problem.options[-1].capacity, strict=True))


@pytest.mark.parametrize("name", ["ct10-n99-s0", "tripletF-n60-d5-s0", "tripletM-n60-d3-s0"])
def test_triplets_fill_their_bins_exactly(make, name: str):
    problem = make(name)
    (bin_,) = problem.options
    totals = [sum(column) for column in zip(*sizes(problem), strict=True)]
    assert totals == [len(problem.guests) // 3 * room for room in bin_.capacity]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("ct1-n25-s0", [(365, 186), (233, 349)]),
        ("new4-n20-d3-s0", [(35, 32, 50), (56, 41, 29)]),
        ("city-80-s0", [(62, 3520), (25, 27584)]),
        ("cloud-1000-s0", [(419, 143477, 925, 1275), (1143, 34881, 1231, 545)]),
        ("affinities-1000-s0", [(400, 8192, 60), (400, 8192, 60)]),
    ],
)
def test_first_draws_never_change(make, name: str, first: list[tuple[int, ...]]):
    """Committed tables name instances; they mean nothing once the draws have moved."""
    assert sizes(make(name))[:2] == first


@pytest.mark.parametrize(
    ("name", "num", "capacity"),
    [("panigrahy_class9_500_3_8", 501, (100,) * 3), ("triplet_classF_249_5_9", 249, (100,) * 5)],
)
def test_public_instances_are_read(make, name: str, num: int, capacity: tuple[int, ...]):
    if not PUBLIC.exists():
        pytest.skip("the published instances are not on this machine")
    problem = make(name)
    assert len(problem.guests) == num
    assert problem.options[0].capacity == capacity
