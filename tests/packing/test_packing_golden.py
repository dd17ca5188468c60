"""One golden LP file per constraint: the inequality of the docstring, written out.

``python -m tests.packing.test_packing_golden`` writes the files anew; look at what changed.
"""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pulp
import pytest

from consolidation.packing.bounding import host_mix
from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.compact.compartments import Lot, lots
from consolidation.packing.compact.mix import Limit
from consolidation.packing.model import Apart, Guest, HostOption, PackingProblem
from consolidation.packing.placing import assignment
from consolidation.packing.second import within
from consolidation.packing.second.staying import moves_of, present_key

GOLDEN = Path(__file__).parent / "golden"
Rows = Iterable[tuple[str, pulp.LpConstraint]]

PROBLEM = PackingProblem(
    dimensions=("cores", "memory"),
    guests=(
        Guest(id="a", cluster="c", zone="x", demand=(3, 5), labels=("k",), present="old"),
        Guest(id="b", cluster="c", zone="x", demand=(2, 7), labels=("k",), costs=(("old", 200),)),
        Guest(id="d", cluster="c", zone="x", demand=(1, 1), labels=("m",)),
        Guest(id="e", cluster="c", zone="x", demand=(1, 1), labels=("m",)),
        Guest(id="f", cluster="c", zone="y", demand=(4, 1)),
    ),
    options=(
        HostOption(id="big", cluster="c", capacity=(8, 16), price_yen=500, limit=3, most_guests=3),
        HostOption(id="old", cluster="c", capacity=(4, 9), price_yen=300, limit=1, most_guests=2),
    ),
    spares=(("c", 1),),
    rules=(Apart(label="k"), Apart(label="m", most=0, beside="k")),
)


def lot() -> Lot:
    return lots(PROBLEM)[0]


def moves() -> list[list[list[int]]]:
    """Guest a, which stands on ``old`` today, moves on any other host."""
    key = present_key(PROBLEM)
    return [moves_of(part, key).tolist() for part in lot().compartments]


def row(worths: tuple[int, int], need: int, scale: int = 0) -> CoverRow:
    return CoverRow(prices=(), worths=worths, scale=scale, need=need, by="by hand")


ROWS = ((row((8, 4), 7), row((500, 300), 1000, scale=2)), (row((1, 0), 1),))


def mix() -> host_mix.MixModel:
    return host_mix.mix_model(lot(), ((), ()))


def own() -> assignment.AssignmentModel:
    """The program of zone x on one big host and the old one."""
    return assignment.assignment_model(lot().compartments[0], [0, 1])


def whole() -> tuple[host_mix.MixModel, list[assignment.AssignmentModel]]:
    """The program over everything, with up to two big hosts and the old one for zone x."""
    return assignment.whole_model(lot(), ((), ()), [[2, 1], [1, 0]])


def placements() -> Rows:
    model, parts = whole()
    return assignment.placements(model, parts[0], model.placing[0])


def fresh_whole() -> tuple[host_mix.MixModel, assignment.AssignmentModel]:
    """The same, before the rows that join zone x to the mix."""
    model = mix()
    part = assignment.assignment_model(lot().compartments[0], [0, 0, 1], model.problem, "_0")
    return model, part


def used_hosts() -> Rows:
    model, part = fresh_whole()
    return assignment.used_hosts(model, 0, part)


CONSTRAINTS: dict[str, Callable[[], Rows]] = {
    "cover": lambda: host_mix.cover(mix(), ROWS),
    "stock": lambda: host_mix.stock(mix()),
    "spares": lambda: host_mix.spares(mix()),
    "exceed": lambda: host_mix.exceed(mix(), [Limit(0, (1, 0))]),
    "everyone": lambda: assignment.everyone(own()),
    "capacity": lambda: assignment.capacity(own()),
    "limits": lambda: assignment.limits(own()),
    "binding": lambda: assignment.binding(own()),
    "used_hosts": used_hosts,
    "placements": placements,
    "within": lambda: within.within(mix(), 1200),
    "fewer": lambda: within.fewer(whole()[1], moves(), 2),
}
OBJECTIVES: dict[str, Callable[[], pulp.LpAffineExpression]] = {
    "price": lambda: mix().price(),
    "moves": lambda: within.num_moves(whole()[1], moves()),
}
NAMES = sorted({*CONSTRAINTS, *OBJECTIVES})


def written(name: str) -> str:
    """Return a constraint, or an objective, as an LP file."""
    problem = pulp.LpProblem(name)
    objective = OBJECTIVES.get(name, pulp.LpAffineExpression)
    problem.setObjective(objective())
    for label, constraint in CONSTRAINTS.get(name, tuple)():
        problem.addConstraint(constraint, label)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.lp"
        problem.writeLP(str(path))
        return path.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_golden_one(name: str):
    assert written(name) == (GOLDEN / f"{name}.lp").read_text("utf-8")


def test_every_golden_file_is_of_something():
    assert sorted(path.stem for path in GOLDEN.glob("*.lp")) == NAMES


def write_anew() -> None:
    """Write all golden files, and remove those of constraints that are no more."""
    for path in GOLDEN.glob("*.lp"):
        path.unlink()
    for name in NAMES:
        (GOLDEN / f"{name}.lp").write_text(written(name), "utf-8")


if __name__ == "__main__":
    write_anew()
