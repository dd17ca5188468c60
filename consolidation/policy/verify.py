"""Re-checking of a written verdict against the estate, by the checkers alone."""

from consolidation.inventory.estate import Estate
from consolidation.network.attributes import Layer, StateGraph, states, ways
from consolidation.network.graph import build_graph
from consolidation.policy.checking.certificate import PROTECTED, check_on
from consolidation.policy.checking.witness import check_witnesses
from consolidation.policy.editions import EDITIONS
from consolidation.policy.model import Outcome, PolicyOptions, Verdict
from consolidation.text import Text
from consolidation.uncollected import without_collecting

RULE = "P2-entry"


@without_collecting
def verify_verdict(verdict: Verdict, estate: Estate, options: PolicyOptions) -> tuple[Text, ...]:
    """Return what is wrong with a verdict on a state of the estate; nothing: it is right.

    Certificates are checked, witnesses walked again, and a P2 that holds must have a certificate
    for at least the number of controls that the edition or the scenario requires.
    """
    graph = build_graph(estate)
    found = list(check_witnesses(verdict, graph))
    for certificate in verdict.certificates:
        found += check_on(certificate, graph, estate)
    edition = EDITIONS[options.edition]
    if verdict.edition != edition.id:
        found.append(Text("判定の版が異なる", "the verdict is of another edition"))
    fixed = edition.required_controls
    required = options.required_controls if fixed is None else fixed
    kinds = tuple(sorted(kind.value for kind in edition.counts))
    media = tuple(sorted(family.value for family in options.media or edition.media))
    proved = any(
        c.property == RULE and c.k >= required and (c.counts, c.media) == (kinds, media)
        for c in verdict.certificates
    )
    says = {f.outcome for f in verdict.findings if f.rule == RULE}
    if not says:
        found.append(Text("P2の判定がない", "there is no finding on P2"))
    if Outcome.HOLDS in says and not proved:
        found.append(Text("P2の証明書がない", "P2 is said to hold without a certificate"))
    if Outcome.HOLDS in says and _has_lost_servers(graph):
        found.append(
            Text(
                "どの行もつながない住民情報系のサーバがある",
                "there is a protected server that no row connects, so nobody knows what gets to it",
            )
        )
    if proved and says != {Outcome.HOLDS}:
        found.append(
            Text("P2の判定が証明書と食い違う", "the finding on P2 contradicts its certificate")
        )
    return tuple(found)


def _has_lost_servers(graph: StateGraph) -> bool:
    """Return whether no way leads to some protected server: it cannot be said to be guarded."""
    entered = {target for _, target, _ in ways(graph)}
    return any(
        state.layer is Layer.SERVER and state.zone in PROTECTED and node not in entered
        for node, state in states(graph)
    )
