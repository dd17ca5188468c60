"""What the network costs: circuits and new lines, devices; the shared department pays.

Until the day of the change every circuit is paid as today. From then on each link that line
redesign decided on is paid at the price it found, and circuits of no such link go on.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from consolidation.costs.amounts import Span, clip, monthly_fee, one_off, yearly_fee
from consolidation.costs.case import Case
from consolidation.costs.model import Category, CostLine, Side
from consolidation.costs.payers import Item, lines_of, nobody
from consolidation.costs.timeline import ONE_DAY
from consolidation.inventory.tables.network import Device
from consolidation.redesign.model import LineChoice
from consolidation.text import Text

ACTIONS: Mapping[str, Text] = {
    "keep": Text("回線を継続", "line kept"),
    "resize": Text("帯域を変更", "line resized"),
    "remove": Text("回線を廃止", "line removed"),
    "new": Text("回線を新設", "new line"),
}
BESIDES = Text("機器と配線の初期費用", "devices and rewiring, once")
MERGED = "lines"
"""Subject of what line redesign buys once besides its lines."""


def line_lines(case: Case, side: Side) -> Iterator[CostLine]:
    """Yield circuits on both sides, and the redesigned lines on the to-be side."""
    redesigned = _redesigned(case) if side == "to-be" else frozenset[str]()
    who = nobody(case)
    for circuit in case.estate.circuits:
        last = case.time.lines_on - ONE_DAY if circuit.id in redesigned else case.time.last
        span = clip((circuit.starts_on or case.time.first, last), case.horizon)
        item = Item(side=side, category=Category.LINE, subject=circuit.id)
        yield from lines_of(item, monthly_fee(circuit.yen_month, span), who)
    if side == "to-be":
        yield from _changed(case)


def device_lines(case: Case, side: Side) -> Iterator[CostLine]:
    """Yield lease, maintenance and power of the network devices."""
    day = case.time.lines_on
    known = {device.id for device in case.estate.devices}
    removed = set(case.lines.devices_removed)
    for device in case.estate.devices:
        last = day - ONE_DAY if side == "to-be" and device.id in removed else case.time.last
        yield from _device(case, side, device, clip((case.time.first, last), case.horizon))
    if side == "to-be":
        for device in case.to_be.devices:
            if device.id not in known:
                yield from _device(case, side, device, clip((day, case.time.last), case.horizon))


def _redesigned(case: Case) -> frozenset[str]:
    """Return the circuits of links that line redesign decided on."""
    links = {choice.link for choice in case.lines.choices}
    return frozenset(k.circuit for k in case.estate.links if k.circuit and k.id in links)


def _changed(case: Case) -> Iterator[CostLine]:
    day, (first, last) = case.time.lines_on, case.horizon
    who = nobody(case)
    besides = case.lines.one_off_yen - sum(c.one_off_yen for c in case.lines.choices)
    once: list[tuple[str, int, Text]] = [
        (c.link, c.one_off_yen, ACTIONS[c.action]) for c in case.lines.choices
    ]
    for choice in case.lines.choices:
        item = _item(choice.link, ACTIONS[choice.action])
        span = clip((_starts(case, choice), last), case.horizon)
        yield from lines_of(item, monthly_fee(choice.yen_month_after, span), who)
    if first <= day <= last:
        for subject, yen, note in (*once, (MERGED, besides, BESIDES)):
            yield from lines_of(_item(subject, note), [one_off(yen, day)], who)


def _starts(case: Case, choice: LineChoice) -> date:
    """Return the first day of a redesigned line: a kept one not before its circuit begins."""
    link = case.estate.link.get(choice.link)
    if choice.action != "keep" or link is None or link.circuit is None:
        return case.time.lines_on
    return max(case.time.lines_on, case.estate.circuit[link.circuit].starts_on or case.time.first)


def _item(subject: str, note: Text) -> Item:
    return Item(side="to-be", category=Category.LINE, subject=subject, note=note, optimised=True)


def _device(case: Case, side: Side, device: Device, span: Span) -> Iterable[CostLine]:
    who = nobody(case)
    item = Item(side=side, category=Category.NETWORK_DEVICE, subject=device.id)
    yield from lines_of(item, monthly_fee(device.lease_yen_month or 0, span), who)
    yield from lines_of(item, yearly_fee(device.maintenance_yen_year or 0, span), who)
    item = Item(side=side, category=Category.POWER, subject=device.id)
    yield from lines_of(item, case.power(device.power_w or 0, span), who)
