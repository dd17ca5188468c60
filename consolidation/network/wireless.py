"""What is wireless: links by medium or technology, devices by kind.

A wireless medium is any of the 802.11 family, 802.15, 802.16, LTE/4G/5G, GSM/CDMA and other
radio, as NetBox groups its interface types.
"""

import re
import unicodedata
from collections.abc import Mapping

from consolidation.inventory.tables.kinds import Certainty, DeviceKind, Medium, RadioFamily
from consolidation.inventory.tables.network import Device, Link
from consolidation.inventory.tables.servers import Server

Families = Mapping[RadioFamily, Certainty]
"""Kinds of wireless of one element, what it is by nature first, and how sure each is."""

RADIATING: Mapping[DeviceKind, RadioFamily] = {
    DeviceKind.ACCESS_POINT: RadioFamily.WIFI,
    DeviceKind.RADIO_BRIDGE: RadioFamily.OTHER,
    DeviceKind.LTE_ROUTER: RadioFamily.CELLULAR,
}
"""Kinds of device that are wireless themselves; a controller only manages those that are."""

_WORDS: Mapping[RadioFamily, re.Pattern[str]] = {
    RadioFamily.WIFI: re.compile(
        r"802\.11(?![\dxq])|wi-?fi|\bw-?lan\b|wireless lan|無線lan", re.IGNORECASE
    ),
    RadioFamily.PERSONAL: re.compile(
        r"802\.15(?![\dxq])|bluetooth|zigbee|近距離無線", re.IGNORECASE
    ),
    RadioFamily.CELLULAR: re.compile(
        r"\be?LTE\b|\bLTE-?[A-Z]|\b[345]G(?![a-z0-9/])|\bGSM\b|\bCDMA|\bUMTS\b|\bPHS\b|\bEDGE\b"
        r"|\bL5G\b|\bSIM\b|\bNB-?IoT\b|\bs?XGP\b|\bAXGP\b|\bFOMA\b|\bXi\b|\bBWA\b|cellular|mobile|携帯|モバイル"
        r"|テザリング|tether",
        re.IGNORECASE,
    ),
    RadioFamily.OTHER: re.compile(
        r"802\.16(?![\dxq])|無線|ワイヤレス|wireless|\bradio\b|wimax|microwave|マイクロ波|ミリ波"
        r"|(?<![\d.])(2\.4|5|6|18|2[456]|60|[78]0) ?GHz|\bFWA\b|\bLPWA\b|\bLoRa|sigfox|衛星"
        r"|satellite|starlink",
        re.IGNORECASE,
    ),
}


def radio_family(technology: str) -> RadioFamily | None:
    """Return what kind of wireless the words of a technology name; ``None``: it is wired.

    Full-width letters read as ordinary ones. What names no wireless that is known here is taken
    as wired: a radio link should say so in its medium.

    >>> [radio_family(t).value for t in ("IEEE 802.11ac", "閉域ＬＴＥ", "Bluetooth 5", "wireless")]
    ['802.11', 'cellular', '802.15', 'other-wireless']
    >>> [radio_family(t) for t in ("5GBASE-T", "IEEE 802.1Q", "5 Gbit/s")]
    [None, None, None]
    """
    plain = unicodedata.normalize("NFKC", technology)
    ascii_edges = re.sub(
        r"([^\x00-\x7f])(?=[\x00-\x7f])|([\x00-\x7f])(?=[^\x00-\x7f])", r"\1\2 ", plain
    )
    for family, words in _WORDS.items():
        if words.search(plain) or words.search(ascii_edges):
            return family
    return None


def family_of(link: Link) -> RadioFamily | None:
    """Return what kind of wireless a link is, by its technology or else by its medium.

    A carrier's line whose technology is LTE is wireless, whatever its medium column says.
    """
    named = None if link.technology is None else radio_family(link.technology)
    return RadioFamily.OTHER if named is None and link.medium is Medium.RADIO else named


def is_radio(link: Link) -> bool:
    """Return whether a link is wireless."""
    return family_of(link) is not None


def radiates(device: Device) -> bool:
    """Return whether a device is wireless itself, by its kind or by what is built into it."""
    return device.kind in RADIATING or bool(device.radio)


def families_of_device(device: Device, offers_ssid: Certainty | None) -> Families:
    """Return the kinds of wireless a device has: by its kind, by its SSIDs, by what is built in.

    ``offers_ssid`` is how sure it is that the device offers an SSID; ``None``: it offers none.
    A device of which nobody knows what it is may be wireless in any way.

    >>> dongle = Device(id="PC", name="PC", kind=DeviceKind.OTHER, site="S", radio=("Bluetooth",))
    >>> [family.value for family in families_of_device(dongle, Certainty.KNOWN)]
    ['802.11', '802.15']
    """
    found: list[RadioFamily] = []
    if device.kind in RADIATING:
        found.append(RADIATING[device.kind])
    if offers_ssid is Certainty.KNOWN:
        found.append(RadioFamily.WIFI)
    sure = dict.fromkeys((*found, *_built_in(device.radio)), Certainty.KNOWN)
    if offers_ssid is not None:
        sure.setdefault(RadioFamily.WIFI, offers_ssid)
    if device.kind is DeviceKind.UNKNOWN:
        sure.setdefault(RadioFamily.OTHER, Certainty.UNKNOWN)
    return sure


def families_of_server(server: Server, *, on_ssid: bool) -> Families:
    """Return the kinds of wireless a server has: by an SSID it is in, and by what is built in."""
    inherent = (RadioFamily.WIFI,) if on_ssid else ()
    return dict.fromkeys((*inherent, *_built_in(server.radio)), Certainty.KNOWN)


def _built_in(radio: tuple[str, ...]) -> list[RadioFamily]:
    """Return the kinds of wireless that technologies name; a word nobody knows is still one."""
    found = {radio_family(text) or RadioFamily.OTHER for text in radio}
    return [family for family in RadioFamily if family in found]
