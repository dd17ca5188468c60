"""One golden LP file per constraint: the inequality of the docstring, written out."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pulp
import pytest

from consolidation.packing import assignment, host_mix
from consolidation.packing.compartments import compartment, lots
from consolidation.packing.cover import CoverRow
from consolidation.packing.mix import Limit
from consolidation.packing.model import Guest, HostOption, PackingProblem

GOLDEN = Path(__file__).parent / "golden"
Rows = Iterable[tuple[str, pulp.LpConstraint]]

PROBLEM = PackingProblem(
    dimensions=("cores", "memory"),
    guests=(
        Guest(id="a", cluster="c", zone="x", demand=(3, 5), keep_apart="k"),
        Guest(id="b", cluster="c", zone="x", demand=(2, 7), keep_apart="k"),
        Guest(id="d", cluster="c", zone="x", demand=(1, 1)),
        Guest(id="e", cluster="c", zone="x", demand=(1, 1)),
        Guest(id="f", cluster="c", zone="y", demand=(4, 0)),
    ),
    options=(
        HostOption(id="large", cluster="c", capacity=(8, 16), price_yen=500, limit=3),
        HostOption(id="small", cluster="c", capacity=(4, 9), price_yen=300),
    ),
    spares=(("c", 1),),
)


def mix_model(limits: tuple[Limit, ...] = ()) -> host_mix.MixModel:
    rows = [[CoverRow((8, 4), 7, "volume"), CoverRow((1, 1), 2, "keep-apart")]]
    return host_mix.mix_model(lots(PROBLEM)[0], rows, limits)


def assignment_model() -> assignment.AssignmentModel:
    guests = [guest for guest in PROBLEM.guests if guest.zone == "x"]
    return assignment.assignment_model(compartment(guests, PROBLEM.options), [0, 1, 1])


def cover() -> Rows:
    model = mix_model()
    return host_mix.cover(model, [[CoverRow((8, 4), 7, "volume"), CoverRow((1, 0), 2, "count")]])


def exceed() -> Rows:
    return host_mix.exceed(mix_model(), [Limit(0, (1, 2))])


CONSTRAINTS: dict[str, Callable[[], Rows]] = {
    "cover": cover,
    "stock": lambda: host_mix.stock(mix_model()),
    "spares": lambda: host_mix.spares(mix_model()),
    "exceed": exceed,
    "everyone": lambda: assignment.everyone(assignment_model()),
    "capacity": lambda: assignment.capacity(assignment_model()),
    "apart": lambda: assignment.apart(assignment_model()),
}


def written(name: str, rows: Rows, objective: pulp.LpAffineExpression, folder: Path) -> str:
    problem = pulp.LpProblem(name)
    problem.setObjective(objective)
    for label, row in rows:
        problem.addConstraint(row, label)
    problem.writeLP(str(folder / "written.lp"))
    return (folder / "written.lp").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_constraint_is_the_golden_one(name: str, tmp_path: Path):
    text = written(name, CONSTRAINTS[name](), pulp.LpAffineExpression(), tmp_path)
    assert text == (GOLDEN / f"{name}.lp").read_text("utf-8")


def test_price_is_the_golden_one(tmp_path: Path):
    text = written("price", [], mix_model().price(), tmp_path)
    assert text == (GOLDEN / "price.lp").read_text("utf-8")
