"""What the three properties must come to, from the worlds of both readings."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, RadioFamily, SegmentKind, Zone
from consolidation.inventory.tables.network import Device, Link
from consolidation.policy.model import Outcome
from tests.policy.oracle.counting import Reach
from tests.policy.oracle.rows import (
    COUNTED,
    Rows,
    is_wireless,
    link_family,
    platform_of,
    ridden,
)
from tests.policy.oracle.world import Both, State, World, exists, targets

ALL_MEDIA = tuple(RadioFamily)


@dataclass(frozen=True)
class Entry:
    """P2: the outcome, and the fewest controls in the reading that decides it."""

    outcome: Outcome
    independent: int | None
    plain: int | None


class Oracle:
    """One estate, judged from scratch."""

    def __init__(
        self,
        estate: Estate,
        media: tuple[RadioFamily, ...] = (),
        kinds: tuple[str, ...] = COUNTED,
    ) -> None:
        self.estate, self.media = estate, media or ALL_MEDIA
        self.both = Both(estate, kinds)

    @cached_property
    def good(self) -> World:
        return self.both.world(bad=False)

    @cached_property
    def bad(self) -> World:
        return self.both.world(bad=True)

    @cached_property
    def protected(self) -> set[str]:
        """Segments of the resident zone, and those in which a resident server is."""
        estate = self.estate
        found = {s.id for s in estate.segments if s.zone is Zone.RESIDENT}
        for server in estate.servers:
            if server.system and estate.system[server.system].zone is Zone.RESIDENT:
                found |= set(server.segments)
        return found

    def flooded(self, world: World) -> set[State]:
        """Where frames of a protected segment can be, by no more than being forwarded."""
        waiting: list[State] = [("whole", s) for s in self.protected]
        for d, has in world.rows.has.items():
            waiting += [("at", d, s) for s in has & self.protected]
        for link in self.estate.links:
            ports = places(world, link)
            waiting += [p for p, s in ports.items() if s in self.protected]
        found = set(waiting)
        onward: dict[State, list[State]] = {}
        for a, b in world.floods:
            onward.setdefault(a, []).append(b)
        while waiting:
            new = set(onward.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return found

    @cached_property
    def flooded_surely(self) -> set[State]:
        return self.flooded(self.good)

    @cached_property
    def flooded_perhaps(self) -> set[State]:
        return self.flooded(self.bad)

    @cached_property
    def unconnected(self) -> bool:
        """Whether some resident server has no way in by any row."""
        entered = {b for _, b, _ in self.bad.steps}
        return any(t[0] == "server" and t not in entered for t in targets(self.bad))

    @property
    def nothing_to_check(self) -> bool:
        return not self.estate.devices or not targets(self.bad)

    def entry(self, k: int, gone: Callable[[State], bool] = lambda _: False) -> Entry:
        """P2 with some states gone."""
        good = Reach(self.good, self.media, gone)
        if good.independent is not None and good.independent < k:
            return Entry(Outcome.VIOLATED, good.independent, good.plain)
        bad = Reach(self.bad, self.media, gone)
        weak = bad.independent is not None and bad.independent < k
        outcome = Outcome.UNDETERMINED if weak or self.unconnected else Outcome.HOLDS
        return Entry(outcome, bad.independent, bad.plain)

    def strictly(self) -> Entry:
        """P2 where any way at all is a breach, guarded or not."""
        good, bad = Reach(self.good, self.media), Reach(self.bad, self.media)
        if good.plain is not None:
            return Entry(Outcome.VIOLATED, good.independent, good.plain)
        unclear = bad.plain is not None or self.unconnected
        return Entry(Outcome.UNDETERMINED if unclear else Outcome.HOLDS, None, None)

    @property
    def turns(self) -> int | None:
        """The k from which P2 is a breach for sure."""
        fewest = Reach(self.good, self.media).independent
        return None if fewest is None else fewest + 1

    def carriage(self) -> dict[str, set[Outcome]]:
        """P1: the outcomes that are not in order, by link or device."""
        found: dict[str, set[Outcome]] = {}
        everything = (*self._links(), *self._ssids(), *self._servers(), *self._undescribed())
        for subject, outcome in everything:
            found.setdefault(subject, set()).add(outcome)
        return found

    def _links(self) -> Iterator[tuple[str, Outcome]]:
        for link in self.estate.links:
            surely = any(self.both.good.sure(a) for a in self._airs_of(link, self.both.good))
            if surely and not self.flooded_surely.isdisjoint(places(self.good, link)):
                yield link.id, Outcome.VIOLATED
            elif self._airs_of(link, self.both.bad):
                perhaps = not self.flooded_perhaps.isdisjoint(places(self.bad, link))
                if perhaps or not link.segments:
                    yield link.id, Outcome.UNDETERMINED

    def _airs_of(self, link: Link, rows: Rows) -> list[Link | Device]:
        """The radio links whose air a link's traffic is on: itself, and those underneath."""
        under = ridden(self.estate, link) | rows.may_ride_on(link)
        all_ = (link, *(self.estate.link[u] for u in under))
        found = [x for x in all_ if link_family(x) in self.media]
        return found + [d for d in self.estate.devices if self._carries_on_ssid(link, d, rows)]

    def _carries_on_ssid(self, link: Link, d: Device, rows: Rows) -> bool:
        """Whether a tunnel's outer packets are in an SSID that a device offers."""
        outer = link.rides_in
        offered = outer is not None and rows.is_ssid(outer) and outer in rows.offers(d)
        return offered and any(family in self.media for family, _ in rows.families(d))

    def _ssids(self) -> Iterator[tuple[str, Outcome]]:
        if RadioFamily.WIFI not in self.media:
            return
        for d in self.estate.devices:
            for s in self.both.bad.offers(d):
                place = ("at", d.id, s)
                if s in self.both.good.offers(d) and place in self.flooded_surely:
                    yield d.id, Outcome.VIOLATED
                elif place in self.flooded_perhaps:
                    yield d.id, Outcome.UNDETERMINED

    def _servers(self) -> Iterator[tuple[str, Outcome]]:
        """Resident servers that are in an SSID by an adapter of their own."""
        ssids = {s.id for s in self.estate.segments if s.kind is SegmentKind.SSID}
        for server in self.estate.servers:
            zone = server.system and self.estate.system[server.system].zone
            by_radio = bool(ssids & set(server.segments)) and RadioFamily.WIFI in self.media
            if zone is Zone.RESIDENT and by_radio:
                yield server.id, Outcome.VIOLATED

    def _undescribed(self) -> Iterator[tuple[str, Outcome]]:
        """Bridges and LTE routers with resident frames whose radio link no row describes."""
        for d in self.estate.devices:
            if d.kind not in (DeviceKind.RADIO_BRIDGE, DeviceKind.LTE_ROUTER):
                continue
            if not self._counts(self.both.bad, d.id):
                continue
            ends = [x for x in self.estate.links if d.id in (x.a_device, x.b_device)]
            here = {("at", d.id, s) for s in self.both.bad.has[d.id]}
            resident = not here.isdisjoint(self.flooded_perhaps)
            if resident and not any(link_family(x) is not None for x in ends):
                yield d.id, Outcome.UNDETERMINED

    def _counts(self, rows: Rows, device: str) -> bool:
        row = self.estate.device[device]
        of_any_kind = rows.bad and row.kind is DeviceKind.UNKNOWN
        families = {f for f, wide in rows.families(row) if wide or of_any_kind}
        return bool(families & set(self.media))

    def fate(self) -> dict[str, set[Outcome]]:
        """P3: wireless elements with resident state, and such as wireless can take over."""
        found: dict[str, set[Outcome]] = {}
        good = {*self._wireless(self.both.good), *self._taken_over(self.good)}
        bad = {*self._wireless(self.both.bad), *self._taken_over(self.bad)}
        for why, subject in good | bad:
            sure = (why, subject) in good
            found.setdefault(subject, set()).add(Outcome.VIOLATED if sure else Outcome.UNDETERMINED)
        return found

    def _wireless(self, rows: Rows) -> Iterator[tuple[str, str]]:
        for d in self.estate.devices:
            radiates = is_wireless(d) or d.kind is DeviceKind.UNKNOWN
            if radiates and self._counts(rows, d.id) and rows.has[d.id] & self.protected:
                yield "is wireless", d.id

    def _taken_over(self, world: World) -> Iterator[tuple[str, str]]:
        """Elements with resident state, or that hold such, where wireless gets in first."""
        holding = self._holding_resident(world)
        by_holder = {
            (a, b, c) for a, b, c in world.steps if a in holding and b in holding and b[0] == "held"
        }
        free = freely(World(world.rows, world.steps - by_holder, world.airs), self.media)
        for state in holding & free:
            yield "is taken over", str(state[-1])
        for _, table, row, family in world.airs:
            matters = ("server", row) in holding or row in self._resident_servers
            if table == "servers" and family in self.media and matters:
                yield "is wireless", str(row)

    @cached_property
    def _resident_servers(self) -> set[str]:
        wanted = {str(t[1]) for t in targets(self.bad) if t[0] == "server"}
        by_segment = {s.id for s in self.estate.servers if self.protected & set(s.segments)}
        return wanted | by_segment

    def _holding_resident(self, world: World) -> set[State]:
        """Devices and platforms with resident state as held, and whoever can hold these."""
        found: set[State] = {
            ("held", "devices", d) for d, has in world.rows.has.items() if has & self.protected
        }
        for s in self.estate.servers:
            platform = platform_of(self.estate, s)
            if s.id in self._resident_servers and platform:
                found.add(("held", "platforms", platform))
        found = {state for state in found if exists(world, state)}
        while True:
            more = {a for a, b, _ in world.steps if b in found and a[0] in ("held", "server")}
            if more <= found:
                return found
            found |= more


def places(world: World, link: Link) -> dict[State, str]:
    """Where a link's frames are, tagged or not, each with the segment it is there."""
    found: dict[State, str] = {
        ("end", link.id, i, s): s for s in world.rows.passes[link.id] for i in (0, 1)
    }
    untagged = enumerate(world.rows.untagged(link) or ())
    return found | {("raw", link.id, i): s for i, s in untagged}


def freely(world: World, media: tuple[RadioFamily, ...]) -> set[State]:
    """The states that wireless gets to past no control."""
    found: set[State] = {a for a in world.airs if a[3] in media}
    while True:
        more = {b for a, b, control in world.steps if control is None and a in found}
        if more <= found:
            return found
        found |= more


def failures(estate: Estate) -> Iterator[tuple[str, str, set[str], set[str]]]:
    """Every single failure: its kind and name, and the devices and links that go with it."""
    for d in estate.devices:
        yield "device", d.id, {d.id}, {x.id for x in estate.links if d.id in ends(x)}
    groups: dict[tuple[str, str], set[str]] = {}
    for link in estate.links:
        names = {("link", link.id)}
        names |= {("duct", duct) for duct in link.ducts}
        for device, mark in zip(ends(link), (link.a_entry, link.b_entry), strict=True):
            if mark is not None:
                names.add(("entry", f"{estate.device[device].site}:{mark}"))
        sold_by = carrier(estate, link)
        if sold_by is not None:
            names.add(("carrier", sold_by))
        for name in names:
            groups.setdefault(name, set()).add(link.id)
    for (kind, name), links in groups.items():
        yield kind, name, set(), links


def ends(link: Link) -> tuple[str, str]:
    return link.a_device, link.b_device


def carrier(estate: Estate, link: Link) -> str | None:
    if link.carrier is not None or link.circuit is None:
        return link.carrier
    tariff = estate.circuit[link.circuit].tariff
    return None if tariff is None else estate.tariff[tariff].carrier


def brought_up(estate: Estate, links: Collection[str]) -> tuple[set[str], set[str]]:
    """The links that are gone once some are, and the backup lines that come up."""
    gone = set(links) | {x.id for x in estate.links if ridden(estate, x) & set(links)}
    up = {
        x.id
        for x in estate.links
        if x.backup and x.id not in gone and (not x.backs_up or set(x.backs_up) & gone)
    }
    return gone, up


def absent(
    estate: Estate, devices: Collection[str], links: Collection[str]
) -> Callable[[State], bool]:
    """Whether a state is away with some devices and links."""
    controls = {c.id for c in estate.controls if c.device in devices}

    def gone(state: State) -> bool:
        kind, name = state[0], state[1]
        if kind in ("end", "raw"):
            return name in links
        if kind in ("at", "ports"):
            return name in devices
        if kind == "inside":
            return name in controls
        if kind in ("air", "held"):
            rows = {"links": links, "devices": devices}.get(str(name), ())
            return state[2] in rows
        return False

    return gone


Answer = tuple[Outcome, int | None, int | None]
"""P2's outcome, the independent controls (at most k) and the controls one by one."""


def after_failures(oracle: Oracle, k: int) -> dict[tuple[str, str], tuple[Answer, set[str]]]:
    """P2 after every single failure, with the backup lines that come up.

    The first, of no kind and name, is the state in which nothing has failed.
    """
    estate = oracle.estate
    backups = {x.id for x in estate.links if x.backup}
    found = {("", ""): (answer(oracle.entry(k, absent(estate, (), backups)), k), set[str]())}
    for kind, name, devices, links in failures(estate):
        lost, up = brought_up(estate, links)
        gone = absent(estate, devices, lost | (backups - up))
        found[kind, name] = answer(oracle.entry(k, gone), k), up
    return found


def answer(entry: Entry, k: int) -> Answer:
    independent = None if entry.independent is None else min(k, entry.independent)
    return entry.outcome, independent, entry.plain
