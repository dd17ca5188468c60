"""What becomes of every line, said link by link."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Link
from consolidation.redesign.contracts import present
from consolidation.redesign.model import LineChoice
from consolidation.redesign.reasons import (
    changed_reason,
    facility_reason,
    new_reason,
    removed_reason,
)
from consolidation.redesign.rewire import Rewired
from consolidation.redesign.sizing_lines import Sized
from consolidation.redesign.topology import lines
from consolidation.text import Text


def choices(
    estate: Estate,
    placed: Estate,
    rewired: Rewired,
    sized: Mapping[str, tuple[Sized, int]],
    apart: Mapping[str, Text],
    change_on: date,
) -> tuple[LineChoice, ...]:
    """Return a choice for every line, contract and changed link, in order of id.

    Of several links on one contract, one bears the fee: before, the first of the as-is links;
    after, the first of those that are left.
    """
    site_of = {line.link.id: line.site for line in (*lines(placed), *lines(rewired.estate))}
    why = {
        link: pair.reason for pair in rewired.pairs for link in pair.links if pair.reason
    } | dict(apart)
    found = []
    for name in sorted({*estate.link, *rewired.estate.link}):
        after = rewired.estate.link.get(name)
        choice: LineChoice | None = None
        if after is None:
            choice = _removed(estate, rewired, estate.link[name], site_of, change_on)
        elif name in sized:
            choice = _line(estate, after, site_of[name], sized[name])
        else:
            choice = _other(estate, rewired.estate, after)
        if choice is not None:
            found.append(_with_reason(choice, why.get(name)))
    return tuple(found)


def _with_reason(choice: LineChoice, more: Text | None) -> LineChoice:
    if more is None:
        return choice
    reason = choice.reason
    joined = Text(f"{reason.ja}。{more.ja}", f"{reason.en}; {more.en}")
    return replace(choice, reason=joined)


def _fee(estate: Estate, link: str) -> int:
    """Return the monthly fee a link bears in a state; 0 where it is not there."""
    row = estate.link.get(link)
    return 0 if row is None else present(estate, row, date.max).yen_month


def _line(estate: Estate, link: Link, site: str, sized: tuple[Sized, int]) -> LineChoice:
    size, load = sized
    old = estate.link.get(link.id)
    return LineChoice(
        link=link.id,
        site=site,
        action="new" if old is None else size.action,
        carries=link.segments,
        load_kbit_s=load,
        tariffs=size.tariffs,
        capacity_mbit_s=size.capacity_mbit_s,
        yen_month_before=_fee(estate, link.id),
        yen_month_after=size.yen_month,
        one_off_yen=size.one_off_yen,
        reason=changed_reason(size.reason, old, link),
    )


def _removed(
    estate: Estate, rewired: Rewired, link: Link, site_of: dict[str, str], change_on: date
) -> LineChoice:
    contract = present(estate, link, change_on)
    others = any(
        row.circuit == link.circuit and link.circuit is not None for row in rewired.estate.links
    )
    merged = link.id in rewired.removed
    return LineChoice(
        link=link.id,
        site=site_of.get(link.id, estate.device[link.a_device].site),
        action="remove",
        carries=(),
        load_kbit_s=0,
        tariffs=(),
        capacity_mbit_s=None,
        yen_month_before=contract.yen_month,
        yen_month_after=0,
        one_off_yen=0 if others else contract.termination_yen,
        reason=removed_reason(_survivor(rewired, link.id) if merged else None),
    )


def _survivor(rewired: Rewired, link: str) -> str | None:
    for pair in rewired.pairs:
        resident, office = pair.links
        if link in (resident, office):
            return office if link == resident else resident
    return None


def _other(estate: Estate, after: Estate, link: Link) -> LineChoice | None:
    """Return the choice for a link inside a site, or ``None`` where it is free and unchanged."""
    before = estate.link.get(link.id)
    if before == link and link.circuit is None:
        return None
    return LineChoice(
        link=link.id,
        site=after.device[link.a_device].site,
        action="new" if before is None else "keep",
        carries=link.segments,
        load_kbit_s=0,
        tariffs=(),
        capacity_mbit_s=link.capacity_mbit_s,
        yen_month_before=_fee(estate, link.id),
        yen_month_after=_fee(after, link.id),
        one_off_yen=0,
        reason=new_reason(link) if before is None else facility_reason(before, link),
    )
