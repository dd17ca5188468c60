"""Certificates: right ones pass, any change to labels, weights, states or hashes is refused."""

import ast
import random
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

import consolidation.policy.certificate as checker
from consolidation.inventory.tables.kinds import Certainty, ControlKind, Medium
from consolidation.inventory.tables.network import Control, Link
from consolidation.network.attributes import Edge, Relation, add_edge, edge_of
from consolidation.network.graph import build_graph, graph_hash
from consolidation.policy.certificate import check_certificate, check_on
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict
from consolidation.text import Text

OPTIONS = PolicyOptions()


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


def test_every_random_change_of_labels_is_refused(office, certificate):
    dice = random.Random(4)
    labels = list(certificate.labels)
    for _ in range(1000):
        place = dice.randrange(len(labels))
        node, label = labels[place]
        how = dice.choice(("other", "missing", "renamed", "doubled", "extra", "k", "hash", "kinds"))
        changed = list(labels)
        other = certificate
        if how == "other":
            changed[place] = (node, dice.choice([n for n in (-1, 0, 1, 2, 3, 9) if n != label]))
        elif how == "missing":
            del changed[place]
        elif how == "renamed":
            changed[place] = (node + "'", label)
        elif how == "doubled":
            changed.append((node, label))
        elif how == "extra":
            changed.append(("domain/SW-X/V1", 0))
        elif how == "k":
            other = replace(certificate, k=dice.choice((1, 3, 4)))
        elif how == "hash":
            digit = dice.randrange(64)
            new = dice.choice([c for c in "0123456789abcdef" if c != certificate.graph[digit]])
            text = certificate.graph[:digit] + new + certificate.graph[digit + 1 :]
            other = replace(certificate, graph=text)
        else:
            other = replace(certificate, counts=())
        tampered = replace(other, labels=tuple(changed))
        assert check_certificate(tampered, office) != (), (how, node, label)


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
