"""What is wireless: links by medium or technology, devices by kind.

A wireless medium is any of the 802.11 family, 802.15, 802.16, LTE/4G/5G, GSM/CDMA and other
radio, as NetBox groups its interface types.
"""

import re

from consolidation.inventory.tables.kinds import DeviceKind, Medium
from consolidation.inventory.tables.network import Device, Link

RADIATING = frozenset({DeviceKind.ACCESS_POINT, DeviceKind.RADIO_BRIDGE, DeviceKind.LTE_ROUTER})
"""Kinds of device that are wireless themselves; a controller only manages those that are."""

_WORDS = re.compile(
    r"802\.1[156](?![\dXQx])|wi-?fi|\bW-?LAN\b|無線|bluetooth|zigbee|wimax|microwave|マイクロ波"
    r"|\bLTE\b|\b[345]G(?![A-Za-z0-9/])|\bGSM\b|\bCDMA\b|\bUMTS\b|\bFWA\b|\bPHS\b|\bLPWA\b",
    re.IGNORECASE,
)


def names_radio(technology: str) -> bool:
    """Return whether the words of a technology name a wireless medium.

    >>> [names_radio(t) for t in ("IEEE 802.11ac", "閉域LTE", "5G")]
    [True, True, True]
    >>> [names_radio(t) for t in ("5GBASE-T", "IEEE 802.1Q", "5 Gbit/s")]
    [False, False, False]
    """
    ascii_edges = re.sub(
        r"([^\x00-\x7f])(?=[\x00-\x7f])|([\x00-\x7f])(?=[^\x00-\x7f])", r"\1\2 ", technology
    )
    return _WORDS.search(ascii_edges) is not None


def is_radio(link: Link) -> bool:
    """Return whether a link is wireless, by its medium or else by its technology.

    A carrier's line whose technology is LTE is wireless, whatever its medium column says.
    """
    if link.medium is Medium.RADIO:
        return True
    return link.technology is not None and names_radio(link.technology)


def radiates(device: Device) -> bool:
    """Return whether a device is wireless itself."""
    return device.kind in RADIATING
