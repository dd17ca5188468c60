"""What the new hosts cost: bought once, then maintained and powered; spares included."""

from collections.abc import Iterator

from consolidation.costs.amounts import clip, one_off, yearly_fee
from consolidation.costs.case import Case
from consolidation.costs.model import Category, CostLine
from consolidation.costs.payers import Item, guests_of, lines_of
from consolidation.text import Text

SPARE = Text("予備ホスト", "spare host")


def host_lines(case: Case) -> Iterator[CostLine]:
    """Yield the lines of every new host, paid by its guests (a spare by its cluster's).

    Price and maintenance are those that packing minimised.
    """
    day, (first, last) = case.time.hosts_on, case.horizon
    span = clip((day, last), case.horizon)
    for host in case.packing.hosts:
        host_type, who = case.host_type(host), guests_of(case, host)
        note = SPARE if host.spare else None
        if host_type.price_yen is not None and first <= day <= last:
            item = Item(
                side="to-be", category=Category.HOST, subject=host.id, note=note, optimised=True
            )
            yield from lines_of(item, [one_off(host_type.price_yen, day)], who)
        item = Item(
            side="to-be",
            category=Category.HOST_MAINTENANCE,
            subject=host.id,
            note=note,
            optimised=True,
        )
        yield from lines_of(item, yearly_fee(host_type.maintenance_yen_year, span), who)
        if host_type.power_w:
            item = Item(side="to-be", category=Category.POWER, subject=host.id, note=note)
            yield from lines_of(item, case.power(host_type.power_w, span), who)
