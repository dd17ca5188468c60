"""References that outlive what they name, in an estate from which rows have gone.

A plan retires servers, replaces platforms and merges lines. Whatever named them (the users of a
store, the managers of a device, the line that a tunnel rides on) must not name them any more:
the stages that follow rely on every reference.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.servers import Platform, Store

_Managed = TypeVar("_Managed", Device, Platform)
Heirs = Mapping[str, str]
"""What stands in the place of a row that is gone, by its id."""
NONE: Heirs = {}


def without_gone(estate: Estate, *, devices: Heirs = NONE, links: Heirs = NONE) -> Estate:
    """Return the estate without references to rows that are not in it.

    Where a device or link that is gone has an heir, the heir is named instead. A store that had
    users and has none left has gone with them. A backup line whose lines are all gone stands in
    for any line, and an appliance whose platform is gone names none: no row tells more. What a
    control permits stays: a rule is on its box until somebody takes it off.

    >>> without_gone(Estate("a")) == Estate("a")
    True
    """
    managers = estate.device.keys() | estate.server.keys()
    users = estate.server.keys() | estate.host.keys() | estate.platform.keys()
    return replace(
        estate,
        devices=tuple(
            _device(d, managers, estate.platform.keys(), devices) for d in estate.devices
        ),
        platforms=tuple(_managed(p, managers, devices) for p in estate.platforms),
        links=tuple(_link(link, estate.link.keys(), links) for link in estate.links),
        segments=tuple(_segment(s, estate.device.keys(), devices) for s in estate.segments),
        stores=tuple(
            replace(store, users=left) if left != store.users else store
            for store in estate.stores
            for left in [_still(store.users, users, NONE)]
            if left or not store.users
        ),
    )


def either_managers(
    rows: Collection[_Managed], others: Mapping[str, _Managed], present: Collection[str]
) -> tuple[_Managed, ...]:
    """Return rows with the managers that their other forms name besides, so far as present."""
    return tuple(_both_managed(row, others.get(row.id), present) for row in rows)


def _both_managed(row: _Managed, other: _Managed | None, present: Collection[str]) -> _Managed:
    if other is None:
        return row
    named: tuple[str, ...] = other.managed_by
    both = dict.fromkeys((*row.managed_by, *filter(present.__contains__, named)))
    return row if len(both) == len(row.managed_by) else replace(row, managed_by=tuple(both))


def either_users(stores: Collection[Store], others: Mapping[str, Store]) -> tuple[Store, ...]:
    """Return stores with the users that their other forms name besides."""
    found = []
    for store in stores:
        named = others[store.id].users if store.id in others else ()
        more = tuple(user for user in named if user not in store.users)
        found.append(replace(store, users=(*store.users, *more)) if more else store)
    return tuple(found)


def _still(names: tuple[str, ...], there: Collection[str], heirs: Heirs) -> tuple[str, ...]:
    """Return the names that rows have, heirs for those that went, each once."""
    now = (name if name in there else _heir(name, heirs) for name in names)
    left = tuple(dict.fromkeys(name for name in now if name in there))
    return names if left == names else left


def _heir(name: str, heirs: Heirs) -> str:
    while name in heirs:
        name = heirs[name]
    return name


def _managed(row: _Managed, managers: Collection[str], heirs: Heirs) -> _Managed:
    left = _still(row.managed_by, managers, heirs)
    return row if left == row.managed_by else replace(row, managed_by=left)


def _device(
    device: Device, managers: Collection[str], platforms: Collection[str], heirs: Heirs
) -> Device:
    row = _managed(device, managers, heirs)
    gone = row.platform is not None and row.platform not in platforms
    return replace(row, platform=None) if gone else row


def _link(link: Link, links: Collection[str], heirs: Heirs) -> Link:
    under, for_them = (_still(names, links, heirs) for names in (link.rides_on, link.backs_up))
    if (under, for_them) == (link.rides_on, link.backs_up):
        return link
    return replace(link, rides_on=under, backs_up=for_them)


def _segment(segment: Segment, devices: Collection[str], heirs: Heirs) -> Segment:
    if segment.tunnels_to is None or segment.tunnels_to in devices:
        return segment
    heir = _heir(segment.tunnels_to, heirs)
    return replace(segment, tunnels_to=heir if heir in devices else None)
