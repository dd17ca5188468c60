"""Names of the states of the layered graph, one for each thing, whatever its id holds."""

from urllib.parse import unquote

from consolidation.inventory.tables.kinds import RadioFamily


def _safe(identity: str) -> str:
    if "%" not in identity and "/" not in identity:
        return identity
    return identity.replace("%", "%25").replace("/", "%2F")


def site(identity: str) -> str:
    """Return the name of a site's state."""
    return f"site/{_safe(identity)}"


def device(identity: str) -> str:
    """Return the name of a device's state."""
    return f"device/{_safe(identity)}"


def domain(device_id: str, segment: str) -> str:
    """Return the name of a segment's bridge domain on a device.

    A slash within an id is escaped, so that no two pairs share a name.

    >>> domain("SW-1", "V-20"), domain("SW/1", "V-20")
    ('domain/SW-1/V-20', 'domain/SW%2F1/V-20')
    """
    return f"domain/{_safe(device_id)}/{_safe(segment)}"


def ports(device_id: str) -> str:
    """Return the name of the domain of all ports of a hub or of a switch not described."""
    return f"ports/{_safe(device_id)}"


def routing(device_id: str, segment: str) -> str:
    """Return the name of the assumed routing on a device among segments, by the first of them."""
    return f"routing/{_safe(device_id)}/{_safe(segment)}"


def wire(link: str, segment: str) -> str:
    """Return the name of a segment on a link."""
    return f"wire/{_safe(link)}/{_safe(segment)}"


def segment(identity: str) -> str:
    """Return the name of a segment as a whole, wherever it is."""
    return f"segment/{_safe(identity)}"


def control(identity: str) -> str:
    """Return the name of the inside of a control."""
    return f"control/{_safe(identity)}"


def platform(identity: str) -> str:
    """Return the name of a platform's state."""
    return f"platform/{_safe(identity)}"


def host(identity: str) -> str:
    """Return the name of a host's state."""
    return f"host/{_safe(identity)}"


def server(identity: str) -> str:
    """Return the name of a server's state."""
    return f"server/{_safe(identity)}"


def system(identity: str) -> str:
    """Return the name of a system's state."""
    return f"system/{_safe(identity)}"


def air(table: str, row: str, family: RadioFamily | None = None) -> str:
    """Return the name of the air around a radiating element: a device, a link or a server.

    ``family`` is given for each kind of wireless that it has besides its first.

    >>> air("devices", "AP-1"), air("devices", "AP-1", RadioFamily.PERSONAL)
    ('air/devices/AP-1', 'air/devices/AP-1/802.15')
    """
    main = f"air/{table}/{_safe(row)}"
    return main if family is None else f"{main}/{family.value}"


def native(link: str) -> str:
    """Return the name of what crosses a link untagged, between two native VLANs."""
    return f"native/{_safe(link)}"


UNDERLAY = "underlay"
"""The name of whatever line carries the tunnels of which no row says what they ride on."""


def held(table: str, row: str) -> str:
    """Return the name of a device or platform in the hands of whoever manages it."""
    return f"held/{table}/{_safe(row)}"


def building(site_id: str, name: str) -> str:
    """Return the name of a building of a site."""
    return f"building/{_safe(site_id)}/{_safe(name)}"


def port(device_id: str, name: str) -> str:
    """Return the name of a port of a device."""
    return f"port/{_safe(device_id)}/{_safe(name)}"


def line(link: str) -> str:
    """Return the name of a link as a thing, which lies in ducts and is bought."""
    return f"line/{_safe(link)}"


def duct(name: str) -> str:
    """Return the name of a duct."""
    return f"duct/{_safe(name)}"


def entry(site_id: str, name: str) -> str:
    """Return the name of a site's entry, where lines come in."""
    return f"entry/{_safe(site_id)}/{_safe(name)}"


def carrier(name: str) -> str:
    """Return the name of a carrier, who sells lines."""
    return f"carrier/{_safe(name)}"


def parts(node: str) -> tuple[str, ...]:
    """Return the pieces of a state's name, ids as the inventory writes them.

    >>> parts(domain("SW/1", "V-20"))
    ('domain', 'SW/1', 'V-20')
    """
    return tuple(map(unquote, node.split("/")))
