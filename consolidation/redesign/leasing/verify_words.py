"""What the re-check of a lease says of lines that carry too little: in Mbit/s, after which loss."""

from collections.abc import Mapping
from fractions import Fraction

from consolidation.redesign.designing.verify_cuts import Cut
from consolidation.redesign.designing.verify_states import State, Wish
from consolidation.redesign.designing.verify_words import Telling
from consolidation.redesign.leasing import words
from consolidation.redesign.leasing.model import LineNetwork, Loss
from consolidation.text import Text
from consolidation.units import KBIT_PER_MBIT

OWN = " (own traffic)"
"""Ends the name of the node beside another at which its own traffic begins."""
SLICE: Mapping[str, Text] = {
    "office": Text("執務時間帯", "office hours"),
    "night": Text("夜間", "night"),
}


def telling(network: LineNetwork, picks: Mapping[str, int]) -> Telling:
    """Return the words for the lines of a network leased on the terms picked."""
    losses = {failure_id(loss): loss for loss in network.losses}
    capacity = {
        own.id: own.terms[picks[own.id]].capacity_kbit_s
        for own in network.candidates
        if own.id in picks
    }

    def loss_of(state: State) -> Loss | None:
        return None if state.failure is None else losses[state.failure.id]

    def where(state: State) -> Text:
        hours, loss = SLICE[state.slice], loss_of(state)
        if loss is None:
            return Text(f"{hours.ja}、平常時", f"{hours.en}, normal state")
        kind = words.KIND[loss.kind]
        return Text(
            f"{hours.ja}、{kind.ja} {loss.id}の障害後",
            f"{hours.en}, after the loss of {kind.en} {loss.id}",
        )

    def cut(found: Cut, state: State) -> Text:
        rest = frozenset(state.nodes()) - found.side
        small = min(found.side, rest, key=lambda side: (len(side), sorted(side)))
        inside = words.among(sorted({name.removesuffix(OWN) for name in small}))
        wanted = mbit_s(found.wanted / state.times)
        lines = [name for name in found.links if name in capacity]
        if not lines:
            return Text(
                f"{inside.ja}とほかの拠点の間に回線が残らない（必要 {wanted} Mbit/s）",
                f"no line is left between {inside.en} and the rest; {wanted} Mbit/s are needed",
            )
        full = Fraction(sum(capacity[name] for name in lines))
        share = network.may_use(loss_of(state))
        percent, usable, listed = f"{float(share * 100):g}", full * share, ", ".join(lines)
        return Text(
            f"{inside.ja}とほかの拠点の間の回線 {listed} は {mbit_s(full)} Mbit/s で、使えるのは"
            f"その {percent}% の {mbit_s(usable)} Mbit/s。必要な {wanted} Mbit/s に足りない",
            f"lines {listed} between {inside.en} and the rest have {mbit_s(full)} Mbit/s, of which "
            f"{percent} %, {mbit_s(usable)} Mbit/s, may be used; {wanted} Mbit/s are needed",
        )

    return Telling(where, cut, unmet)


def unmet(wish: Wish, missing: Fraction, state: State) -> Text:
    """Return how much of the traffic between two sites finds no way."""
    ends = [words.at(name.removesuffix(OWN)) for name in (wish.source, wish.target)]
    ja, en = "から".join(own.ja for own in ends), " to ".join(own.en for own in ends)
    lack, amount = (mbit_s(own / state.times) for own in (missing, wish.amount))
    if wish.limit is None:
        return Text(
            f"{ja}への {amount} Mbit/s のうち {lack} Mbit/s に、空いた経路がない",
            f"{lack} of the {amount} Mbit/s from {en} find no way with room",
        )
    limit = f"{float(wish.limit):g}"
    return Text(
        f"{ja}への {amount} Mbit/s のうち {lack} Mbit/s に、遅延 {limit} ms 以内の空いた経路がない",
        f"{lack} of the {amount} Mbit/s from {en} find no way with room within a latency of "
        f"{limit} ms",
    )


def failure_id(loss: Loss) -> str:
    """Return the id of a loss as a failure of a network design."""
    return f"{loss.kind}:{loss.id}"


def mbit_s(kbit_s: Fraction) -> str:
    """Return an amount of traffic in Mbit/s, to the kbit/s.

    >>> mbit_s(Fraction(7000)), mbit_s(Fraction("10468.315"))
    ('7', '10.468')
    """
    return f"{float(kbit_s / KBIT_PER_MBIT):.3f}".rstrip("0").rstrip(".")
