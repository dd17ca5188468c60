"""Sizing one line: keep it, add to it or exchange it, whichever costs least over the years."""

from dataclasses import dataclass
from typing import Literal

from consolidation.inventory.tables.traffic import Tariff
from consolidation.redesign.contracts import Present
from consolidation.redesign.modules import Combination, cheapest
from consolidation.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """What becomes of one line; ``bound_yen`` is the least that any admissible way costs."""

    action: Literal["keep", "resize"]
    tariffs: tuple[str, ...]
    capacity_mbit_s: int | None
    yen_month: int
    one_off_yen: int
    bound_yen: int
    enough: bool
    """Whether the load fits; ``False`` where nothing on offer carries it."""
    reason: Text

    def cost(self, months: int) -> int:
        """Return the fees of so many months and the one-off fees."""
        return self.yen_month * months + self.one_off_yen


def size_line(
    line: Present, required: int, offers: tuple[Tariff, ...], months: int, *, as_it_is: bool
) -> Sized:
    """Return the cheapest admissible way to carry ``required`` Mbit/s over so many months.

    Admissible: the present line if it is large enough; the present line with modules beside it;
    modules in its place (its termination fee counted). ``as_it_is`` keeps the present line
    whatever the load, and still says what the cheapest would be in ``bound_yen``.
    """
    capacity = line.capacity_mbit_s
    if capacity is None:
        return _kept(line, months, _unknown(), enough=True)
    ways = _ways(line, capacity, required, offers, months)
    if not ways:
        return _kept(line, months, _overloaded(capacity, required), enough=False)
    best = min(ways, key=lambda way: way.cost(months))
    if not as_it_is:
        return best
    fits = capacity >= required
    reason = _as_it_is(capacity, required)
    return _kept(line, months, reason, enough=fits, bound=best.cost(months) if fits else None)


def _ways(
    line: Present, capacity: int, required: int, offers: tuple[Tariff, ...], months: int
) -> list[Sized]:
    """Return the cheapest way of each kind, those first that change least."""
    ways = []
    if capacity >= required:
        ways.append(_kept(line, months, _suffices(capacity, required), enough=True))
    else:
        more = cheapest(required - capacity, offers, months)
        if more is not None:
            ways.append(_added(line, capacity, more, required, months))
    fresh = cheapest(required, offers, months)
    if fresh is not None and not line.shared:
        ways.append(_exchanged(line, capacity, fresh, required, months))
    return ways


def _kept(
    line: Present, months: int, reason: Text, *, enough: bool, bound: int | None = None
) -> Sized:
    return Sized(
        action="keep",
        tariffs=(),
        capacity_mbit_s=line.capacity_mbit_s,
        yen_month=line.yen_month,
        one_off_yen=0,
        bound_yen=line.yen_month * months if bound is None else bound,
        enough=enough,
        reason=reason,
    )


def _added(line: Present, capacity: int, more: Combination, required: int, months: int) -> Sized:
    yen_month = line.yen_month + more.yen_month
    return Sized(
        action="resize",
        tariffs=more.tariffs,
        capacity_mbit_s=capacity + more.capacity_mbit_s,
        yen_month=yen_month,
        one_off_yen=more.one_off_yen,
        bound_yen=yen_month * months + more.one_off_yen,
        enough=True,
        reason=Text(
            f"{required} Mbit/s 必要。現在の{capacity} Mbit/sに"
            f"{more.capacity_mbit_s} Mbit/sを増設するのが最も安い",
            f"needs {required} Mbit/s; adding {more.capacity_mbit_s} Mbit/s to the present "
            f"{capacity} Mbit/s is cheapest",
        ),
    )


def _exchanged(
    line: Present, capacity: int, fresh: Combination, required: int, months: int
) -> Sized:
    one_off = fresh.one_off_yen + line.termination_yen
    return Sized(
        action="resize",
        tariffs=fresh.tariffs,
        capacity_mbit_s=fresh.capacity_mbit_s,
        yen_month=fresh.yen_month,
        one_off_yen=one_off,
        bound_yen=fresh.yen_month * months + one_off,
        enough=True,
        reason=_exchange(capacity, fresh.capacity_mbit_s, required, line.termination_yen),
    )


def _exchange(before: int, after: int, required: int, leaving_yen: int) -> Text:
    ja = f"{required} Mbit/s 必要。現在の{before} Mbit/sから{after} Mbit/sへの変更が最も安い"
    en = f"needs {required} Mbit/s; going from {before} Mbit/s to {after} Mbit/s is cheapest"
    if leaving_yen:
        ja += f" (解約金{leaving_yen:,}円を含む)"
        en += f" (termination fee of {leaving_yen:,} yen included)"
    return Text(ja, en)


def _suffices(capacity: int, required: int) -> Text:
    return Text(
        f"{required} Mbit/s 必要。現在の{capacity} Mbit/sで足り、継続が最も安い",
        f"needs {required} Mbit/s; the present {capacity} Mbit/s suffice and cost least",
    )


def _as_it_is(capacity: int, required: int) -> Text:
    if capacity >= required:
        return Text(
            f"何も建てないため現状のまま ({required} Mbit/s 必要、現在{capacity} Mbit/s)",
            f"nothing is built, so it stays (needs {required} Mbit/s, has {capacity} Mbit/s)",
        )
    return Text(
        f"何も建てないため現状のまま。ただし{required} Mbit/s 必要で、"
        f"現在の{capacity} Mbit/sでは足りない",
        f"nothing is built, so it stays; but it needs {required} Mbit/s and has {capacity} Mbit/s",
    )


def _overloaded(capacity: int, required: int) -> Text:
    return Text(
        f"{required} Mbit/s 必要だが現在は{capacity} Mbit/s。買い足せる料金行がない",
        f"needs {required} Mbit/s and has {capacity}; no tariff row can be bought for it",
    )


def _unknown() -> Text:
    return Text(
        "帯域が台帳にないため、足りるか判定できない。現状のまま",
        "its capacity is not in the inventory, so whether it suffices cannot be told; kept",
    )
