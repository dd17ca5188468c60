"""Take-over: whoever gets to what manages an element holds it, and its isolation is void.

Nobody's password counts as a control: a management segment, a manager and a hypervisor let in
whoever is there.
"""

from collections.abc import Iterator, Mapping, Sequence

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Device
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.network import joint_words, names
from consolidation.network.attributes import Layer, Said, State
from consolidation.network.carriage import END_HOSTS, platform_of
from consolidation.network.draft import Draft

Managed = Device | Platform


def add_management(draft: Draft) -> None:
    """Add each element that rows say is managed, who gets hold of it, and what that opens.

    An element is held from its management segment, by the servers and the devices that manage
    it, and a virtual appliance from its platform. A device that manages others and has no
    management segment on record is held from any segment it has, and by its radio. Who holds a
    device is in every segment on it; who holds a platform has its guests, and the appliances that
    run on it.
    """
    estate = draft.estate
    platforms = {p.id: p for p in estate.platforms if _is_managed(p)}
    devices = {
        d.id: d
        for d in estate.devices
        if _is_managed(d) or d.id in draft.managers or d.platform in platforms
    }
    for device in devices.values():
        _add_held_device(draft, device)
    on_platform = _guests(estate)
    for platform in platforms.values():
        _add_held_platform(draft, platform, on_platform.get(platform.id, []))
    for device in devices.values():
        _add_managers(draft, device)
    for platform in platforms.values():
        _add_managers(draft, platform)
    for identity in sorted(draft.managers & set(devices)):
        _hold_from_anywhere(draft, devices[identity])
    for device in devices.values():
        if device.platform in platforms:
            _run_on(draft, device, platforms[device.platform])


def _guests(estate: Estate) -> Mapping[str, list[Server]]:
    """Return the servers on each platform that has any, in order of id."""
    found: dict[str, list[Server]] = {}
    for server in estate.servers:
        platform = platform_of(estate, server)
        if platform is not None:
            found.setdefault(platform, []).append(server)
    return found


def _is_managed(row: Managed) -> bool:
    return row.management_segment is not None or bool(row.managed_by)


def _row(row: Managed) -> tuple[str, str]:
    return ("devices" if isinstance(row, Device) else "platforms"), row.id


def _add_held_device(draft: Draft, device: Device) -> None:
    row, said = ("devices", device.id), Said(joint_words.is_held, (device,))
    held = draft.state(names.held(*row), State(Layer.HELD, *row, None, device.certainty, said))
    for segment, domain in draft.domains(device.id):
        draft.way(held, domain, row, Said(joint_words.held_opens, (device, segment)))
    if device.management_segment is not None:
        segment = draft.estate.segment[device.management_segment]
        draft.reach_unwired(device.id, segment, row)
        said = Said(joint_words.managed_from, (device, segment))
        draft.way(draft.domain[device.id][segment.id], held, row, said)


def _add_held_platform(draft: Draft, platform: Platform, guests: Sequence[Server]) -> None:
    row, said = ("platforms", platform.id), Said(joint_words.is_held, (platform,))
    held = draft.state(names.held(*row), State(Layer.HELD, *row, said=said))
    for server in guests:
        opens = Said(joint_words.held_guest, (platform, server))
        draft.way(held, names.server(server.id), ("servers", server.id), opens)
    if platform.management_segment is not None:
        segment = draft.estate.segment[platform.management_segment]
        if platform.device is not None and draft.has_surely(platform.device, segment.id):
            place = draft.domain[platform.device][segment.id]
        else:
            place = draft.whole(segment)
        draft.way(place, held, row, Said(joint_words.managed_from, (platform, segment)))


def _add_managers(draft: Draft, row: Managed) -> None:
    held = names.held(*_row(row))
    for manager in _managers(draft.estate, row):
        if isinstance(manager, Server):
            place = names.server(manager.id)
        else:
            place = names.held("devices", manager.id)
        draft.way(place, held, _row(row), Said(joint_words.manages, (manager, row)))


def _managers(estate: Estate, row: Managed) -> Iterator[Device | Server]:
    for identity in sorted(set(row.managed_by)):
        if identity in estate.server:
            yield estate.server[identity]
        if identity in estate.device and identity != row.id:
            yield estate.device[identity]


def _hold_from_anywhere(draft: Draft, manager: Device) -> None:
    """Let a manager without a management segment be held from any segment, or radio, it has.

    An end host is reached by its radio whatever else is on record.
    """
    held, row = names.held("devices", manager.id), ("devices", manager.id)
    if manager.management_segment is None or manager.kind in END_HOSTS:
        for air in draft.airs_of(manager.id):
            draft.way(air, held, row, Said(joint_words.managed_by_radio, (manager,)))
    if manager.management_segment is not None:
        return
    for segment, domain in draft.domains(manager.id):
        draft.way(domain, held, row, Said(joint_words.managed_from_any, (manager, segment)))


def _run_on(draft: Draft, device: Device, platform: Platform) -> None:
    said = Said(joint_words.held_appliance, (platform, device))
    there, here = names.held("platforms", platform.id), names.held("devices", device.id)
    draft.way(there, here, ("devices", device.id), said)
