"""One golden LP file per constraint of the wave program."""

from collections.abc import Iterable
from pathlib import Path

import pulp
import pytest

from consolidation.migration import formulation
from consolidation.migration.formulation import WaveModel, WaveProblem, wave_model

GOLDEN = Path(__file__).parent / "golden"
GIVEN = WaveProblem(
    open_waves=((0, 1), (1, 2), (0, 2)),
    num=(1, 2, 1),
    seconds=(3600, 7200, 60),
    num_waves=3,
    most_moves=2,
    most_seconds=9000,
    yen=((10, 20, 30), (0, 5, 5), (1, 2, 3)),
    old=((0, 2),),
    old_yen=((100, 150, 220),),
)


def written(name: str, rows: Iterable, objective: pulp.LpAffineExpression, folder: Path) -> str:
    problem = pulp.LpProblem(name)
    problem.setObjective(objective)
    for label, row in rows:
        problem.addConstraint(row, label)
    problem.writeLP(str(folder / "written.lp"))
    return (folder / "written.lp").read_text("utf-8")


def model() -> WaveModel:
    return wave_model(GIVEN)


@pytest.mark.parametrize("name", ["once", "moves", "standstill", "standing"])
def test_constraint_is_the_golden_one(name: str, tmp_path: Path):
    rows = getattr(formulation, name)(model())
    text = written(name, rows, pulp.LpAffineExpression(), tmp_path)
    assert text == (GOLDEN / f"{name}.lp").read_text("utf-8")


def test_double_running_is_the_golden_one(tmp_path: Path):
    text = written("double_running", [], formulation.double_running(model()), tmp_path)
    assert text == (GOLDEN / "double_running.lp").read_text("utf-8")
