"""P1 carriage: no protected traffic rides on a radio link at any layer, encrypted or not.

Looked at are radio links with all they carry, untagged frames included; links of any medium that
ride on a radio link, over however many others; SSIDs with every segment that their clients may
come out in, at a controller too; servers of a protected system that are in an SSID themselves.
Backup lines are judged like the others: what they would carry after a failure counts.

Where an edition allows such traffic under terms, SSIDs are held against them row by row; of other
radio links no row can tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from consolidation.inventory.tables.kinds import (
    Certainty,
    DeviceKind,
    RadioFamily,
    SegmentKind,
)
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network import names
from consolidation.network.attributes import Layer
from consolidation.network.overlays import rides
from consolidation.network.wireless import family_of
from consolidation.policy.case import Case
from consolidation.policy.model import Finding
from consolidation.policy.rules import carriage_words as said

RULE = said.RULE


def carriage(case: Case) -> tuple[Finding, ...]:
    """Judge every radio link, what rides on it, and every SSID on every device that offers it.

    A radio link whose VLAN list is not known is undetermined, and so is a wireless device with
    protected segments whose radio link no row describes.
    """
    search = _Search(case)
    found = [f for link in search.radios if (f := search.judge_link(link)) is not None]
    found += [f for offer in search.offers if (f := search.judge_offer(*offer)) is not None]
    found += [f for server in case.estate.servers if (f := search.judge_server(server)) is not None]
    found += [f for device in case.estate.devices if (f := search.undescribed(device)) is not None]
    if found:
        return tuple(found)
    if not any(state.layer is Layer.DEVICE for state in case.states.values()):
        return (said.nothing_listed(case),)
    return (said.holding(case, len(search.radios), len(search.offers)),)


@dataclass(frozen=True)
class _Search:
    """What several of the judgements need."""

    case: Case

    @cached_property
    def radios(self) -> tuple[Link, ...]:
        """Links that go through the air, themselves or on what they ride on."""
        return tuple(link for link in self.case.estate.links if self.radios_of[link.id])

    @cached_property
    def radios_of(self) -> Mapping[str, tuple[Link, ...]]:
        """For each link, the radio links that count among itself and those it rides on."""
        link = self.case.estate.link
        return {
            identity: tuple(
                link[name]
                for name in (identity, *below)
                if family_of(link[name]) in self.case.media
            )
            for identity, below in rides(self.case.estate).items()
        }

    @cached_property
    def airs(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The air states of each row that radiates, of any kind of wireless."""
        found: dict[tuple[str, str], list[str]] = {}
        for node, state in self.case.states.items():
            if state.layer is Layer.AIR:
                found.setdefault((state.table, state.row), []).append(node)
        return {row: tuple(nodes) for row, nodes in found.items()}

    @cached_property
    def offers(self) -> tuple[tuple[Device, Segment], ...]:
        """Every SSID on every device that offers it, where wireless LANs count."""
        if RadioFamily.WIFI not in self.case.media:
            return ()
        ssids = [s for s in self.case.estate.segments if s.kind is SegmentKind.SSID]
        return tuple(
            (device, ssid)
            for ssid in ssids
            for device in self.case.estate.devices
            if self._air_onto("devices", device.id, names.domain(device.id, ssid.id)) is not None
        )

    def _air_onto(self, table: str, row: str, node: str) -> str | None:
        """Return the air of a row that gives onto a state."""
        airs = self.airs.get((table, row), ())
        return next((air for air in airs if self.case.graph.has_edge(air, node)), None)

    def _is_sure(self, way: Sequence[str]) -> bool:
        return all(edge.certainty is Certainty.KNOWN for edge in self.case.edges(tuple(way)))

    def judge_link(self, link: Link) -> Finding | None:
        """Judge a link that is radio or rides on radio links."""
        radios = self.radios_of[link.id]
        carried = self._carried(link, radios)
        sure = [segment for segment, way in carried.items() if self._is_sure(way)]
        after = self._after(link, radios)
        if sure:
            way = self.case.witness(carried[sure[0]])
            return said.carries(self.case, link, radios, sure, way, after)
        if not carried and link.segments:
            return None
        way = self.case.witness(next(iter(carried.values()))) if carried else ()
        return said.may_carry(link, radios, way, after)

    def _carried(self, link: Link, radios: Sequence[Link]) -> dict[str, tuple[str, ...]]:
        """Return the protected segments that a link carries, each with the way from the air."""
        protected, graph = self.case.protected_segments, self.case.graph
        places = [(segment, names.wire(link.id, segment)) for segment in sorted(protected)]
        untagged = names.native(link.id)
        if untagged in graph:
            natives = {s for s in (link.a_native, link.b_native) if s in protected}
            places += [(segment, untagged) for segment in sorted(natives)]
        found: dict[str, tuple[str, ...]] = {}
        airs = [names.air("links", radio.id) for radio in radios]
        for segment, place in places:
            for way in ((air, place) for air in airs if graph.has_edge(air, place)):
                old = found.get(segment)
                if old is None or (self._is_sure(way) and not self._is_sure(old)):
                    found[segment] = way
        return found

    def _after(self, link: Link, radios: Sequence[Link]) -> tuple[str, ...]:
        """Return the links whose failure it takes; ``*``: any; empty: it carries now."""
        if not link.backup and any(not radio.backup for radio in radios):
            return ()
        waiting = [each for each in (link, *radios) if each.backup]
        return tuple(sorted({name for each in waiting for name in each.backs_up or ("*",)}))

    def judge_offer(self, device: Device, ssid: Segment) -> Finding | None:
        """Judge an SSID on a device that offers it, with all that its clients may come out in."""
        case, outs = self.case, led_to(self.case, ssid)
        if not outs:
            return None
        inside = names.domain(device.id, ssid.id)
        air = self._air_onto("devices", device.id, inside)
        assert air is not None
        far = ssid.tunnels_to is not None and ssid.tunnels_to != device.id
        end = case.estate.device[ssid.tunnels_to or device.id]
        way = [air, inside]
        if outs[0].id != ssid.id:
            onward = [names.domain(end.id, ssid.id)] * far + [names.domain(end.id, outs[0].id)]
            for node in onward:
                if case.graph.has_edge(way[-1], node):
                    way.append(node)
        return said.puts_on_the_air(
            case, device, ssid, outs, end, case.witness(tuple(way)),
            sure=self._is_sure((air, inside)),
        )  # fmt: skip

    def judge_server(self, server: Server) -> Finding | None:
        """Judge a server of a protected system that is in an SSID by its own adapter."""
        estate = self.case.estate
        if server.system is None or RadioFamily.WIFI not in self.case.media:
            return None
        if estate.system[server.system].zone not in self.case.edition.protected:
            return None
        node = names.server(server.id)
        ssids = [estate.segment[s] for s in server.segments if s in estate.segment]
        ssids = [segment for segment in ssids if segment.kind is SegmentKind.SSID]
        air = self._air_onto("servers", server.id, node)
        if not ssids or air is None:
            return None
        return said.server_on_the_air(self.case, server, ssids[0], self.case.witness((air, node)))

    def undescribed(self, device: Device) -> Finding | None:
        """Judge a bridge or LTE router with protected segments whose radio link no row describes.

        What they are for is to carry; of other devices with a radio only entry is a question.
        """
        if device.kind not in (DeviceKind.RADIO_BRIDGE, DeviceKind.LTE_ROUTER):
            return None
        airs = [a for a in self.airs.get(("devices", device.id), ()) if a in self._counting]
        links = self.case.estate.links
        ends = [link for link in links if device.id in (link.a_device, link.b_device)]
        if not airs or any(family_of(link) is not None for link in ends):
            return None
        places = [names.domain(device.id, s) for s in sorted(self.case.protected_segments)]
        there = [place for place in places if place in self.case.states]
        if not there:
            return None
        onto = next((p for p in there if self.case.graph.has_edge(airs[0], p)), None)
        way = (airs[0],) if onto is None else (airs[0], onto)
        return said.not_described(device, self.case.witness(way))

    @cached_property
    def _counting(self) -> frozenset[str]:
        return frozenset(self.case.sources)


def led_to(case: Case, ssid: Segment) -> list[Segment]:
    """Return the protected segments that clients of an SSID are in or may come out in."""
    fixed = () if ssid.bridges_to is None else (ssid.bridges_to,)
    there = dict.fromkeys((ssid.id, *fixed, *sorted(ssid.may_bridge_to)))
    return [case.estate.segment[s] for s in there if s in case.protected_segments]
