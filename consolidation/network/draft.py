"""The layered graph in the making: what each part of it is built from and adds to."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, RadioFamily, SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network import names, words
from consolidation.network.attributes import (
    Edge,
    Layer,
    Relation,
    Said,
    State,
    StateGraph,
    add_edge,
    add_state,
    empty_graph,
)
from consolidation.network.carriage import Carriage, carriage, device_of
from consolidation.text import Text


class Draft:
    """A graph being put together from one estate, with what several parts look up in its rows."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.carriage: Carriage = carriage(estate)
        self.graph: StateGraph = empty_graph()
        self._brought: dict[str, Mapping[str, Link]] = {}

    @cached_property
    def links_of(self) -> Mapping[str, list[Link]]:
        """The links at each device, in order of id."""
        found: dict[str, list[Link]] = {device.id: [] for device in self.estate.devices}
        for link in self.estate.links:
            for end in dict.fromkeys((link.a_device, link.b_device)):
                found[end].append(link)
        return found

    @cached_property
    def managers(self) -> frozenset[str]:
        """Ids of devices and servers that rows say manage something."""
        of_devices = [device.managed_by for device in self.estate.devices]
        of_platforms = [platform.managed_by for platform in self.estate.platforms]
        return frozenset(m for managers in (*of_devices, *of_platforms) for m in managers)

    @cached_property
    def at_site(self) -> Mapping[str, list[str]]:
        """The devices at each site that has any, in order of id."""
        found: dict[str, list[str]] = {}
        for device in self.estate.devices:
            found.setdefault(device.site, []).append(device.id)
        return found

    @cached_property
    def holders(self) -> Mapping[str, list[str]]:
        """The devices that have each segment, in order of id."""
        found: dict[str, list[str]] = {}
        for device, held in self.carriage.held.items():
            for segment in held:
                found.setdefault(segment, []).append(device)
        return found

    @cached_property
    def ssids(self) -> tuple[Segment, ...]:
        """Every SSID, in order of id."""
        return tuple(s for s in self.estate.segments if s.kind is SegmentKind.SSID)

    def brought(self, device: str) -> Mapping[str, Link]:
        """Return the segments that links bring to a device, each with the first such link."""
        if device not in self._brought:
            found: dict[str, Link] = {}
            for link in self.links_of[device]:
                for segment in self.carriage.carried[link.id]:
                    found.setdefault(segment, link)
            self._brought[device] = found
        return self._brought[device]

    def airs_of(self, device: str) -> list[str]:
        """Return the air states of a device, once they are there."""
        row = ("devices", device)
        every = (names.air(*row), *(names.air(*row, family) for family in RadioFamily))
        return [air for air in every if air in self.graph]

    def has_surely(self, device: str | None, segment: str) -> bool:
        """Return whether a row says that a device has a segment, and the row is known."""
        return device is not None and (self.carriage.held[device].get(segment) is Certainty.KNOWN)

    def state(self, node: str, state: State) -> str:
        """Add a state, unless it is there, and return its name."""
        add_state(self.graph, node, state)
        return node

    def part(self, whole: str, part: str, table: str, row: str) -> None:
        """Add an edge that says that one state is part of another."""
        add_edge(self.graph, whole, part, Edge(Relation.PART, 0, table, row, words.PART))

    def way(
        self,
        origin: str,
        target: str,
        row: tuple[str, str],
        said: Text | Said,
        certainty: Certainty = Certainty.KNOWN,
    ) -> None:
        """Add a way that no control guards, from the table and id of the row that opens it."""
        edge = Edge(Relation.WAY, 0, row[0], row[1], said, certainty)
        add_edge(self.graph, origin, target, edge)

    def bridge(
        self,
        one: str,
        other: str,
        row: tuple[str, str],
        said: Text | Said,
        certainty: Certainty = Certainty.KNOWN,
    ) -> None:
        """Make two states one broadcast domain: a way in each direction on which frames pass."""
        edge = Edge(Relation.WAY, 0, *row, said, certainty, bridged=certainty)
        self._each_way(one, other, edge)

    def both(
        self,
        one: str,
        other: str,
        row: tuple[str, str],
        said: Text | Said,
        certainty: Certainty = Certainty.KNOWN,
    ) -> None:
        """Add a way in each direction that no control guards."""
        self._each_way(one, other, Edge(Relation.WAY, 0, *row, said, certainty))

    def _each_way(self, one: str, other: str, edge: Edge) -> None:
        add_edge(self.graph, one, other, edge)
        add_edge(self.graph, other, one, edge)

    def interfaces(self, server: Server) -> list[Segment]:
        """Return the segments a server has an interface in; ``*``: all those of its switch."""
        listed = set(server.segments)
        if ALL_SEGMENTS in listed:
            switch = device_of(self.estate, server)
            listed.remove(ALL_SEGMENTS)
            listed.update(() if switch is None else self.carriage.held[switch])
        return [self.estate.segment[segment] for segment in sorted(listed)]

    @cached_property
    def domain(self) -> Mapping[str, Mapping[str, str]]:
        """The names of the bridge domains on each device, by segment."""
        return {
            device: {segment: names.domain(device, segment) for segment in held}
            for device, held in self.carriage.held.items()
        }

    def domains(self, device: str) -> Iterator[tuple[Segment, str]]:
        """Give the segments on a device, each with the name of its bridge domain."""
        for segment, node in self.domain[device].items():
            yield self.estate.segment[segment], node

    def whole(self, segment: Segment) -> str:
        """Add a segment as a whole, joined to its domain on every device that has it.

        A segment is one broadcast or routing domain, so whoever is in it somewhere is in all of
        it. Needed where a row joins it and names no device for that.
        """
        node, row = names.segment(segment.id), ("segments", segment.id)
        if node in self.graph:
            return node
        said = Said(words.everywhere, (segment,))
        self.state(node, State(Layer.SEGMENT, *row, segment.zone, said=said))
        for device in self.holders.get(segment.id, ()):
            is_one = Said(words.is_one, (segment, self.estate.device[device]))
            self.bridge(node, self.domain[device][segment.id], row, is_one)
        return node

    def reach_unwired(self, device: str, segment: Segment, row: tuple[str, str]) -> None:
        """Join a device's segment to the rest of it where no link row brings it to the device."""
        if segment.id not in self.brought(device):
            said = Said(words.is_one_unwired, (segment, self.estate.device[device]))
            self.bridge(self.whole(segment), self.domain[device][segment.id], row, said)
