"""What more room costs: for each way to merge, the least cost at every worst utilisation.

Asking that no line be fuller than a smaller share, in every state, is asking for more growth at
the share allowed; where the share after a loss is another than normally, both shrink alike. So
the staircase over growth (`leasing.thresholds`) is read the other way round: beyond each of its
steps the fullest line is as full as it then is.
"""

from collections.abc import Iterator, Sequence

from consolidation.comparing.break_even import Side
from consolidation.comparing.model import FrontierPoint
from consolidation.comparing.present_value import Terms


def frontier(sides: Sequence[Side], terms: Terms) -> Iterator[FrontierPoint]:
    """Yield the points of each option in their order, the cheapest and fullest first."""
    for side in sides:
        network = side.leases.network
        if side.stairs is None or side.stairs.end <= network.growth:
            continue
        allowed = max(map(network.may_use, (None, *network.losses)))
        found = side.stairs.from_(network.growth)
        rest = side.besides.value(terms.month_weight)
        ends = [beyond for beyond, _ in found.steps[1:]] + [found.end]
        for (_, cost), end in zip(found.steps, ends, strict=True):
            share = allowed * network.growth / end
            yield FrontierPoint(option=side.name, share=share, cost=cost + rest)
