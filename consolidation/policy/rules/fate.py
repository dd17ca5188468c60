"""P3 shared fate: no element both carries protected state and is wireless or within its reach.

An element is a device, a platform with its hosts, a server, a store, or whoever manages one of
these. It carries protected state when a protected segment is on it, a protected server is it or
runs on it, or it can change the settings of what does (a manager). Two things are told apart:

- A breach: the element is wireless itself, or wireless gets *into* it past no control of an
  accepted kind: it holds the device or platform by its management, it is on the server that
  manages it, or it is in the protected segment or on the protected server.
- A caution: the element merely carries both. A switch has a protected segment beside one that
  wireless gets to freely, a hypervisor a protected guest beside one, a store a protected user
  beside one. What keeps them apart is the element's own separation (VLANs, the hypervisor, access
  rights), which no row states as a control; were it a breach, no merged switch could pass. A
  control of an accepted kind on the device itself, at the protected segment, settles it.

Ways are those of P2, with nothing lost. Fibres and ducts are in `rules.fibres`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from consolidation.inventory.tables.kinds import Certainty, DeviceKind
from consolidation.inventory.tables.servers import Server
from consolidation.network import names
from consolidation.network.attributes import Layer, edge_of
from consolidation.network.carriage import platform_of
from consolidation.network.groups import guards
from consolidation.network.wireless import radiates
from consolidation.policy.case import Case
from consolidation.policy.model import Finding
from consolidation.policy.rules import fate_words as said
from consolidation.policy.rules.entry import nothing_to_check
from consolidation.policy.rules.fibres import fibres_and_ducts
from consolidation.policy.ways.roads import Roads
from consolidation.policy.ways.spread import Spread

RULE = said.RULE


def shared_fate(case: Case) -> tuple[Finding, ...]:
    """Judge what protected systems share with wireless."""
    missing = nothing_to_check(case, RULE)
    if missing is not None:
        return (missing,)
    search = _Search(case)
    found = [*search.wireless(), *search.entered(), *search.reached(), *search.beside()]
    if not found:
        found.append(said.holding(case, search.counts))
    return (*found, *fibres_and_ducts(case))


Node = str


@dataclass(frozen=True)
class _Search:
    """What carries protected state, and what wireless gets to past no control."""

    case: Case

    @cached_property
    def sure(self) -> frozenset[Node]:
        """States that wireless gets to freely if facts turn out well."""
        return _free(self.case.from_air)

    @cached_property
    def maybe(self) -> frozenset[Node]:
        """States that wireless gets to freely if facts turn out badly."""
        return self.sure if self.case.certain else _free(self.case.worst_from_air)

    @cached_property
    def domains(self) -> Mapping[str, tuple[Node, ...]]:
        """The protected domains of every device that has any."""
        found: dict[str, tuple[Node, ...]] = {}
        for device in self.case.estate.devices:
            those = (names.domain(device.id, s) for s in sorted(self.case.protected_segments))
            there = tuple(node for node in those if node in self.case.states)
            if there:
                found[device.id] = there
        return found

    @cached_property
    def servers(self) -> tuple[Server, ...]:
        """Servers of a protected system or with an interface in a protected segment."""
        segments = self.case.protected_segments
        targets = frozenset(self.case.targets)
        return tuple(
            server
            for server in self.case.estate.servers
            if names.server(server.id) in targets or segments.intersection(server.segments)
        )

    @cached_property
    def platforms(self) -> frozenset[str]:
        """Platforms with a protected guest."""
        found = (platform_of(self.case.estate, server) for server in self.servers)
        return frozenset(platform for platform in found if platform is not None)

    @cached_property
    def held_by(self) -> Mapping[Node, tuple[tuple[Node, bool], ...]]:
        """For each held element, the managers and platforms that hold it, and whether surely.

        A server is held by the platform it runs on: who manages from there is managed from there.
        """
        graph = self.case.graph
        return {
            node: tuple(
                (other, edge_of(graph, other, node).certainty is Certainty.KNOWN)
                for other in sorted(graph.predecessors(node))
                if self.case.states[other].layer in (Layer.HELD, Layer.SERVER)
            )
            for node, state in self.case.states.items()
            if state.layer in (Layer.HELD, Layer.SERVER)
        }

    @cached_property
    def carriers(self) -> frozenset[Node]:
        """Held elements that carry protected state, and all who hold them, if facts are bad."""
        return self._carriers(sure=False)

    @cached_property
    def sure_carriers(self) -> frozenset[Node]:
        """The same, if facts turn out well."""
        return self.carriers if self.case.certain else self._carriers(sure=True)

    def _carriers(self, *, sure: bool) -> frozenset[Node]:
        found = {
            names.held("devices", device)
            for device, domains in self.domains.items()
            if not sure or any(map(self._known, domains))
        }
        found |= {names.held("platforms", platform) for platform in self.platforms}
        waiting = [n for n in found if n in self.held_by and (not sure or self._known(n))]
        carrying = set(waiting)
        while waiting:
            for holder, known in self.held_by.get(waiting.pop(), ()):
                if holder not in carrying and (known or not sure):
                    carrying.add(holder)
                    waiting.append(holder)
        return frozenset(carrying)

    @property
    def counts(self) -> said.Counts:
        """How many elements were looked at."""
        managers = sum(self.case.states[node].layer is Layer.SERVER for node in self.carriers)
        return said.Counts(
            devices=len(self.domains),
            servers=len(self.servers),
            platforms=len(self.platforms),
            managers=managers,
            stores=len(self.case.estate.stores),
        )

    def wireless(self) -> Iterator[Finding]:
        """Judge devices that are wireless themselves."""
        airs: dict[str, list[Node]] = {}
        for node in self.case.sources:
            state = self.case.states[node]
            if state.table == "devices":
                airs.setdefault(state.row, []).append(node)
        for identity, domains in self.domains.items():
            device, around = self.case.estate.device[identity], airs.get(identity, ())
            if not around or not (radiates(device) or device.kind is DeviceKind.UNKNOWN):
                continue
            there = [node for node in domains if self._known(node)]
            sure = radiates(device) and any(map(self._known, around)) and bool(there)
            yield said.wireless_device(self.case, device, (there or domains)[0], sure=sure)
        for server in self.case.estate.servers:
            yield from self._wireless_server(server)

    def _wireless_server(self, server: Server) -> Iterator[Finding]:
        """Judge a server: one that is protected, or that manages what is."""
        node = names.server(server.id)
        row = ("servers", server.id)
        air = next((a for a in self.case.sources if self.case.states[a][1:3] == row), None)
        if air is None or (node not in self.carriers and server not in self.servers):
            return
        sure = server in self.servers or node in self.sure_carriers
        yield said.wireless_server(
            self.case, server, (air, node), manages=node in self.carriers, sure=sure
        )

    def _known(self, node: Node) -> bool:
        return self.case.states[node].certainty is Certainty.KNOWN

    def entered(self) -> Iterator[Finding]:
        """Judge what wireless holds: devices, platforms, managers, each where it gets in first."""
        sure = self._entries(self.case.sure_roads, self.sure_carriers)
        maybe = sure if self.case.certain else self._entries(self.case.all_roads, self.carriers)
        for node in sorted(sure | maybe):
            spread = self.case.from_air if node in sure else self.case.worst_from_air
            with_it = self._held_from(node)
            yield said.entered(self.case, node, spread.way(node), with_it, sure=node in sure)

    def _entries(self, roads: Roads, carriers: frozenset[Node]) -> frozenset[Node]:
        """Return the carriers that one gets into freely, and not by way of who holds them."""
        layer = {node: self.case.states[node].layer for node in carriers}
        held = frozenset(roads.numbers(n for n in carriers if layer[n] is Layer.HELD))
        holders = frozenset(roads.numbers(carriers))
        stack = roads.numbers(self.case.sources)
        seen = set(stack)
        while stack:
            state = stack.pop()
            for target in roads.free[state]:
                if target not in seen and not (target in held and state in holders):
                    seen.add(target)
                    stack.append(target)
        return frozenset(roads.names[number] for number in holders & seen)

    def _held_from(self, node: Node) -> tuple[Node, ...]:
        """Return the carriers that fall with one, itself excluded."""
        found, waiting = {node}, [node]
        while waiting:
            for held in self.case.graph.successors(waiting.pop()):
                if held in self.carriers and held in self.held_by and held not in found:
                    found.add(held)
                    waiting.append(held)
        return tuple(sorted(found - {node}))

    def reached(self) -> Iterator[Finding]:
        """Judge protected segments and servers that wireless gets to freely."""
        places = [node for domains in self.domains.values() for node in domains]
        places += [names.server(server.id) for server in self.servers]
        sure = [node for node in places if node in self.sure]
        maybe = [node for node in places if node in self.maybe]
        if sure:
            way = self.case.from_air.way(self.case.from_air.nearest(sure, self.case.is_place))
            yield said.reached(self.case, sure, way, sure=True)
        elif maybe:
            worst = self.case.worst_from_air
            way = worst.way(worst.nearest(maybe, self.case.is_place))
            yield said.reached(self.case, maybe, way, sure=False)

    def beside(self) -> Iterator[Finding]:
        """Name what carries both and keeps them apart by itself."""
        found = said.Beside(
            devices=self._devices_beside(),
            platforms=self._platforms_beside(),
            stores=self._stores_beside(),
        )
        if found.devices or found.platforms or found.stores:
            yield said.beside(self.case, found)

    def _devices_beside(self) -> Sequence[str]:
        free = {
            self.case.states[node].row
            for node in self.sure
            if self.case.states[node].layer is Layer.DOMAIN
        }
        guarded = {
            control.device
            for control in self.case.estate.controls
            if control.kind in self.case.edition.counts
            and guards(control)
            and self.case.protected_segments & {control.from_segment, control.to_segment}
        }
        estate = self.case.estate
        return [
            device
            for device, domains in self.domains.items()
            if device in free
            and device not in guarded
            and not radiates(estate.device[device])
            and self.sure.isdisjoint(domains)
        ]

    @cached_property
    def _entered_servers(self) -> frozenset[str]:
        """Servers, not protected themselves, that wireless gets to freely."""
        protected = {server.id for server in self.servers}
        return frozenset(
            server.id
            for server in self.case.estate.servers
            if server.id not in protected and names.server(server.id) in self.sure
        )

    def _platforms_beside(self) -> Sequence[str]:
        estate = self.case.estate
        free = {platform_of(estate, estate.server[name]) for name in self._entered_servers}
        return [platform for platform in sorted(self.platforms) if platform in free]

    def _stores_beside(self) -> Sequence[str]:
        estate = self.case.estate
        protected, found = {server.id for server in self.servers}, []
        for store in estate.stores:
            guests = _using(self.case, store.users)
            if guests & protected and guests & self._entered_servers:
                found.append(store.id)
        return found


def _free(spread: Spread) -> frozenset[Node]:
    return frozenset(node for node, passed in spread.controls.items() if passed == 0)


def _using(case: Case, users: Collection[str]) -> frozenset[str]:
    """Return the servers that use a store, themselves or by their host or platform."""
    wanted = set(users)
    return frozenset(
        server.id
        for server in case.estate.servers
        if {server.id, server.host, platform_of(case.estate, server)} & wanted
    )
