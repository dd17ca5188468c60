"""Leasing lines of whole cities against the plain program in HiGHS, on the same problem.

Run by name: ``python -m tests.benchmarks.redesign.options``. It writes ``options.md`` beside this
file. The plain program gets the whole network at once, every term a column, a flow per state; it
is not built where states times lines would take all memory.
"""

import platform
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from consolidation.inventory.read import read_inventory
from consolidation.redesign.designing.problem import DesignLink, DesignProblem, Module
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import (
    Lease,
    LineNetwork,
    Prices,
)
from consolidation.redesign.leasing.networks import line_network
from consolidation.redesign.leasing.verify import verify_lease, whole_problem
from consolidation.scenario.options import question
from consolidation.scenario.read import read_scenario
from tests.benchmarks.redesign.dual_stars import dual_star
from tests.benchmarks.redesign.plain import solve_plain
from tests.benchmarks.redesign.stars import star

ROOT = Path(__file__).parents[3]
RESULTS = Path(__file__).with_name("options.md")
LIMIT_S = 60
MOST_STATES = 5000
WEIGHT = Fraction(60)


def toyonaka() -> Iterator[tuple[str, LineNetwork]]:
    """Yield the sample city normally and with the loss of any line, then with two halls."""
    estate = read_inventory(ROOT / "inventories" / "toyonaka-2018").estate
    asked = question(estate, read_scenario(ROOT / "scenarios" / "merge-both.toml"))
    for kinds in ((), ("line",)):
        for layout in ("separate", "merged"):
            name = f"toyonaka-2018 {layout}, {'any line lost' if kinds else 'normal state'}"
            terms_of = replace(asked.asked, losses=kinds, change_on=date(2020, 4, 1))
            yield name, line_network(asked.placed, layout, terms_of)
    two = replace(terms_of, new_lines_to=("HALL2",))
    yield f"{name}, new lines to HALL2 too", line_network(asked.placed, layout, two)


def priced(network: LineNetwork, prices: Prices) -> tuple[DesignProblem, Fraction]:
    """Return the whole network as one problem with prices, and what is paid in any case."""
    problem, always = whole_problem(network), Fraction(0)
    links = []
    for own, link in zip(network.candidates, problem.links, strict=True):
        costs = [prices.cost(own, term) for term in own.terms]
        first = costs[0] if not own.terms[0].capacity_kbit_s else Fraction(0)
        always += first
        usable = [n for n, term in enumerate(own.terms) if term.capacity_kbit_s]
        modules = tuple(
            Module(module.capacity, costs[n] - first)
            for n, module in zip(usable, link.modules, strict=True)
        )
        links.append(DesignLink(id=link.id, a=link.a, b=link.b, modules=modules))
    return replace(problem, links=tuple(links)), always


def row(name: str, network: LineNetwork) -> str:
    """Solve both ways and return a row of the table."""
    prices = Prices(weight=WEIGHT)
    begin = perf_counter()
    lease: Lease = Leases(network, LIMIT_S).cheapest(prices)
    took = perf_counter() - begin
    begin = perf_counter()
    assert verify_lease(network, prices, lease) == (), name
    checked = perf_counter() - begin
    assert lease.cost is not None
    gap = 100 * float((lease.cost - lease.bound) / lease.cost)
    problem, always = priced(network, prices)
    cells = [
        name,
        f"{len(network.nodes)}/{len(network.candidates)}/{len(network.losses)}",
        f"{float(lease.cost):.0f}",
        f"{gap:.2f}",
        f"{took:.2f}",
        f"{checked:.1f}",
    ]
    if len(network.candidates) * len(network.losses) > MOST_STATES:
        return "| " + " | ".join([*cells, "-", "-", "-", "-"]) + " |"
    plain = solve_plain(problem, LIMIT_S)
    value = None if plain.value is None else plain.value + float(always)
    left = "-"
    if value is not None and plain.bound is not None:
        left = f"{max(0.0, 100 * (value - plain.bound - float(always)) / value):.2f}"
    ratio = f"{'' if left == '0.00' else '> '}{plain.seconds / took:.0f}"
    shown = "-" if value is None else f"{value:.0f}"
    return "| " + " | ".join([*cells, shown, left, f"{plain.seconds:.1f}", ratio]) + " |"


def main() -> None:
    """Write the table."""
    cases = [
        *toyonaka(),
        ("star(12), any line lost", star(12, 1, losses=True)),
        ("star(200), normal state", star(200, 1, losses=False)),
        ("star(200), any line lost", star(200, 1, losses=True)),
        ("dual_star(60), any line lost", dual_star(60, 1)),
    ]
    rows = [row(name, network) for name, network in cases]
    today, python = datetime.now(UTC).date(), platform.python_version()
    text = f"""# Leasing lines against the plain program

Made {today} by `python -m tests.benchmarks.redesign.options`; CPython {python}, \
highspy {version("highspy")}, PuLP {version("pulp")}; {LIMIT_S} s each, one thread.
Costs in yen over 60 months without discount; every answer was checked again (`verify_lease`). The
ratio is the plain program's time to ours, both to proof; with `>` the plain program had not proved
it. A dash: not built, as states times lines would take all memory.

| network | nodes/lines/losses | cost | gap % | s | check s | plain cost | plain gap % | plain s | \
ratio |
|---|---|---|---|---|---|---|---|---|---|
"""
    RESULTS.write_text(text + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
