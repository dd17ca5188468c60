"""Management that zones share: who can change the settings of what.

A plane of management is a manager (whoever devices and platforms name in ``managed_by``) or a
management segment, with all that is managed from it; whoever is there voids the isolation of it
all. It spans the zones of what it manages and the zones it belongs to itself. That is a breach
where the edition sets one of these apart, and a caution where the scenario asks for it. Ways of
wireless over management are in P2 and P3; zone separation leaves management to this rule.
"""

from collections.abc import Iterable, Iterator, Mapping

from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.network import Device
from consolidation.inventory.tables.servers import Platform
from consolidation.network import names, words
from consolidation.policy.case import Case
from consolidation.policy.editions import set_apart
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.phrases import count
from consolidation.policy.rules.sharing_words import MANAGEMENT_RULE, finding, is_asked, kept_apart
from consolidation.policy.rules.whose import (
    ByZone,
    Element,
    by_zone,
    device_element,
    device_zones,
    platform_element,
    platform_zones,
    server_element,
    server_zones,
)
from consolidation.text import Text

Plane = tuple[Element, ByZone]
Entry = tuple[Element, Iterable[Zone]]


def shared_management(case: Case) -> tuple[Finding, ...]:
    """Judge that no plane of management spans a zone set apart and another, unless asked for."""
    estate, asked = case.estate, case.options.allow_shared_management
    planes = (*_managers(case), *_segments(case))
    found = tuple(
        finding(case, MANAGEMENT_RULE, plane, zones, asked=is_asked(case, zones, asked))
        for plane, zones in planes
        if set_apart(case.edition, zones)
    )
    if found:
        return found
    rows: tuple[Device | Platform, ...] = (*estate.devices, *estate.platforms)
    unknown = sum(not row.managed_by and row.management_segment is None for row in rows)
    return (_apart(case, len(planes), unknown),)


def _elements(case: Case) -> Iterator[tuple[Device | Platform, Element, frozenset[Zone]]]:
    of_device, of_platform = device_zones(case), platform_zones(case.estate)
    for device in case.estate.devices:
        yield device, device_element(device), of_device[device.id]
    for platform in case.estate.platforms:
        yield platform, platform_element(platform), of_platform[platform.id]


def _managers(case: Case) -> Iterator[Plane]:
    """Give every manager with what it manages; one that a planned state has not is left out."""
    managed: dict[str, list[Entry]] = {}
    for row, element, zones in _elements(case):
        for manager in row.managed_by:
            managed.setdefault(manager, []).append((element, zones))
    own = _own(case, managed)
    for manager in sorted(own):
        element, zones = own[manager]
        yield element, by_zone([*managed[manager], (element, zones)])


def _own(case: Case, managers: Iterable[str]) -> Mapping[str, tuple[Element, frozenset[Zone]]]:
    """Return managers as elements, with the zones they belong to themselves."""
    estate, of_device = case.estate, device_zones(case)
    found = {}
    for manager in managers:
        if manager in estate.server:
            server = estate.server[manager]
            found[manager] = server_element(server), server_zones(estate, server)
        elif manager in estate.device:
            found[manager] = device_element(estate.device[manager]), of_device[manager]
    return found


def _segments(case: Case) -> Iterator[Plane]:
    """Give every management segment with what has its management address there."""
    managed: dict[str, list[Entry]] = {}
    for row, element, zones in _elements(case):
        if row.management_segment is not None:
            managed.setdefault(row.management_segment, []).append((element, zones))
    for identity in sorted(managed):
        segment, first = case.estate.segment[identity], managed[identity][0][0]
        node = names.held(first.table, first.row)
        plane = Element("segments", identity, node, words.segment_text(segment))
        yield plane, by_zone([*managed[identity], (plane, (segment.zone,))])


def _apart(case: Case, num_planes: int, unknown: int) -> Finding:
    kept = kept_apart(case)
    rows = count(unknown, "device or platform", "devices and platforms")
    if not num_planes:
        message = Text(
            f"機器・基盤{unknown}件のいずれにも管理元の記録がなく、管理系の共用は調べられない",
            f"for none of {rows} does a row tell who manages it, so shared management cannot be "
            "checked",
        )
    else:
        ja = f"。管理元の記録がない機器・基盤{unknown}件は調べられない" if unknown else ""
        en = f"; {rows} without a manager on record could not be" if unknown else ""
        message = Text(
            f"管理元・管理セグメント{num_planes}件を調べた。{kept.ja}と他の情報系にまたがるものは"
            f"ない{ja}",
            f"{count(num_planes, 'manager or management segment', 'managers and segments')} "
            f"checked, none of which spans the zones {kept.en} and another{en}",
        )
    outcome = Outcome.HOLDS if num_planes else Outcome.NOT_CHECKED
    return Finding(rule=MANAGEMENT_RULE, outcome=outcome, subject=case.state, message=message)
