"""Where ways must not be too slow: lines whose latency is not known, and what no line helps.

Latencies are of the lines as they may be leased, whatever is leased: what is too slow over all of
them stays so.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.estate import Estate
from consolidation.redesign.contracts import ladder
from consolidation.redesign.leasing.least_full import common_ends
from consolidation.redesign.leasing.limits import quickest, reached
from consolidation.redesign.leasing.model import Candidate, LineNetwork, Loss
from consolidation.redesign.leasing.offers import Pair, latency_of
from consolidation.redesign.topology import Line
from consolidation.text import Text

Way = tuple[str, str]
COLUMN = "latency_ms"


def refuse_unknown(estate: Estate, own: Iterable[Line], pairs: Iterable[Pair]) -> None:
    """Raise `InputProblems` naming all lines and tariffs whose latency is not known."""
    links = sorted({line.link.id for line in own if latency_of(estate, line.link) is None})
    offered = [row for pair in pairs for row in ladder(estate, pair.site, pair.far_site)]
    tariffs = sorted({row.id for row in offered if row.latency_ms is None})
    found = [*_named("links", links), *_named("tariffs", tariffs)]
    if found:
        raise InputProblems(estate.name, found)


def _named(table: str, ids: Sequence[str]) -> Iterator[Problem]:
    if ids:
        names = ", ".join(ids)
        what = Text(
            f"comparison.max_latency_ms があるのに、遅延が書かれていない: {names}",
            f"there is a comparison.max_latency_ms, but no latency is given for: {names}",
        )
        fix = Text(
            "片方向の遅延をmsで書くか、max_latency_ms を外す",
            "write the latency one way in ms, or take max_latency_ms out",
        )
        yield Problem(table, None, COLUMN, what, fix)


def too_slow(
    candidates: Iterable[Candidate], pairs: Collection[Way], limit: Fraction
) -> tuple[Way, ...]:
    """Return the pairs with no way within a limit, in order."""
    lines = quickest(candidates)
    near: dict[str, dict[str, Fraction]] = {}
    found = []
    for pair, (side, end) in sorted(common_ends(list(pairs)).items()):
        if end not in near:
            near[end] = reached(lines, end, limit)
        if pair[1 - side] not in near[end]:
            found.append(pair)
    return tuple(found)


def slow_normally(network: LineNetwork) -> tuple[Way, ...]:
    """Return the nodes with traffic between them and no way that is not too slow, in order."""
    if network.max_latency is None:
        return ()
    return too_slow(network.candidates, _amounts(network), network.max_latency)


def _amounts(network: LineNetwork) -> dict[Way, int]:
    """Return what travels between nodes in the busier slice, if anything does."""
    found = {(t.source, t.target): max(t.office_kbit_s, t.night_kbit_s) for t in network.traffic}
    return {pair: amount for pair, amount in found.items() if amount}


class Slowing:
    """What losses make too slow in a network; what is slow normally does not count."""

    def __init__(self, network: LineNetwork) -> None:
        self._network = network
        self._amounts = _amounts(network)
        self._slow = set(slow_normally(network))
        self._between: dict[frozenset[str], list[Candidate]] = {}
        for own in network.candidates:
            self._between.setdefault(frozenset((own.a, own.b)), []).append(own)
        self._of = {own.id: own for own in network.candidates}

    def given_up(self, loss: Loss) -> frozenset[str]:
        """Return nodes to give up so that all other traffic still has a way that is in time.

        First those of whose traffic the largest part has none, the lesser before the busier.
        """
        limit = self._network.max_latency
        if limit is None or not self._slows(loss):
            return frozenset()
        asked = [pair for pair in self._amounts if not loss.nodes.intersection(pair)]
        left = [own for own in self._network.candidates if own.id not in loss.candidates]
        slow = set(too_slow(left, asked, limit)) - self._slow
        gone: set[str] = set()
        while slow:
            part: dict[str, tuple[Fraction, int]] = {}
            for node in sorted({end for pair in slow for end in pair}):
                own = [pair for pair in asked if node in pair]
                lost = sum(self._amounts[pair] for pair in own if pair in slow)
                total = sum(self._amounts[pair] for pair in own)
                part[node] = Fraction(lost, total), -total
            worst = max(part, key=lambda node: (part[node], node))
            gone.add(worst)
            slow = {pair for pair in slow if worst not in pair}
            asked = [pair for pair in asked if worst not in pair]
        return frozenset(gone)

    def _slows(self, loss: Loss) -> bool:
        """Return whether some two nodes lose the quickest line between them."""
        lost = (self._of[name] for name in loss.candidates)
        for own in lost:
            beside = self._between[frozenset((own.a, own.b))]
            if not any(c.latency <= own.latency and c.id not in loss.candidates for c in beside):
                return True
        return False
