"""Published instances of SNDlib, where they are on this machine."""

from pathlib import Path

import pytest

from consolidation.redesign.sndlib.read import read_sndlib

BENCH = Path(__file__).parents[4] / "shared" / "bench" / "sndlib"


@pytest.mark.parametrize(
    ("name", "nodes", "links", "demands", "total"),
    [
        ("atlanta", 15, 22, 210, 136726),
        ("nobel-us", 14, 21, 91, 5420),
        ("pdh", 11, 34, 24, 4621),
        ("polska", 12, 18, 66, 9943),
    ],
)
def test_sizes(name: str, nodes: int, links: int, demands: int, total: int):
    path = BENCH / f"{name}.txt"
    if not path.exists():
        pytest.skip("the published instances are not on this machine")
    models = [*BENCH.glob(f"{name}.*.model.txt"), "U-U-E-Y-C-A-N-U"]
    for model in models:
        instance = read_sndlib(path, model)
        problem = instance.problem
        assert (len(problem.nodes), len(problem.links)) == (nodes, links)
        assert len(problem.demands) == demands
        assert sum(demand.amounts[0] for demand in problem.demands) == total
        assert len(problem.failures) == (links if instance.model.survives else 0)
        assert isinstance(model, str) or instance.model.tag in model.name
