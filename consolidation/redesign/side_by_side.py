"""The state in which old and new stand side by side, while lines are switched and servers move.

Every state in the middle of a wave is part of it: whatever some of the moves are done and others
not, each server stands in its old place or its new one, and each line is the old one or the new.
So what its ways do not allow, no state in the middle allows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from consolidation.inventory.estate import Estate, by_id
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Host, Platform, Server
from consolidation.inventory.tables.traffic import Circuit
from consolidation.redesign.references import either_managers, either_users, without_gone

_Any = TypeVar("_Any", Site, System, Platform, Host, Segment, Circuit)
_Holding = TypeVar("_Holding", Device, Link)
_Row = TypeVar("_Row", Control, Server)

OLD = "@as-is"
"""What ends the id of a row that stands for the old form of a row that changes."""


def side_by_side(as_is: Estate, to_be: Estate) -> Estate:
    """Return the estate with every row of both states.

    A device or link of both has the segments of both, whoever manages or managed a device manages
    it, and a store has the users of both. A server, a control or a link that changes otherwise
    than in what it carries and costs stands twice, the old form under an id that ends in
    ``@as-is``.

    >>> side_by_side(Estate("a"), Estate("a")) == Estate("a")
    True
    """
    managers = as_is.device.keys() | as_is.server.keys()
    state = replace(
        to_be,
        sites=_all(as_is.sites, to_be.sites),
        systems=_all(as_is.systems, to_be.systems),
        platforms=either_managers(_all(as_is.platforms, to_be.platforms), as_is.platform, managers),
        hosts=_all(as_is.hosts, to_be.hosts),
        stores=either_users(by_id((*as_is.stores, *to_be.stores)).values(), by_id(as_is.stores)),
        segments=_all(as_is.segments, to_be.segments),
        circuits=_all(as_is.circuits, to_be.circuits),
        devices=either_managers(_widened(as_is.devices, to_be.devices), as_is.device, managers),
        links=(*_widened(as_is.links, to_be.links), *_rewired(as_is.links, to_be.link)),
        controls=_twice(as_is.controls, to_be.controls),
        servers=_twice(as_is.servers, to_be.servers),
    )
    return without_gone(state)


def _all(old: Iterable[_Any], new: Iterable[_Any]) -> tuple[_Any, ...]:
    return tuple({**by_id(old), **by_id(new)}.values())


def _widened(old: Iterable[_Holding], new: Iterable[_Holding]) -> tuple[_Holding, ...]:
    """Return the rows of both, those of both with the segments that either form has."""
    before, found = by_id(old), {**by_id(old), **by_id(new)}
    for row in new:
        if row.id in before:
            either = _either(before[row.id].segments, row.segments)
            found[row.id] = replace(row, segments=either)
    return tuple(found.values())


def _rewired(old: Iterable[Link], new: Mapping[str, Link]) -> tuple[Link, ...]:
    """Return the old form of links that end elsewhere or are of another kind afterwards."""
    return tuple(
        replace(row, id=row.id + OLD)
        for row in old
        if row.id in new and _wire(row) != _wire(new[row.id])
    )


def _wire(link: Link) -> Link:
    """Return a link without what it carries, costs and remarks."""
    return replace(
        link,
        segments=(),
        capacity_mbit_s=None,
        latency_ms=None,
        circuit=None,
        note=None,
        source=None,
    )


def _either(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return (*one, *(segment for segment in other if segment not in one))


def _twice(old: Iterable[_Row], new: Iterable[_Row]) -> tuple[_Row, ...]:
    """Return the rows of both, the old form of one that changes under another id."""
    found: dict[str, _Row] = {row.id: row for row in new}
    for row in old:
        if row.id not in found:
            found[row.id] = row
        elif row != found[row.id]:
            found[row.id + OLD] = replace(row, id=row.id + OLD)
    return tuple(found.values())
