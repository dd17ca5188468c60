"""The checker of certificates: one pass over the graph, sharing nothing with the search.

A certificate labels every state with a whole number. If sources are 0, protected states at least
k, and no way edge rises by more than its weight, then every way from wireless to a protected
state passes at least k controls. The checker also asks that labels are exact (no state could be
labelled higher), so that a changed label is refused even where the claim would still hold.
"""

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.network.attributes import Edge, Layer, State, StateGraph, states, ways
from consolidation.network.graph import build_graph, graph_hash
from consolidation.policy.model import Certificate
from consolidation.text import Text

PROTECTED = (Zone.RESIDENT,)
LAYERS = (Layer.SERVER, Layer.DOMAIN, Layer.SEGMENT)
MOST_PROBLEMS = 10


def check_certificate(certificate: Certificate, estate: Estate) -> tuple[Text, ...]:
    """Return what is wrong with a certificate for a state of the estate; nothing: it is right.

    A certificate that proves less than a scenario requires (a smaller ``k``) is right in itself:
    compare ``k`` with what is required.
    """
    return check_on(certificate, build_graph(estate), estate)


def check_on(certificate: Certificate, graph: StateGraph, estate: Estate) -> tuple[Text, ...]:
    """Return what is wrong with a certificate, given the estate's graph."""
    if certificate.property != "P2-entry":
        return (Text("知らない性質である", f"unknown property {certificate.property}"),)
    if certificate.graph != graph_hash(graph):
        return (Text("グラフのハッシュが合わない", "the hash of the graph differs"),)
    labels = dict(certificate.labels)
    nodes = dict(states(graph))
    if len(labels) != len(certificate.labels) or set(labels) != set(nodes):
        return (Text("状態の過不足がある", "states are missing, added or doubled"),)
    counted = {c.id for c in estate.controls if c.kind.value in certificate.counts}
    allowed = dict.fromkeys(labels, certificate.k)
    for origin, target, edge in ways(graph):
        allowed[target] = min(allowed[target], labels[origin] + _weight(edge, counted))
    found = []
    for node, state in nodes.items():
        if (problem := _wrong(node, state, labels[node], allowed[node], certificate.k)) is not None:
            found.append(problem)
    return tuple(found[:MOST_PROBLEMS])


def _weight(edge: Edge, counted: set[str]) -> int:
    """Return 1 only where a control row that exists guards the edge."""
    return int(edge.weight == 1 and edge.control in counted)


def _wrong(node: str, state: State, label: int, allowed: int, k: int) -> Text | None:
    source = state.layer is Layer.AIR
    right = 0 if source else allowed
    if label != right:
        return Text(
            f"{node}のラベルは{label}だが、{right}でなければならない",
            f"the label of {node} is {label} and must be {right}",
        )
    if state.zone in PROTECTED and state.layer in LAYERS and label < k:
        return Text(
            f"{node}のラベル{label}は必要な{k}に足りない",
            f"the label of {node} is {label}, less than the {k} required",
        )
    return None
