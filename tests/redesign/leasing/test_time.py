"""How the time for a network of several meshes is shared out."""

from fractions import Fraction

import pytest

from consolidation.redesign.leasing import lease
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.states import Part, PartLease
from tests.redesign.leasing.test_lease import MONTH, asked_of, line

LIMIT_S = 30.0


class Clock:
    """A clock that only moves when a mesh is leased."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def rings(*sizes: int):
    """Return rings that meet at one hub; the first site of each has traffic to the hub."""
    lines, traffic = [], {}
    for number, size in enumerate(sizes):
        names = ["hub", *(f"{number}.{n}" for n in range(1, size))]
        for a, b in zip(names, [*names[1:], "hub"], strict=True):
            lines.append(line(f"{a}-{b}", a, b, (0, 0), (10, 5)))
        traffic[names[1], "hub"] = 4
    return asked_of(tuple(lines), traffic)


@pytest.mark.parametrize("sizes", [(9, 3, 4), (3, 4, 9), (4, 9, 3)])
def test_time_that_small_meshes_do_not_need_goes_to_the_large_one(sizes, monkeypatch):
    clock, given = Clock(), {}

    def mesh(part: Part, _: object, limit_s: float) -> PartLease:
        given[len(part.nodes)] = limit_s
        clock.now += {3: 1.0, 4: 14.5, 9: 9.0}[len(part.nodes)]
        return PartLease(Fraction(0), Fraction(0), {own.id: 0 for own in part.candidates}, True)

    monkeypatch.setattr(lease, "monotonic", clock)
    monkeypatch.setattr(lease, "cheapest_by_cuts", lambda *_: None)
    monkeypatch.setattr(lease, "cheapest_mesh", mesh)
    assert Leases(rings(*sizes), LIMIT_S).cheapest(MONTH).cost == 0
    assert given == {3: LIMIT_S / 3, 4: (LIMIT_S - 1) / 2, 9: LIMIT_S - 1 - 14.5}


def test_no_mesh_gets_less_than_no_time(monkeypatch):
    clock, given = Clock(), []

    def mesh(part: Part, _: object, limit_s: float) -> PartLease:
        given.append(limit_s)
        clock.now += 2 * LIMIT_S
        return PartLease(Fraction(0), Fraction(0), {own.id: 0 for own in part.candidates}, True)

    monkeypatch.setattr(lease, "monotonic", clock)
    monkeypatch.setattr(lease, "cheapest_by_cuts", lambda *_: None)
    monkeypatch.setattr(lease, "cheapest_mesh", mesh)
    Leases(rings(3, 4), LIMIT_S).cheapest(MONTH)
    assert given == [LIMIT_S / 2, 0.0]
