"""The tree of a certificate is right, and worth something, whenever it is left."""

import pytest

from consolidation.packing.bounding import proof_tree
from consolidation.packing.bounding.certify import certify
from consolidation.packing.bounding.cover import quick_rows
from consolidation.packing.bounding.host_mix import cheapest, mix_model
from consolidation.packing.bounding.proof_tree import grow
from consolidation.packing.check_bound import check_bound
from consolidation.packing.compact.compartments import lots
from consolidation.packing.search.state import Search
from consolidation.solving.deadline import Deadline
from tests.packing.test_packing_mixed import mixed

SEEDS = range(6)


def search_of(seed: int) -> Search:
    """Return a search that knows its first bound, from rows alone, and no packing."""
    (lot,) = lots(mixed(60, seed))
    rows = [list(quick_rows(part)) for part in lot.compartments]
    lower = cheapest(mix_model(lot, rows), 60)[1]
    return Search(lot, Deadline.after(60), rows, lower=lower)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_without_time_is_accepted(seed: int) -> None:
    found = search_of(seed)
    shown = certify([found], Deadline.after(0))
    assert 0 < shown.bound <= found.lower
    assert check_bound(mixed(60, seed), shown) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_parts_that_yield_nothing_keep_what_the_whole_shows(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No part after the root can be shown impossible, or shows anything of its own."""
    found = search_of(seed)
    root, _ = grow(found.lot, found.rows, [], found.lower, Deadline.after(0))
    leaf, asked = proof_tree._Program.leaf, []

    def of_the_root_alone(program, duals, box, *, impossible):
        asked.append(program)
        is_root = asked.count(program) == 1
        return leaf(program, duals, box, impossible=impossible) if is_root else None

    monkeypatch.setattr(proof_tree._Program, "leaf", of_the_root_alone)
    shown = certify([found], Deadline.after(1))
    assert asked.count(asked[-1]) > 1
    assert 0 < root == shown.bound < found.lower
    assert check_bound(mixed(60, seed), shown) == ()
