"""Fault domains: what one failure takes, for every link, device, site entry, duct and carrier.

A link that rides on others (a tunnel, a wavelength) goes with each of them. A device takes its
links with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Link

FaultKind = Literal["link", "device", "entry", "duct", "carrier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultDomain:
    """What one failure takes, and the backup links that come up for it."""

    kind: FaultKind
    id: str
    """Id of the row; of an entry, the site's and its mark with a colon between."""
    links: frozenset[str]
    devices: frozenset[str] = frozenset()
    brings_up: frozenset[str] = frozenset()
    """Backup links that stand in for one of the links gone, or for any link."""


def fault_domains(estate: Estate) -> tuple[FaultDomain, ...]:
    """Return what each single failure takes, in order of kind and id.

    >>> fault_domains(Estate("empty"))
    ()
    """
    riders = _riders(estate)
    found: list[FaultDomain] = []
    for kind, groups in _groups(estate).items():
        for identity in sorted(groups):
            gone = _with_riders(groups[identity], riders)
            devices = frozenset({identity} if kind == "device" else ())
            found.append(
                FaultDomain(
                    kind=kind,
                    id=identity,
                    links=gone,
                    devices=devices,
                    brings_up=_brought_up(estate, gone),
                )
            )
    return tuple(found)


def carrier_of(estate: Estate, link: Link) -> str | None:
    """Return who carries a link: the carrier named, else that of its contract's tariff."""
    if link.carrier is not None or link.circuit is None:
        return link.carrier
    tariff = estate.circuit[link.circuit].tariff
    return None if tariff is None else estate.tariff[tariff].carrier


def _groups(estate: Estate) -> Mapping[FaultKind, dict[str, list[str]]]:
    """Return the links that each element takes, by kind and id."""
    found: dict[FaultKind, dict[str, list[str]]] = {
        "link": {link.id: [link.id] for link in estate.links},
        "device": {device.id: [] for device in estate.devices},
        "entry": {},
        "duct": {},
        "carrier": {},
    }
    for link in estate.links:
        for device, entry in ((link.a_device, link.a_entry), (link.b_device, link.b_entry)):
            found["device"][device].append(link.id)
            if entry is not None:
                mark = f"{estate.device[device].site}:{entry}"
                found["entry"].setdefault(mark, []).append(link.id)
        for duct in link.ducts:
            found["duct"].setdefault(duct, []).append(link.id)
        carrier = carrier_of(estate, link)
        if carrier is not None:
            found["carrier"].setdefault(carrier, []).append(link.id)
    return found


def _riders(estate: Estate) -> Mapping[str, list[str]]:
    """Return for each link those that ride on it."""
    found: dict[str, list[str]] = {}
    for link in estate.links:
        for under in link.rides_on:
            found.setdefault(under, []).append(link.id)
    return found


def _with_riders(links: Iterable[str], riders: Mapping[str, list[str]]) -> frozenset[str]:
    found = set(links)
    waiting = list(found)
    while waiting:
        for rider in riders.get(waiting.pop(), ()):
            if rider not in found:
                found.add(rider)
                waiting.append(rider)
    return frozenset(found)


def _brought_up(estate: Estate, gone: frozenset[str]) -> frozenset[str]:
    return frozenset(
        link.id
        for link in estate.links
        if link.backup
        and link.id not in gone
        and (not link.backs_up or not gone.isdisjoint(link.backs_up))
    )
