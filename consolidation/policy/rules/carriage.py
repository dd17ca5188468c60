"""P1 carriage: no protected traffic rides on a radio link at any layer, encrypted or not.

Looked at are radio links with all they carry, untagged frames included; links of any medium that
ride on a radio link, over however many others; SSIDs; servers of a protected system that are in an
SSID themselves. Protected traffic is in every segment that is one broadcast domain with a
protected one: by native VLANs that differ, a hub, a ring, a VNI, an SSID and where it comes out.
Backup lines are judged like the others: what they would carry after a failure counts.

Where an edition allows such traffic under terms, SSIDs are held against them row by row; of other
radio links no row can tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from consolidation.inventory.tables.kinds import (
    Certainty,
    DeviceKind,
    RadioFamily,
    SegmentKind,
)
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network import names
from consolidation.network.attributes import Layer, bridged_with
from consolidation.network.overlays import may_ride, rides
from consolidation.network.wireless import family_of
from consolidation.policy.case import Case
from consolidation.policy.model import Finding
from consolidation.policy.repair.survey import NOTHING, Survey, ToSurvey, Work
from consolidation.policy.repair.survey_words import fact
from consolidation.policy.rules import carriage_words as said
from consolidation.policy.rules.carriage_words import Carried
from consolidation.policy.ways.flood import Flood, flood
from consolidation.policy.ways.roads import Roads

RULE = said.RULE


def carriage(case: Case, *, told: bool = True) -> tuple[Finding, ...]:
    """Judge every radio link, what rides on it, and every SSID on every device that offers it.

    A radio link whose VLAN list is not known is undetermined, and so is a wireless device with
    protected segments whose radio link no row describes. ``told``: what is undetermined is told
    with what to survey, which takes time.
    """
    search = _Search(case, told)
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
    told: bool

    @cached_property
    def radios(self) -> tuple[Link, ...]:
        """Links that go through the air, or may, themselves or on what they ride on."""
        links = self.case.estate.links
        on_air = (self.radios_of, self.may_be_on, self.ssid_airs)
        return tuple(link for link in links if any(found[link.id] for found in on_air))

    @cached_property
    def radios_of(self) -> Mapping[str, tuple[Link, ...]]:
        """For each link, the radio links that count among itself and those it rides on."""
        below = rides(self.case.estate)
        return {link: self._counted((link, *under)) for link, under in below.items()}

    @cached_property
    def may_be_on(self) -> Mapping[str, tuple[Link, ...]]:
        """For each link, the radio links that count which it may ride on besides."""
        return {link: self._counted(under) for link, under in may_ride(self.case.estate).items()}

    @cached_property
    def ssid_airs(self) -> Mapping[str, tuple[str, ...]]:
        """For each link, the air of the SSID that its outer packets travel in, if it is one."""
        return {link.id: tuple(self._airs_of_ssid(link)) for link in self.case.estate.links}

    def _airs_of_ssid(self, link: Link) -> Iterator[str]:
        outer = self.case.estate.segment[link.rides_in] if link.rides_in else None
        if outer is None or outer.kind is not SegmentKind.SSID:
            return
        for device in self.case.estate.devices:
            place = names.domain(device.id, outer.id)
            for air in self.airs.get(("devices", device.id), ()):
                if air in self._counting and self.case.graph.has_edge(air, place):
                    yield air

    def _counted(self, links: Sequence[str]) -> tuple[Link, ...]:
        rows = (self.case.estate.link[link] for link in links)
        return tuple(row for row in rows if family_of(row) in self.case.media)

    @cached_property
    def floods(self) -> tuple[Flood, ...]:
        """Where frames of protected segments can be: for sure first, and without backup lines."""
        graph, idle = self.case.graph, self.case.idle
        return tuple(
            flood(graph, self._begin, sure=sure, away=away)
            for sure in (True, False)
            for away in dict.fromkeys((idle, frozenset[str]()))
        )

    @property
    def possibly(self) -> Flood:
        """Where they can be with every backup line up, if what is not known turns out badly."""
        return self.floods[-1]

    @cached_property
    def _begin(self) -> tuple[str, ...]:
        """The places of protected segments: on devices, on links, as wholes, untagged."""
        case, estate = self.case, self.case.estate
        zones, layers = case.edition.protected, (Layer.DOMAIN, Layer.WIRE, Layer.SEGMENT)
        by_server = {s for s in case.protected_segments if estate.segment[s].zone not in zones}
        untagged = {
            names.native(link.id)
            for link in estate.links
            if case.protected_segments.intersection((link.a_native or "", link.b_native or ""))
        }
        return tuple(
            node
            for node, state in case.states.items()
            if state.layer in layers
            and (
                state.zone in zones
                or node in untagged
                or (by_server and _segment(node) in by_server)
            )
        )

    @cached_property
    def places(self) -> Mapping[str, list[str]]:
        """The places of each link: a segment on it each, and what crosses it untagged."""
        found: dict[str, list[str]] = {}
        for node, state in self.case.states.items():
            if state.layer is Layer.WIRE:
                found.setdefault(state.row, []).append(node)
        return found

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
        """Judge a link that is radio or rides, or may ride, on radio links."""
        radios = self.radios_of[link.id]
        carried = sorted(self._carried(link), key=lambda c: (self._waits(c), len(c.way), c.way))
        sure = [each for each in carried if each.sure]
        ways = [each.way for each in sure or carried]
        after = self.case.brought_up_by(ways[0]) if ways else self._after(link, radios)
        if sure:
            return said.carries(self.case, link, radios, sure, after)
        if not carried and link.segments:
            return None
        every = [way for each in carried for way in self._onto(link, each.place)]
        survey = self._survey(every)
        if not every:
            survey = ToSurvey((fact(self.case, ("links", link.id), ()),))
        return said.may_carry(self.case, link, radios, carried, after, survey)

    def _carried(self, link: Link) -> Iterator[Carried]:
        """Give the places of a link that protected frames get to, each by its surest way."""
        for place in self.places.get(link.id, ()):
            found = [c for way in self._onto(link, place) if (c := self._on(way)) is not None]
            if found:
                yield min(found, key=lambda c: (not c.sure, self._waits(c)))

    def _waits(self, carried: Carried) -> bool:
        """Return whether it takes a failure to bring up what carries it."""
        return not self.case.idle.isdisjoint(carried.way)

    def _onto(self, link: Link, place: str) -> list[tuple[str, ...]]:
        """Return the ways from the air onto a place of a link, straight ones first."""
        airs = [names.air("links", radio.id) for radio in self.radios_of[link.id]]
        may = [names.air("links", radio.id) for radio in self.may_be_on[link.id]]
        straight = [(air, place) for air in (*airs, *self.ssid_airs[link.id], *may)]
        around = [(air, names.UNDERLAY, place) for air in may]
        steps = self.case.graph.has_edge
        return [way for way in (*straight, *around) if all(steps(*s) for s in pairwise(way))]

    def _on(self, way: tuple[str, ...]) -> Carried | None:
        """Return how a way from the air gets to protected frames at its end; ``None``: not."""
        sure = self._is_sure(way)
        for spread in self.floods:
            there = spread.away.isdisjoint(way) and way[-1] in spread.before
            if there and (sure or not spread.sure):
                whole = (*way[:-1], *spread.back(way[-1]))
                return Carried(whole, len(way) - 1, spread.sure)
        return None

    def _after(self, link: Link, radios: Sequence[Link]) -> tuple[str, ...]:
        """Return the links whose failure brings up what may carry it; ``*``: any; empty: none."""
        if not link.backup and any(not radio.backup for radio in radios):
            return ()
        waiting = [each for each in (link, *radios) if each.backup]
        return tuple(sorted({name for each in waiting for name in each.backs_up or ("*",)}))

    def judge_offer(self, device: Device, ssid: Segment) -> Finding | None:
        """Judge an SSID on a device that offers it, with all that its clients may come out in."""
        inside = names.domain(device.id, ssid.id)
        air = self._air_onto("devices", device.id, inside)
        assert air is not None
        carried = self._on((air, inside))
        if carried is None:
            return None
        survey = NOTHING if carried.sure else self._survey([(air, inside)])
        return said.puts_on_the_air(self.case, device, ssid, carried, survey)

    def _survey(self, ways: Sequence[tuple[str, ...]]) -> ToSurvey:
        """Return the fewest rows which, if they turn out well, keep protected frames off the air.

        ``ways`` lead from the air onto the places in question.
        """
        if not ways or not self.told:
            return NOTHING
        number, free = self._frames.number, list(self._frames.free)
        for step in dict.fromkeys(step for way in ways for step in pairwise(way)):
            origin, target = (number[node] for node in step)
            free[origin] = [*free[origin], target]
        begin = [node for node in self._begin if node in self.case.graph]
        ends = [({way[0] for way in ways}, begin)]
        roads = replace(self._frames, free=free)
        return Survey(self.case, roads, ends, 1, self._work).told()

    @cached_property
    def _work(self) -> Work:
        """What all surveys together may look at."""
        return Work()

    @cached_property
    def _frames(self) -> Roads:
        """The steps on which frames pass as they are, known or not."""
        names_of = self.case.all_roads.names
        number = self.case.all_roads.number
        free: list[list[int]] = [[] for _ in names_of]
        for node in self.possibly.before:
            onward = bridged_with(self.case.graph, node)
            free[number[node]] = [number[target] for target, _ in onward]
        return Roads(names_of, free, {}, ())

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
        there = [node for node in self.domains[device.id] if node in self.possibly.before]
        if not there:
            return None
        onto = next((p for p in there if self.case.graph.has_edge(airs[0], p)), None)
        way = (airs[0],) if onto is None else (airs[0], onto)
        return said.not_described(device, self.case.witness(way))

    @cached_property
    def domains(self) -> Mapping[str, list[str]]:
        """The domains of each device, one for each segment on it."""
        found: dict[str, list[str]] = {device.id: [] for device in self.case.estate.devices}
        for node, state in self.case.states.items():
            if state.layer is Layer.DOMAIN:
                found[state.row].append(node)
        return found

    @cached_property
    def _counting(self) -> frozenset[str]:
        return frozenset(self.case.sources)


def _segment(node: str) -> str | None:
    """Return the segment that a place is of; ``None``: all ports of a device are of none."""
    kind, *_, last = names.parts(node)
    return None if kind == "ports" else last
