"""Times the policy proof at scale, against the plain ways of doing the same in the same run.

Run by name: ``make bench-policy`` (or ``python -m tests.benchmarks.policy.speed``). It writes
``speed.md`` beside this file. The generated city: a core with two firewalls between the networks,
and sites of three switches in a ring with an access point, on trunks of all VLANs; each site
hangs on the core by a line of its own.
"""

import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import networkx as nx

from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.network.attributes import ways
from consolidation.network.fault_domains import fault_domains
from consolidation.network.graph import build_graph
from consolidation.policy.case import Case
from consolidation.policy.checking.certificate import check_on
from consolidation.policy.editions import EDITIONS
from consolidation.policy.failures import Failures
from consolidation.policy.judge import judge
from consolidation.policy.model import PolicyOptions
from consolidation.policy.rules.entry import certificates, entry
from consolidation.policy.ways.roads import guards
from consolidation.policy.ways.spread import labels
from consolidation.policy.what_if import Questions
from consolidation.uncollected import without_collecting
from tests.policy.generated_city import city

ROOT = Path(__file__).parents[3]
RESULTS = Path(__file__).with_name("speed.md")
TOYONAKA = ROOT / "inventories" / "toyonaka-2018"
OPTIONS = PolicyOptions()
LARGE, MIDDLE = 3400, 200
ROUNDS = 3
SAMPLE = 40
"""Failures that are also worked out from nothing, to tell what all of them would take."""


def seconds(job: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median seconds of a job over some rounds."""
    found = []
    for _ in range(rounds):
        begin = time.perf_counter()
        job()
        found.append(time.perf_counter() - begin)
    return statistics.median(found)


def fresh(estate: Estate, graph) -> Case:
    return Case(estate, "as-is", OPTIONS, EDITIONS[OPTIONS.edition], graph)


def large() -> list[str]:
    """A network of 300,000 states: proof, certificate and check, and networkx beside it."""
    estate = city(("*",), num_sites=LARGE)
    built = seconds(lambda: build_graph(estate), 1)
    graph = build_graph(estate)
    case = fresh(estate, graph)
    (certificate,) = certificates(case)

    @without_collecting  # as `judge` does
    def prove() -> None:
        again = fresh(estate, graph)
        assert entry(again)[0].num_controls == 2
        assert certificates(again) == (certificate,)

    def check() -> None:
        assert check_on(certificate, graph, estate) == ()

    counts = case.edition.counts
    plain = nx.DiGraph()
    plain.add_nodes_from(case.states)
    plain.add_weighted_edges_from((u, v, int(guards(e, counts))) for u, v, e in ways(graph))
    roads, sources = case.all_roads, case.all_roads.numbers(case.sources)
    ours = seconds(lambda: labels(roads, sources))
    peer = seconds(lambda: nx.multi_source_dijkstra_path_length(plain, set(case.sources)), 1)
    proved, checked = seconds(prove), seconds(check)
    return [
        f"| {len(case.states):,} states, {graph.number_of_edges():,} edges: build the graph from "
        f"the inventory | {built:.2f} |",
        f"| the same: P2 with independent controls, and its certificate | {proved:.2f} |",
        f"| the same: check the certificate | {checked:.2f} |",
        f"| **the same: proved, certified and checked** | **{proved + checked:.2f}** |",
        f"| the same: fewest controls to every state, roads ready | {ours:.3f} |",
        f"| the same by networkx, weights ready (`multi_source_dijkstra_path_length`) | "
        f"{peer:.2f}, {peer / ours:.0f} times as long |",
    ]


def failing() -> list[str]:
    """All single failures of a city of 200 sites, and some of them from nothing."""
    estate = city(("*",), num_sites=MIDDLE)
    domains = fault_domains(estate)
    graph = build_graph(estate)

    def every() -> None:
        tried = Failures(fresh(estate, graph))
        list(tried.each(domains))

    whole = seconds(every)
    case = fresh(estate, graph)
    tried = Failures(case)
    some = domains[:: max(1, len(domains) // SAMPLE)]

    def from_labels() -> None:
        for domain in some:
            gone = tried.gone(domain)
            roads = case.all_roads.altered(gone)
            labels(roads, [s for s in roads.numbers(case.sources) if s not in gone])

    def from_nothing() -> None:
        for domain in some[:8]:
            left = replace(
                estate,
                links=tuple(link for link in estate.links if link.id not in domain.links),
                devices=tuple(d for d in estate.devices if d.id not in domain.devices),
                controls=tuple(c for c in estate.controls if c.device not in domain.devices),
            )
            kept = {d.id for d in left.devices}
            servers = tuple(s for s in left.servers if s.device in kept)
            entry(fresh(left := replace(left, servers=servers), build_graph(left)))

    relabelled = seconds(from_labels, 1) / len(some) * len(domains)
    scratch = seconds(from_nothing, 1) / 8 * len(domains)
    return [
        f"| city of {MIDDLE} sites, {len(case.states):,} states: **all {len(domains):,} single "
        f"failures** | **{whole:.2f}** |",
        f"| the same, every state labelled anew after each failure (from {len(some)} of them) | "
        f"{relabelled:.0f}, {relabelled / whole:.0f} times as long |",
        f"| the same, inventory, graph and search from nothing after each failure (from 8) | "
        f"{scratch:.0f}, {scratch / whole:.0f} times as long |",
    ]


def asking() -> list[str]:
    """What-if on the sample city."""
    estate = read_inventory(TOYONAKA).estate
    questions = Questions(estate, OPTIONS)
    before = seconds(lambda: Questions(estate, OPTIONS).before)
    domains = [n.split("/")[1:] for n in questions.case.states if n.startswith("domain/")]
    pairs = [(tuple(domains[n]), tuple(domains[-n - 1])) for n in range(0, len(domains) // 2, 9)]
    found = []
    for one, other in pairs:
        begin = time.perf_counter()
        questions.joined(one, other)
        found.append(time.perf_counter() - begin)
    judged = seconds(lambda: judge(estate, "as-is", OPTIONS))
    return [
        f"| toyonaka-2018, {len(questions.case.states):,} states: the whole verdict, all "
        f"{len(fault_domains(estate))} single failures included | {judged:.2f} |",
        f"| toyonaka-2018: ready for questions | {before:.3f} |",
        f"| toyonaka-2018: **what if one joint more**, {len(found)} questions, median (slowest) | "
        f"**{statistics.median(found):.4f}** ({max(found):.4f}) |",
    ]


def main() -> None:
    rows = [*large(), *failing(), *asking()]
    day = datetime.now(UTC).date()
    text = [
        "# The policy proof at scale",
        "",
        f"`make bench-policy`, {day}, Python {platform.python_version()}, networkx "
        f"{version('networkx')}; two cores, one used; median of {ROUNDS} runs where a job is not "
        "named as taken from some; seconds.",
        "",
        "| job | seconds |",
        "|---|---|",
        *rows,
        "",
    ]
    RESULTS.write_text("\n".join(text), encoding="utf-8")
    print("\n".join(text))


if __name__ == "__main__":
    main()
