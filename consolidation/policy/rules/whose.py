"""Whose an element is: the zones of servers, hosts, platforms, stores, devices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, Zone
from consolidation.inventory.tables.network import Device
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.network import names, words
from consolidation.network.attributes import Layer
from consolidation.network.carriage import platform_of
from consolidation.policy.case import Case
from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Element:
    """A row that uses, holds or is managed by something, with the state that stands for it."""

    table: str
    row: str
    node: str
    text: Text


def all_server_zones(estate: Estate, server: Server) -> frozenset[Zone]:
    """Return every zone that a server has to do with: its system's and those of its segments."""
    found = {estate.segment[s].zone for s in server.segments if s in estate.segment}
    if server.system is not None:
        found.add(estate.system[server.system].zone)
    return frozenset(found)


def server_zones(estate: Estate, server: Server) -> frozenset[Zone]:
    """Return the zone of a server's system, else those of its segments; empty: not known."""
    if server.system is not None:
        return frozenset((estate.system[server.system].zone,))
    return all_server_zones(estate, server)


def server_element(server: Server) -> Element:
    """Return a server as an element."""
    return Element("servers", server.id, names.server(server.id), words.server_text(server))


def device_element(device: Device) -> Element:
    """Return a device as an element."""
    return Element("devices", device.id, names.device(device.id), words.device_text(device))


def platform_element(platform: Platform) -> Element:
    """Return a platform as an element."""
    text = Text(f"仮想化基盤{platform.id}", f"platform {platform.id}")
    return Element("platforms", platform.id, names.platform(platform.id), text)


ByZone = Mapping[Zone, tuple[Element, ...]]
"""Elements by each zone they belong to, in the order of the vocabulary."""


def by_zone(found: Iterable[tuple[Element, Iterable[Zone]]]) -> ByZone:
    """Return elements by zone; those of several zones stand under each."""
    listed: dict[Zone, list[Element]] = {zone: [] for zone in Zone}
    for element, zones in found:
        for zone in zones:
            if element not in listed[zone]:
                listed[zone].append(element)
    return {zone: tuple(those) for zone, those in listed.items() if those}


def host_guests(estate: Estate) -> Mapping[str, ByZone]:
    """Return the guests of every host that has any whose zone is known."""
    return _guests(estate, {server.id: server.host for server in estate.servers})


def platform_guests(estate: Estate) -> Mapping[str, ByZone]:
    """Return the guests of every platform that has any whose zone is known."""
    return _guests(estate, {s.id: platform_of(estate, s) for s in estate.servers})


def _guests(estate: Estate, place: Mapping[str, str | None]) -> Mapping[str, ByZone]:
    found: dict[str, list[tuple[Element, Iterable[Zone]]]] = {}
    for server in estate.servers:
        where = place[server.id]
        if where is not None:
            entry = (server_element(server), server_zones(estate, server))
            found.setdefault(where, []).append(entry)
    listed = {where: by_zone(found[where]) for where in sorted(found)}
    return {where: guests for where, guests in listed.items() if guests}


def platform_zones(estate: Estate) -> Mapping[str, frozenset[Zone]]:
    """Return the zones of each platform's guests; of one without any, those that it may hold."""
    guests = platform_guests(estate)
    return {p.id: frozenset(guests.get(p.id, p.zones)) for p in estate.platforms}


def device_zones(case: Case) -> Mapping[str, frozenset[Zone]]:
    """Return each device's zone by its row, else those of the segments known to be on it."""
    found: dict[str, set[Zone]] = {device.id: set() for device in case.estate.devices}
    for state in case.states.values():
        known = state.layer is Layer.DOMAIN and state.certainty is Certainty.KNOWN
        if known and state.zone is not None:
            found[state.row].add(state.zone)
    return {
        device.id: frozenset(found[device.id] if device.zone is None else (device.zone,))
        for device in case.estate.devices
    }


def store_users(estate: Estate) -> Mapping[str, tuple[tuple[Element, frozenset[Zone]], ...]]:
    """Return the users of every store with their zones: of a host or platform, its guests'.

    A user that a planned state no longer has is left out.
    """
    hosts, platforms = host_guests(estate), platform_zones(estate)
    there = estate.server.keys() | estate.host.keys() | estate.platform.keys()

    def user(name: str) -> tuple[Element, frozenset[Zone]]:
        if name in estate.server:
            server = estate.server[name]
            return server_element(server), server_zones(estate, server)
        if name in estate.host:
            text = Text(f"ホスト{name}", f"host {name}")
            return Element("hosts", name, names.host(name), text), frozenset(hosts.get(name, ()))
        return platform_element(estate.platform[name]), platforms[name]

    return {
        store.id: tuple(user(name) for name in store.users if name in there)
        for store in estate.stores
    }
