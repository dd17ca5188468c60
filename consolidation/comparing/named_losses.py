"""Losses of devices by what stands there in an option.

Lines are leased once for all options of a layout: its device losses are told by devices of today,
or by the router of a merged site. Where an option has another device in that place, on which the
lines of the site end, the loss is of that.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from consolidation.comparing.leased import Leased
from consolidation.comparing.model import LineAnswer, Lost, Usage
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.redesign.leasing.demands import NETWORKS
from consolidation.redesign.leasing.losses import MERGED_ROUTER
from consolidation.redesign.topology import SWITCHING, device_zones, ends_at, lines, segment_zones

Name = Callable[[Lost], Lost]


def with_own_devices(shown: Leased, placed: Estate, built: Estate) -> Leased:
    """Return what is shown of a layout's lines with the devices of an option's network."""
    known: dict[str, str] = {}

    def name(lost: Lost) -> Lost:
        if lost.kind != "device" or lost.id in built.device:
            return lost
        if lost.id not in known:
            known[lost.id] = " + ".join(_standing(lost.id, placed, built))
        return replace(lost, id=known[lost.id])

    return Leased(
        lines=tuple(_line(own, name) for own in shown.lines),
        routes=tuple(
            replace(own, lost=name(own.lost)) if own.lost else own for own in shown.routes
        ),
        normal=shown.normal,
        after_loss=_usage(shown.after_loss, name),
        cut_off=tuple(_cut_off(shown.cut_off, name)),
    )


def _line(own: LineAnswer, name: Name) -> LineAnswer:
    return own if own.worst_after is None else replace(own, worst_after=name(own.worst_after))


def _usage(own: Usage | None, name: Name) -> Usage | None:
    return own if own is None or own.lost is None else replace(own, lost=name(own.lost))


def _cut_off(
    found: Iterable[tuple[Lost, tuple[str, ...]]], name: Name
) -> Iterator[tuple[Lost, tuple[str, ...]]]:
    """Yield each loss once: two devices of today may be one in the option."""
    sites: dict[Lost, set[str]] = {}
    for lost, cut in found:
        sites.setdefault(name(lost), set()).update(cut)
    for lost, all_cut in sites.items():
        yield lost, tuple(sorted(all_cut))


def _standing(gone: str, placed: Estate, built: Estate) -> tuple[str, ...]:
    """Return the devices in the place of one that an option has not, or else their site."""
    row = placed.device.get(gone)
    site = gone.removeprefix(MERGED_ROUTER) if row is None else row.site
    zones = frozenset(NETWORKS) if row is None else device_zones(placed, row)
    its_own = {link.id for link in placed.links if gone in (link.a_device, link.b_device)}
    here = [line for line in lines(built) if site in (line.site, line.far_site)]
    ends = [line.link for line in here if line.link.id in its_own]
    ends = ends or [line.link for line in here if line.zones & zones]
    return tuple(
        sorted({ends_at(built, link, site) for link in ends})
        or sorted(_switches(built, site, zones))[:1]
        or (site,)
    )


def _switches(built: Estate, site: str, zones: frozenset[Zone]) -> Iterator[str]:
    for own in built.devices:
        carried = segment_zones(built, own.segments) | device_zones(built, own)
        if own.site == site and own.kind in SWITCHING and carried & zones:
            yield own.id
