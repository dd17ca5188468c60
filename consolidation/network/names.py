"""Names of the states of the layered graph, one for each thing, whatever its id holds."""


def _safe(identity: str) -> str:
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


def air(table: str, row: str) -> str:
    """Return the name of the air around a radiating element: a device, a link or a server."""
    return f"air/{table}/{_safe(row)}"
