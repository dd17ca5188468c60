"""Network design against the plain program in HiGHS, instance by instance, in one run.

Run by name: ``python -m tests.benchmarks.redesign.run``. It writes ``results.md`` beside this
file. The published instances are read from a folder beside the project and left out where that is
absent; the others are generated (`instances`).
"""

import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.design import design_network
from consolidation.redesign.designing.problem import DesignProblem
from consolidation.redesign.designing.verify import verify_design
from consolidation.redesign.sndlib.read import read_instance
from tests.benchmarks.redesign.instances import city, regional
from tests.benchmarks.redesign.plain import PlainAnswer, solve_plain

PUBLISHED = Path(__file__).parents[4] / "shared" / "bench" / "sndlib"
RESULTS = Path(__file__).with_name("results.md")
LIMIT_S = 60
MOST_STATES = 5000
"""Links times failures beyond which the plain program is not built: it takes all memory."""
NOT_RUN = PlainAnswer(value=None, bound=None, seconds=0.0, infeasible=False)
ALONE, SURVIVING = "U-U-M-N-C-A-N-N", "U-U-M-N-C-A-N-U"


def instances() -> Iterator[tuple[str, DesignProblem]]:
    """Yield names and problems."""
    for name, tag in (
        ("polska", ALONE),
        ("polska", SURVIVING),
        ("atlanta", ALONE),
        ("atlanta", SURVIVING),
        ("nobel-us", ALONE),
        ("pdh", ALONE),
    ):
        path = PUBLISHED / f"{name}.txt"
        if path.exists():
            yield f"{name} {tag}", read_instance(path, tag)
    for num, load in ((12, 0.3), (12, 3.0), (20, 0.3)):
        yield f"regional({num}, load {load})", regional(num, 3, load, 1)
    for sites in (8, 20, 50):
        yield f"city({sites})", city(sites, 0)


def gap(value: float | None, bound: float | None) -> str:
    """Return a gap in percent."""
    if value is None or bound is None:
        return "-"
    return f"{max(0.0, 100 * (value - bound) / value):.2f}" if value else "0.00"


def line(name: str, problem: DesignProblem) -> str:
    """Solve an instance both ways and return its row."""
    begin = perf_counter()
    ours = design_network(problem, LIMIT_S)
    took = perf_counter() - begin
    assert verify_design(problem, ours) == (), name
    shown = "-"
    if ours.certificate is not None:
        assert check_bound(problem, ours.certificate) == (), name
        shown = f"{float(ours.certificate.bound):.1f}"
    large = len(problem.failures) * len(problem.links) > MOST_STATES
    plain = NOT_RUN if large else solve_plain(problem, LIMIT_S)
    value = None if ours.cost is None else float(ours.cost)
    proved = (took, plain.seconds)
    done = ours.cost == ours.bound, gap(plain.value, plain.bound) == "0.00"
    ratio = f"{proved[1] / proved[0]:.1f}" if done[0] and not large else "-"
    if done[0] and not done[1]:
        ratio = f"> {ratio}"
    cells = (
        name,
        f"{len(problem.nodes)}/{len(problem.links)}/{len(problem.failures)}",
        "-" if value is None else f"{value:.1f}",
        f"{float(ours.bound):.1f}",
        gap(value, float(ours.bound)),
        f"{took:.1f}",
        shown,
        "-" if plain.value is None else f"{plain.value:.1f}",
        gap(plain.value, plain.bound),
        "-" if large else f"{plain.seconds:.1f}",
        ratio,
    )
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Run everything and write the table."""
    head = [
        "# Network design against the plain program",
        "",
        f"Made {datetime.now(UTC):%Y-%m-%d} by `python -m tests.benchmarks.redesign.run`; CPython "
        f"{platform.python_version()}, highspy {version('highspy')}, PuLP {version('pulp')}; "
        f"{LIMIT_S} s each, one thread.",
        "Every design was checked again (`verify_design`) and so was what the certificate shows "
        "(`check_bound`). The ratio is the plain program's time to ours, both to proof; with `>` "
        "the plain program had not proved it within its time; it is not built for large cities.",
        "",
        "| instance | nodes/links/failures | value | bound | gap % | s | certificate shows "
        "| plain value | plain gap % | plain s | ratio |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    rows = []
    for name, problem in instances():
        rows.append(line(name, problem))
        print(rows[-1], flush=True)
    RESULTS.write_text("\n".join([*head, *rows, ""]), "utf-8")


if __name__ == "__main__":
    main()
