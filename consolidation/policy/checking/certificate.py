"""The checker of certificates: it walks the graph and shares nothing with the search.

Labels: if sources are 0, protected states at least k, and no way rises by more than its weight,
every way from wireless to a protected state passes at least k controls. Losses: if whatever k - 1
groups of controls are lost lets in no protected state, k of them are independent; listed are the
sets that matter, of groups that guard a way on to a protected state out of what the rest lets in.
Both must be exact: a changed certificate is refused even where its claim would still hold.
"""

from collections.abc import Callable, Iterable, Mapping

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.network.attributes import Layer, StateGraph, states, ways
from consolidation.network.graph import build_graph, graph_hash
from consolidation.policy.model import Certificate
from consolidation.text import Text
from consolidation.uncollected import without_collecting

PROTECTED, LAYERS = (Zone.RESIDENT,), (Layer.SERVER, Layer.DOMAIN, Layer.SEGMENT)
Steps = Mapping[str, list[tuple[str, tuple[str, ...]]]]
"""Steps on from each state, with the groups whose loss opens them; no groups: it is free."""


def check_certificate(certificate: Certificate, estate: Estate) -> tuple[Text, ...]:
    """Return what is wrong with a certificate, which may prove less than is required."""
    return check_on(certificate, build_graph(estate), estate)


@without_collecting
def check_on(certificate: Certificate, graph: StateGraph, estate: Estate) -> tuple[Text, ...]:
    """Return what is wrong with a certificate, given the estate's graph."""
    if certificate.property != "P2-entry" or certificate.k < 1:
        return (Text("知らない性質である", f"unknown property {certificate.property}"),)
    if certificate.graph != graph_hash(graph):
        return (Text("グラフのハッシュが合わない", "the hash of the graph differs"),)
    k, labels, nodes = certificate.k, dict(certificate.labels), dict(states(graph))
    if len(labels) != len(certificate.labels) or set(labels) != set(nodes):
        return (Text("状態の過不足がある", "states are missing, added or doubled"),)
    counted = {c.id for c in estate.controls if c.kind.value in certificate.counts}
    air = {n for n, s in nodes.items() if s.layer is Layer.AIR and s.family in certificate.media}
    most = {node: 0 if node in air else k for node in nodes}
    steps: Steps = {node: [] for node in nodes}
    back: dict[str, list[str]] = {node: [] for node in nodes if labels[node]}
    for origin, target, edge in ways(graph):
        guarded = edge.weight == 1 and edge.control in counted and bool(edge.groups)
        most[target] = min(most[target], labels[origin] + guarded)
        steps[origin].append((target, edge.groups if guarded else ()))
        if labels[target]:
            back[target] += [origin] if labels[origin] else []
    near = _walk(air, lambda n: [v for v, g in steps[n] if labels[v] == labels[n] + bool(g)])
    targets = {n for n, s in nodes.items() if s.zone in PROTECTED and s.layer in LAYERS}
    for node, label in labels.items():
        if label > most[node] or (label < k and (node in targets or node not in near)):
            ja = f"{node}のラベル{label}は誤り（{most[node]}、必要数{k}）"
            return (Text(ja, f"label {label} of {node} is wrong: {most[node]}, {k} required"),)
    return _check_losses(certificate, steps, _walk(targets, back.__getitem__), targets)


def _check_losses(
    certificate: Certificate, steps: Steps, alive: set[str], targets: set[str]
) -> tuple[Text, ...]:
    """Check that the loss of every set of groups that matters is listed, exact and harmless."""
    listed = {loss.groups: loss.reached for loss in certificate.losses}
    inside = (node for node, label in certificate.labels if not label)
    exits = [step for node in inside for step in steps[node] if step[0] in alive]
    needed: list[tuple[str, ...]] = [()]
    known = set(needed)
    for groups in needed:
        lost = set(groups)

        def opened(node: str, lost: set[str] = lost) -> list[str]:
            return [v for v, g in steps[node] if v in alive and not (g and lost.isdisjoint(g))]

        region = _walk((v for v, guard in exits if lost & set(guard)), opened)
        if groups and listed.get(groups) != tuple(sorted(region)):
            return (Text(f"{groups}の喪失が正しくない", f"the loss of {groups} is not right"),)
        if region & targets:
            return (Text(f"{groups}の喪失で届く", f"the loss of {groups} lets wireless in"),)
        if len(groups) < certificate.k - 1:
            out = exits + [step for node in region for step in steps[node] if step[0] in alive]
            more = {group for v, guard in out if v not in region for group in guard} - lost
            wider = {tuple(sorted((*groups, group))) for group in more} - known
            needed += sorted(wider)
            known |= wider
    if len(listed) != len(certificate.losses) or len(listed) != len(needed) - 1:
        return (Text("要らない喪失がある", "losses are listed twice, or without need"),)
    return ()


def _walk(begin: Iterable[str], onward: Callable[[str], Iterable[str]]) -> set[str]:
    """Return every state on a way from some states, these included."""
    seen = set(begin)
    stack = list(seen)
    while stack:
        for node in onward(stack.pop()):
            if node not in seen:
                seen.add(node)
                stack.append(node)
    return seen
