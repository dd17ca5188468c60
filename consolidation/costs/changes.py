"""What the change itself costs: moves, removal, and the cloud that comes after."""

from collections.abc import Iterator

from consolidation.costs.amounts import clip, monthly_fee, one_off
from consolidation.costs.case import Case
from consolidation.costs.model import Category, CostLine, Side
from consolidation.costs.payers import Item, lines_of, payer
from consolidation.inventory.tables.kinds import ServerForm


def move_lines(case: Case) -> Iterator[CostLine]:
    """Yield the work of every move, paid at the end of its wave."""
    for wave in case.schedule.waves:
        for move in wave.moves:
            if case.time.first <= wave.ends_on <= case.time.last:
                item = Item(side="to-be", category=Category.MIGRATION, subject=move.server)
                who = {payer(case, case.estate.server[move.server]): 1}
                yield from lines_of(item, [one_off(case.options.yen_per_move, wave.ends_on)], who)


def removal_lines(case: Case, side: Side) -> Iterator[CostLine]:
    """Yield the removal of every physical machine that stops, on its last day."""
    stops = case.time.stopped if side == "to-be" else case.time.retired
    for server in case.estate.servers:
        day = stops.get(server.id)
        if day is None or server.form is not ServerForm.PHYSICAL:
            continue
        if case.time.first <= day <= case.time.last:
            item = Item(side=side, category=Category.REMOVAL, subject=server.id)
            amount = one_off(case.options.removal_yen_per_server, day)
            yield from lines_of(item, [amount], {payer(case, server): 1})


def cloud_lines(case: Case) -> Iterator[CostLine]:
    """Yield the fee of every system that goes to the cloud, from its first day there."""
    for system_id, day in sorted(case.time.cloud.items()):
        system = case.estate.system[system_id]
        last = min(system.retire_on or case.time.last, case.time.last)
        item = Item(side="to-be", category=Category.CLOUD, subject=system_id)
        amounts = monthly_fee(system.cloud_yen_month or 0, clip((day, last), case.horizon))
        yield from lines_of(item, amounts, {(system.department, system_id): 1})
