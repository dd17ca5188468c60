"""Controls that fall together, counted over roads made by hand."""

import pytest

from consolidation.network.graph import build_graph
from consolidation.policy.case import Case
from consolidation.policy.editions import CITY_2018
from consolidation.policy.model import PolicyOptions
from consolidation.policy.readings import readings
from consolidation.policy.ways import losses as module
from consolidation.policy.ways.losses import enter, independent_count
from consolidation.policy.ways.roads import Gate, Roads


def chain(*groups: tuple[str, ...]) -> Roads:
    """States in a row, each step past a gate that falls with the groups given."""
    names = [f"{n:03}" for n in range(len(groups) + 1)]
    gates = tuple(Gate(f"C{n}", own) for n, own in enumerate(groups))
    gated = {n: [(n + 1, n)] for n in range(len(groups))}
    return Roads(names, [[] for _ in names], gated, gates)


@pytest.mark.parametrize(
    ("groups", "independent"),
    [
        ((("device/A",), ("device/B",)), 2),
        ((("device/A",), ("device/A",)), 1),
        ((("account/X", "device/A"), ("account/X", "device/B")), 1),
        ((("account/X", "device/A"), ("account/X", "device/B"), ("device/C",)), 2),
        ((("account/X", "device/A"), ("account/X", "device/B"), ("device/B",)), 2),
        ((("account/X", "device/A"), ("device/B",), ("account/Y", "device/C")), 3),
    ],
)
def test_a_group_counts_once_however_many_controls_it_holds(groups, independent):
    roads, last = chain(*groups), len(groups)
    assert independent_count(roads, [0], [last], last) == (independent, True)
    assert enter(roads, [0], [last], independent).weakest is None
    found = enter(roads, [0], [last], independent + 1)
    assert (found.weakest, found.complete) == (independent, True)


def test_of_two_ways_the_weaker_counts():
    """Three boxes one after the other, or two controls on one box."""
    names = ["0", "1", "2", "3", "4"]
    gates = tuple(Gate(f"C{n}", (f"device/{box}",)) for n, box in enumerate("ABCDD"))
    gated = {0: [(1, 0), (3, 3)], 1: [(2, 1)], 2: [(4, 2)], 3: [(4, 4)]}
    roads = Roads(names, [[] for _ in names], gated, gates)
    assert independent_count(roads, [0], [4], 2) == (1, True)


def test_groups_that_guard_only_a_dead_end_are_not_tried():
    dead = [(f"device/{n}",) for n in range(50)]
    names = [f"{n:03}" for n in range(53)]
    gates = (*(Gate(f"C{n}", own) for n, own in enumerate(dead)), Gate("C", ("device/X",)))
    gated = {0: [(n + 1, n) for n in range(50)] + [(51, 50)], 51: [(52, 50)]}
    roads = Roads(names, [[] for _ in names], gated, gates)
    found = enter(roads, [0], [52], 4)
    assert [lost.groups for lost in found.lost] == [(), ("device/X",)]


def test_a_search_cut_short_still_tells_a_way_with_too_few_controls_one_by_one(monkeypatch):
    monkeypatch.setattr(module, "MOST_SETS", 2)
    roads = chain(("device/A",), ("device/B",), ("device/C",))
    found = enter(roads, [0], [3], 4)
    assert not found.complete
    assert found.weakest == 3
    assert found.lost[-1].groups == ("device/A", "device/B", "device/C")
    assert enter(chain(*[(f"device/{n}",) for n in range(5)]), [0], [5], 5).weakest is None


def test_a_count_cut_short_tells_what_is_sure(monkeypatch):
    """Three boxes in each of three layers: every one is tried alone, not every pair."""
    names = ["0", "1", "2", "3"]
    gates = tuple(Gate(f"C{n}", (f"device/{n}",)) for n in range(9))
    gated = {layer: [(layer + 1, 3 * layer + n) for n in range(3)] for layer in range(3)}
    roads = Roads(names, [[] for _ in names], gated, gates)
    assert independent_count(roads, [0], [3], 3) == (3, True)
    monkeypatch.setattr(module, "MOST_SETS", 4)
    assert independent_count(roads, [0], [3], 3) == (2, False)


def test_what_holds_is_not_counted_below_what_is_required(monkeypatch, office):
    """However the count of the weakest way is cut short, it does not contradict the certificate."""
    case = Case(office, "x", PolicyOptions(), CITY_2018, build_graph(office))
    assert case.worst_entered.complete
    monkeypatch.setattr(Case, "k", 1)
    again = Case(office, "x", PolicyOptions(), CITY_2018, build_graph(office))
    assert again.worst_entered.weakest is None
    monkeypatch.setattr(module, "MOST_SETS", 0)
    assert again.weakest == (1, False)
    assert readings(again)[0].turns_at is None  # nothing is claimed of a count cut short
