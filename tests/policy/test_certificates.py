"""Certificates: right ones pass, any change to labels, weights, states or hashes is refused."""

import ast
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import networkx as nx
import pytest

import consolidation.policy.checking.certificate as checker
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, ControlKind, Medium, SiteKind
from consolidation.inventory.tables.network import Control, Link
from consolidation.inventory.tables.places import Site
from consolidation.network.attributes import (
    Edge,
    Relation,
    StateGraph,
    add_edge,
    edge_of,
    edges,
    states,
    ways,
)
from consolidation.network.graph import build_graph, graph_hash
from consolidation.policy.case import Case
from consolidation.policy.checking.certificate import check_certificate, check_on
from consolidation.policy.editions import EDITIONS
from consolidation.policy.judge import judge
from consolidation.policy.model import Certificate, Outcome, PolicyOptions, Verdict
from consolidation.policy.rules.entry import certificates
from consolidation.policy.verify import verify_verdict
from consolidation.text import Text
from tests.policy.oracle.agreement import case
from tests.policy.oracle.expected import Oracle
from tests.policy.tamper import OF_CERTIFICATE, OF_ESTATE

OPTIONS = PolicyOptions()
TRIED = 40
"""Tampered certificates of each kind, at least."""
NO_WORDS = Text("", "")


@pytest.fixture
def certificate(office):
    (found,) = judge(office, "as-is", OPTIONS).certificates
    return found


def test_labels_are_the_fewest_controls_by_hand(office, certificate):
    labels = dict(certificate.labels)
    assert certificate.k == 2
    assert labels["air/devices/AP-1"] == labels["domain/SW-A/V20"] == labels["server/SV-A"] == 0
    assert labels["control/C-A"] == labels["domain/FW-R/V900"] == 1
    assert labels["domain/SW-R/V110"] == labels["server/SV-R"] == labels["system/REGISTER"] == 2
    assert labels["site/HALL"] == 2
    assert set(labels) == set(build_graph(office))
    assert check_certificate(certificate, office) == ()


def test_labels_agree_with_networkx(office, certificate):
    graph = build_graph(office)
    sources = [node for node in graph if node.startswith("air/")]

    def weight(u, v, _):
        edge = edge_of(graph, u, v)
        return None if edge.relation is Relation.PART else edge.weight

    far = nx.multi_source_dijkstra_path_length(graph, sources, weight=weight)
    assert dict(certificate.labels) == {n: min(2, far.get(n, 2)) for n in graph}


def test_every_changed_fact_of_the_estate_is_refused(office, certificate):
    for control in office.controls:
        weaker = replace(control, kind=ControlKind.NONE)
        kept = tuple(c for c in office.controls if c.id != control.id)
        assert check_certificate(certificate, replace(office, controls=(*kept, weaker)))
        assert check_certificate(certificate, replace(office, controls=kept))
    for link in office.links:
        kept = tuple(row for row in office.links if row.id != link.id)
        for other in ((), (replace(link, certainty=Certainty.ASSUMED),),
                      (replace(link, medium=Medium.RADIO),),
                      (replace(link, segments=("V110", "V20")),)):  # fmt: skip
            assert check_certificate(certificate, replace(office, links=(*kept, *other)))


@dataclass
class Signed:
    """An estate on which P2 holds, the verdict, and its certificate."""

    estate: Estate
    options: PolicyOptions
    verdict: Verdict

    @property
    def certificate(self) -> Certificate:
        return self.verdict.certificates[0]

    @cached_property
    def graph(self) -> StateGraph:
        return build_graph(self.estate)

    def refuses(self, certificate: Certificate) -> bool:
        if check_on(certificate, self.graph, self.estate):
            return True
        verdict = replace(self.verdict, certificates=(certificate,))
        return bool(verify_verdict(verdict, self.estate, self.options))


@pytest.fixture(scope="module")
def signed(office) -> list[Signed]:
    """The office, and random estates whose certificates show the loss of several groups."""
    found = [Signed(office, OPTIONS, judge(office, "as-is", OPTIONS))]
    for seed in itertools.count():
        estate, options = case(seed)
        expected = Oracle(estate, options.media).entry(options.required_controls)
        if expected.outcome is not Outcome.HOLDS or expected.plain is None:
            continue
        verdict = judge(estate, "random", options)
        if verdict.certificates and len(verdict.certificates[0].losses) > 2:
            found.append(Signed(estate, options, verdict))
        if len(found) == 10:
            return found
    raise AssertionError


def test_what_is_not_tampered_with_passes(signed):
    for one in signed:
        assert verify_verdict(one.verdict, one.estate, one.options) == ()
        assert check_certificate(one.certificate, one.estate) == ()
        required = max(2, one.options.required_controls)
        assert (one.certificate.k, min(k for _, k in one.certificate.labels)) == (required, 0)


@pytest.mark.parametrize("kind", OF_CERTIFICATE)
def test_every_tampered_certificate_is_refused(kind, signed):
    dice, tried = random.Random(kind), 0
    for _ in range(80):
        one = dice.choice(signed)
        tampered = OF_CERTIFICATE[kind](one.certificate, dice)
        if tampered is None or tampered == one.certificate:
            continue
        tried += 1
        assert one.refuses(tampered), (one.estate, one.certificate, tampered)
    assert tried >= TRIED


def test_there_are_a_thousand_tampered_certificates():
    assert TRIED * len(OF_CERTIFICATE) >= 1_000


def plain(graph: StateGraph) -> tuple[object, ...]:
    """A graph without its words, compared without its hash."""
    return (
        {node: state._replace(said=NO_WORDS) for node, state in states(graph)},
        {(u, v): edge._replace(said=NO_WORDS) for u, v, edge in edges(graph)},
    )


@pytest.mark.parametrize("kind", OF_ESTATE)
def test_a_certificate_is_of_no_use_on_a_changed_estate(kind, signed):
    """Refused as it stands; and with the new hash put in, unless it is the new certificate."""
    dice, tried = random.Random(kind), 0
    for _ in range(60):
        one = dice.choice(signed)
        changed = OF_ESTATE[kind](one.estate, dice)
        if changed is None or plain(build_graph(changed)) == plain(build_graph(one.estate)):
            continue
        tried += 1
        assert check_certificate(one.certificate, changed), changed
        assert verify_verdict(one.verdict, changed, one.options), changed
        graph = build_graph(changed)
        forged = replace(one.certificate, graph=graph_hash(graph))
        refused = check_certificate(forged, changed)
        assert bool(refused) == (forged != made_anew(changed, graph, one.options)), changed
    assert tried >= 15


def made_anew(estate: Estate, graph: StateGraph, options: PolicyOptions) -> Certificate | None:
    """The certificate that the search makes for an estate with this graph, if P2 holds.

    A server that no way leads to any more is another matter: the labels are right without it.
    """
    case = Case(estate, "random", options, EDITIONS[options.edition], graph)
    case.__dict__["unconnected"] = ()
    return next(iter(certificates(case)), None)


def lighter(edge: Edge, dice: random.Random, guards: Sequence[Edge]) -> Edge | None:
    return edge._replace(weight=0, groups=()) if edge.weight else None


def heavier(edge: Edge, dice: random.Random, guards: Sequence[Edge]) -> Edge | None:
    return None if edge.weight else dice.choice(guards)._replace(certainty=edge.certainty)


def regrouped(edge: Edge, dice: random.Random, guards: Sequence[Edge]) -> Edge | None:
    group = dice.choice(("device/X", "account/NET"))
    return edge._replace(groups=(group,)) if edge.weight else None


def missing(edge: Edge, dice: random.Random, guards: Sequence[Edge]) -> Edge | None:
    return edge._replace(relation=Relation.PART)


@pytest.mark.parametrize("wrong", [lighter, heavier, regrouped, missing])
def test_a_certificate_is_of_no_use_on_a_changed_graph(wrong, signed):
    dice, tried = random.Random(wrong.__name__), 0
    for _ in range(120):
        one = dice.choice(signed)
        graph = build_graph(one.estate)
        found = sorted(ways(graph), key=lambda item: item[:2])
        u, v, edge = dice.choice(found)
        new = wrong(edge, dice, [e for _, _, e in found if e.weight])
        if new is None or new == edge:
            continue
        tried += 1
        graph.remove_edge(u, v)
        add_edge(graph, u, v, new)
        assert check_on(one.certificate, graph, one.estate)
        forged = replace(one.certificate, graph=graph_hash(graph))
        refused = check_on(forged, graph, one.estate)
        assert bool(refused) == (forged != made_anew(one.estate, graph, one.options)), (u, v)
    assert tried >= 10


def test_an_added_edge_is_refused(signed):
    dice, tried = random.Random(7), 0
    for _ in range(120):
        one = dice.choice(signed)
        graph = build_graph(one.estate)
        u, v = dice.sample(sorted(graph), 2)
        if graph.has_edge(u, v):
            continue
        tried += 1
        add_edge(graph, u, v, Edge(Relation.WAY, 0, "links", "L-X", Text("", "")))
        assert check_on(one.certificate, graph, one.estate)
        forged = replace(one.certificate, graph=graph_hash(graph))
        refused = check_on(forged, graph, one.estate)
        assert bool(refused) == (forged != made_anew(one.estate, graph, one.options)), (u, v)
    assert tried >= 60


def test_a_forged_hash_does_not_help(office, certificate):
    """With the hash of the broken graph put in, the labels themselves are refused."""
    short = Control(id="X", kind=ControlKind.NONE, device="FW-A", from_segment="V20",
                    to_segment="V900")  # fmt: skip
    broken = replace(office, controls=(*office.controls, short))
    graph = build_graph(broken)
    labels = (*certificate.labels, ("control/X", 0))
    forged = replace(certificate, graph=graph_hash(graph), labels=tuple(sorted(labels)))
    assert check_certificate(forged, broken)
    cable = Link(id="L-X", a_device="SW-A", b_device="SW-R", medium=Medium.COPPER,
                 segments=("V20",))  # fmt: skip
    hub = replace(office, links=(*office.links, cable))
    assert check_certificate(replace(certificate, graph=graph_hash(build_graph(hub))), hub)


def test_what_no_row_connects_cannot_be_said_to_be_guarded(office):
    """A certificate shows nothing of a server that nobody knows the place of."""
    lost = replace(office.server["SV-R"], id="SV-X", site="ELSEWHERE", device=None, segments=())
    site = Site(id="ELSEWHERE", name="分庁舎", kind=SiteKind.BRANCH)
    estate = replace(office, servers=(*office.servers, lost), sites=(*office.sites, site))
    verdict = judge(estate, "as-is", OPTIONS)
    assert {f.outcome for f in verdict.findings if f.rule == "P2-entry"} == {Outcome.UNDETERMINED}
    claimed = judge(office, "as-is", OPTIONS)
    graph = build_graph(estate)
    labels = dict(claimed.certificates[0].labels)
    certificate = replace(
        claimed.certificates[0],
        graph=graph_hash(graph),
        labels=tuple((node, labels.get(node, 2)) for node in sorted(graph)),
    )
    assert check_certificate(certificate, estate) == ()
    forged = replace(claimed, certificates=(certificate,))
    assert any("nobody knows" in text.en for text in verify_verdict(forged, estate, OPTIONS))


def test_weights_without_a_control_row_are_refused(office, certificate):
    """A graph whose edge claims a control that no row has is not believed."""
    graph = build_graph(office)
    words = Text("", "")
    edge = Edge(Relation.WAY, 1, "controls", "GHOST", words, control="GHOST",
                control_kind=ControlKind.FIREWALL)  # fmt: skip
    add_edge(graph, "control/C-A", "domain/SW-R/V110", edge)
    forged = replace(certificate, graph=graph_hash(graph))
    assert check_on(forged, graph, office)


def test_no_certificate_where_it_does_not_hold(office):
    three = PolicyOptions(required_controls=3)
    verdict = judge(office, "as-is", three)
    assert verdict.certificates == ()
    two = judge(office, "as-is", OPTIONS)
    lied = replace(two, certificates=())
    assert verify_verdict(lied, office, OPTIONS)
    assert verify_verdict(two, office, three)


def test_verify_refuses_an_edited_verdict(office):
    three = PolicyOptions(required_controls=3)
    verdict = judge(office, "as-is", three)
    assert verify_verdict(verdict, office, three) == ()
    finding = next(f for f in verdict.findings if f.outcome is Outcome.VIOLATED)
    shorter = replace(finding, witness=(*finding.witness[:3], *finding.witness[5:]))
    milder = replace(finding, num_controls=1)
    other_row = replace(
        finding, witness=(*finding.witness[:-1], replace(finding.witness[-1], row="SV-A"))
    )
    for edited in (shorter, milder, other_row, replace(finding, witness=())):
        findings = tuple(edited if f is finding else f for f in verdict.findings)
        assert verify_verdict(replace(verdict, findings=findings), office, three)
    without = tuple(f for f in verdict.findings if f.rule != "P2-entry")
    assert verify_verdict(replace(verdict, findings=without), office, three)


def test_checker_is_short_and_shares_nothing_with_the_search():
    source = Path(checker.__file__).read_text("utf-8")
    assert len(source.splitlines()) <= 100
    imported = {
        node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)
    }
    assert {m for m in imported if m.startswith("consolidation.policy")} == {
        "consolidation.policy.model"
    }
