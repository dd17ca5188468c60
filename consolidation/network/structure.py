"""What holds what: sites, buildings, devices, ports; entries, ducts, carriers, lines; platforms.

Nothing travels on these edges (relation ``part``). They say what goes with an element when it
fails, and where a state is to be found. A line is a state of its own where something holds it: a
duct, a site's entry or a carrier.
"""

from collections.abc import Iterator

from consolidation.inventory.tables.kinds import Medium
from consolidation.inventory.tables.network import Device, Link
from consolidation.network import names, words
from consolidation.network.attributes import Layer, Said, State
from consolidation.network.draft import Draft
from consolidation.network.fault_domains import carrier_of
from consolidation.text import Text


def add_structure(draft: Draft) -> None:
    """Add sites with their buildings and devices, platforms with their hosts, and systems."""
    estate = draft.estate
    for site in estate.sites:
        said = Text(f"拠点{site.id}", f"site {site.id}")
        draft.state(names.site(site.id), State(Layer.SITE, "sites", site.id, said=said))
    for device in estate.devices:
        _add_device(draft, device)
    for platform in estate.platforms:
        node, row = names.platform(platform.id), ("platforms", platform.id)
        said = Text(f"仮想化基盤{platform.id}", f"platform {platform.id}")
        draft.state(node, State(Layer.PLATFORM, *row, said=said))
        draft.part(names.site(platform.site), node, *row)
    for host in estate.hosts:
        node = names.host(host.id)
        said = Text(f"ホスト{host.id}", f"host {host.id}")
        draft.state(node, State(Layer.HOST, "hosts", host.id, said=said))
        draft.part(names.platform(host.platform), node, "hosts", host.id)
    for system in estate.systems:
        said = Text(f"システム{system.id}", f"system {system.id}")
        state = State(Layer.SYSTEM, "systems", system.id, system.zone, said=said)
        draft.state(names.system(system.id), state)


def _add_device(draft: Draft, device: Device) -> None:
    node, row = names.device(device.id), ("devices", device.id)
    said = Said(words.device_text, (device,))
    draft.state(node, State(Layer.DEVICE, *row, device.zone, device.certainty, said))
    whole = names.site(device.site)
    if device.building is not None:
        building = names.building(device.site, device.building)
        there = Text(
            f"拠点{device.site}の{device.building}",
            f"building {device.building} of site {device.site}",
        )
        draft.state(building, State(Layer.BUILDING, *row, said=there))
        draft.part(whole, building, *row)
        whole = building
    draft.part(whole, node, *row)


def add_lines(draft: Draft) -> None:
    """Add ports that links name, and links as lines where a duct, an entry or a carrier has them.

    A line's parts are its segments on the link, which must have been added before.
    """
    for link in draft.estate.links:
        row = ("links", link.id)
        for device, name in ((link.a_device, link.a_port), (link.b_device, link.b_port)):
            if name is not None:
                node, said = names.port(device, name), Said(words.port_text, (device, name))
                draft.state(node, State(Layer.PORT, *row, None, link.certainty, said))
                draft.part(names.device(device), node, *row)
        wholes = list(_holding(draft, link))
        if not wholes and link.medium is not Medium.CARRIER:
            continue
        line = names.line(link.id)
        said = Said(words.link_text, (link,))
        draft.state(line, State(Layer.LINE, *row, None, link.certainty, said))
        for whole in wholes:
            draft.part(whole, line, *row)
        for segment in draft.carriage.carried[link.id]:
            draft.part(line, names.wire(link.id, segment), *row)
        if names.native(link.id) in draft.graph:
            draft.part(line, names.native(link.id), *row)


def _holding(draft: Draft, link: Link) -> Iterator[str]:
    """Add what a line lies in, comes in by and is bought from, and give their names."""
    row = ("links", link.id)
    for duct in link.ducts:
        said = Text(f"管路{duct}", f"duct {duct}")
        yield draft.state(names.duct(duct), State(Layer.DUCT, *row, said=said))
    for device, name in ((link.a_device, link.a_entry), (link.b_device, link.b_entry)):
        if name is not None:
            site = draft.estate.device[device].site
            said = Text(f"拠点{site}の引込口{name}", f"entry {name} of site {site}")
            node = draft.state(names.entry(site, name), State(Layer.ENTRY, *row, said=said))
            draft.part(names.site(site), node, *row)
            yield node
    carrier = carrier_of(draft.estate, link)
    if carrier is not None:
        said = Text(f"通信事業者{carrier}", f"carrier {carrier}")
        yield draft.state(names.carrier(carrier), State(Layer.CARRIER, *row, said=said))
