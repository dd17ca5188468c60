"""A search that is stopped by Ctrl-C claims no more than it has shown."""

import pytest

from consolidation.redesign.designing.answer import NetworkDesign
from consolidation.redesign.designing.design import design_network
from consolidation.redesign.designing.tree import Tree
from consolidation.redesign.designing.verify import verify_design
from consolidation.solving.status import Status
from tests.benchmarks.redesign.instances import regional

PROBLEM = regional(8, 2, 1.0, 1)


@pytest.fixture(scope="module")
def whole() -> NetworkDesign:
    return design_network(PROBLEM, 60)


@pytest.mark.parametrize("cases", [0, 1, 2, 5])
def test_the_case_at_work_counts_as_open(
    cases: int, whole: NetworkDesign, monkeypatch: pytest.MonkeyPatch
):
    work = Tree._work
    done: list[Tree] = []

    def stopped(tree: Tree, *arguments: object) -> object:
        if tree._cutting:  # not the small trees that better a design
            done.append(tree)
            if len(done) > cases:
                raise KeyboardInterrupt
        return work(tree, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Tree, "_work", stopped)
    design = design_network(PROBLEM, 60)
    assert len(done) > cases, "the search ended before it was stopped"
    assert whole.status is Status.OPTIMAL
    assert design.status is Status.FEASIBLE
    assert design.stopped_by == "interrupt"
    assert design.bound < whole.cost <= design.cost
    assert verify_design(PROBLEM, design) == ()
