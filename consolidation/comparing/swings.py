"""How much the cheapest option moves, and whether another takes its place, when one price does.

Each price is varied by itself, down and up by the same share, and all options are at their
optimum again: lines are leased anew where it is a price of lines.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from consolidation.comparing.break_even import Side
from consolidation.comparing.model import CostKind, Swing
from consolidation.comparing.present_value import Terms
from consolidation.redesign.leasing.model import Prices
from consolidation.text import Text

BESIDES: Mapping[CostKind, Text] = {
    "device": Text("網機器のリース・保守", "lease and maintenance of network devices"),
    "router": Text("統合ルータ", "routers for merged lines"),
    "rework": Text("施設内回線の改修", "rework inside sites"),
    "kit": Text("分離方式の費用", "isolation kit"),
    "control": Text("規則を守るための変更", "changes for the policy"),
}


@dataclass(frozen=True, slots=True)
class _Varied:
    """One price varied: what it does to lines, and to what is paid besides."""

    price: Text
    prices: Prices
    shares: Mapping[CostKind, Fraction]


def swings(sides: Sequence[Side], terms: Terms, percent: int) -> tuple[Swing, ...]:
    """Return the swing of every price, the widest first; ``sides`` are the options on offer."""
    step = Fraction(percent, 100)
    downs, ups = (list(_all(sides, terms, 1 + sign * step)) for sign in (-1, 1))
    found = []
    for down, up in zip(downs, ups, strict=True):
        low, high = _cheapest(sides, terms, down), _cheapest(sides, terms, up)
        if low is not None and high is not None:
            found.append(
                Swing(
                    price=down.price,
                    low=low[0],
                    low_option=low[1],
                    high=high[0],
                    high_option=high[1],
                )
            )
    order = sorted(range(len(found)), key=lambda n: (-(found[n].high - found[n].low), n))
    return tuple(found[n] for n in order if found[n].high != found[n].low)


def _all(sides: Sequence[Side], terms: Terms, share: Fraction) -> Iterator[_Varied]:
    now = terms.prices(*(side.leases.network for side in sides))
    carriers = {
        own.carrier
        for side in sides
        for own in side.leases.network.candidates
        if own.carrier is not None
    }
    yield _Varied(
        Text("回線の月額 (全社)", "line fees, all carriers"),
        replace(now, weight=now.weight * share),
        {},
    )
    for carrier in sorted(carriers):
        text = Text(f"回線の月額: {carrier}", f"line fees: {carrier}")
        yield _Varied(text, replace(now, carriers={carrier: share}), {})
    yield _Varied(Text("回線の初期費用", "installation of lines"), replace(now, install=share), {})
    yield _Varied(Text("解約の費用", "leaving contracts"), replace(now, leave=share), {})
    for kind, text in BESIDES.items():
        yield _Varied(text, now, {kind: share})


def _cheapest(sides: Sequence[Side], terms: Terms, varied: _Varied) -> tuple[Fraction, str] | None:
    best: tuple[Fraction, str] | None = None
    for side in sides:
        cost = side.leases.cheapest(varied.prices).cost
        if cost is not None:
            total = cost + side.besides.value(terms.month_weight, varied.shares)
            if best is None or total < best[0]:
                best = total, side.name
    return best
