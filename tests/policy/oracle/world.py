"""Where one gets from where, past which control: explicit states and single steps.

A state is a tuple: a segment at a device ``("at", device, segment)``, a segment at one end of a
link ``("end", link, 0, segment)``, untagged frames at one end ``("raw", link, 0)``, all ports of
a device, a segment wherever it is, a server, the inside of a control, a device or platform in
the hands of who manages it, or the air of one kind of wireless around one element.

Some steps are taken by frames as they are, neither routed nor wrapped: these flood.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import permutations

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Medium, RadioFamily, SegmentKind, Zone
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from tests.policy.oracle.rows import (
    COUNTED,
    END_HOSTS,
    Rows,
    is_counted,
    is_wireless,
    link_family,
    named_family,
    only,
    platform_of,
    plugged_into,
    ridden,
)

State = tuple[object, ...]
ENDS = (0, 1)


@dataclass
class World:
    """All steps of one reading, each with the control that guards it, if one does."""

    rows: Rows
    steps: set[tuple[State, State, str | None]] = field(default_factory=set)
    airs: set[State] = field(default_factory=set)
    """Sources: ``("air", table, id, family)``."""
    wholes: set[str] = field(default_factory=set)
    floods: set[tuple[State, State]] = field(default_factory=set)
    """The steps that frames of a broadcast domain take, both ways."""

    @property
    def estate(self) -> Estate:
        return self.rows.estate

    def one_way(self, a: State, b: State, control: str | None = None) -> None:
        self.steps.add((a, b, control))

    def join(self, a: State, b: State) -> None:
        self.steps |= {(a, b, None), (b, a, None)}

    def bridge(self, a: State, b: State) -> None:
        """Join two states into one broadcast domain."""
        self.join(a, b)
        self.floods |= {(a, b), (b, a)}

    def whole(self, segment: str) -> State:
        self.wholes.add(segment)
        return "whole", segment

    def radiate(self, table: str, row: str, family: RadioFamily, onto: Iterable[State]) -> None:
        air = ("air", table, row, family)
        self.airs.add(air)
        self.steps |= {(air, state, None) for state in onto}


@dataclass
class Both:
    """An estate's rows in both readings; each world is put together from them."""

    estate: Estate
    kinds: tuple[str, ...] = COUNTED
    """Kinds of control that count."""

    def __post_init__(self) -> None:
        self.good = Rows(self.estate, bad=False)
        self.bad = Rows(self.estate, bad=True)

    def world(self, *, bad: bool) -> World:
        w = World(self.bad if bad else self.good)
        for link in self.estate.links:
            along_link(w, link)
            riding(w, link)
        for device in self.estate.devices:
            inside_device(w, device)
            air_of_device(w, device)
            not_brought(self, w, device)
            management_of_device(self, w, device)
        for control in self.estate.controls:
            joint(self, w, control)
        for segment in self.estate.segments:
            of_segment(self, w, segment)
        for server in self.estate.servers:
            plug(self, w, server)
        for platform in self.estate.platforms:
            management_of_platform(self, w, platform.id)
        for segment in w.wholes:
            for device in self.estate.devices:
                if segment in w.rows.has[device.id]:
                    w.bridge(("whole", segment), ("at", device.id, segment))
        w.steps = {step for step in w.steps if exists(w, step[0]) and exists(w, step[1])}
        w.floods = {(a, b) for a, b in w.floods if exists(w, a) and exists(w, b)}
        return w

    def wired(self, device: str, segment: str) -> bool:
        """Whether some link's row brings a segment to a device, be it sure or not."""
        return any(
            segment in self.bad.passes[link.id]
            for link in self.estate.links
            if device in (link.a_device, link.b_device)
        )


def exists(w: World, state: State) -> bool:
    """Whether a reading has a state: none of a device whose row it does not take for true."""
    if state[0] == "at":
        return state[2] in w.rows.has[str(state[1])]
    if state[0] == "held" and state[1] == "devices":
        return w.rows.sure(w.estate.device[str(state[2])])
    return True


def along_link(w: World, link: Link) -> None:
    devices = link.a_device, link.b_device
    untagged = w.rows.untagged(link)
    for s in w.rows.passes[link.id]:
        for i in ENDS:
            w.bridge(("at", devices[i], s), ("end", link.id, i, s))
        w.bridge(("end", link.id, 0, s), ("end", link.id, 1, s))
    if untagged is not None:
        for i in ENDS:
            w.bridge(("at", devices[i], untagged[i]), ("raw", link.id, i))
        w.bridge(("raw", link.id, 0), ("raw", link.id, 1))
    family = link_family(link)
    if family is not None and w.rows.sure(link):
        w.radiate("links", link.id, family, ports(w, link))


def ports(w: World, link: Link) -> list[State]:
    """Every state of a link."""
    found: list[State] = [("end", link.id, i, s) for s in w.rows.passes[link.id] for i in ENDS]
    if w.rows.untagged(link) is not None:
        found += [("raw", link.id, i) for i in ENDS]
    return found


def riding(w: World, tunnel: Link) -> None:
    """Whoever is on a link underneath is on what rides there, sealed or not."""
    for identity in ridden(w.estate, tunnel) | w.rows.may_ride_on(tunnel):
        under = w.estate.link[identity]
        family = link_family(under)
        if family is not None and w.rows.sure(under):
            w.radiate("links", under.id, family, ports(w, tunnel))
        if tunnel.rides_in is None:
            outer = ports(w, under) if w.rows.bad and tunnel.medium is Medium.TUNNEL else []
        else:
            outer = [p for p in ports(w, under) if is_port_of(w, under, p, tunnel.rides_in)]
        for one in outer:
            for other in ports(w, tunnel):
                w.one_way(one, other)
    if tunnel.rides_in is not None:
        for d in w.estate.devices:
            for other in ports(w, tunnel) if tunnel.rides_in in w.rows.has[d.id] else ():
                w.one_way(("at", d.id, tunnel.rides_in), other)
            if w.rows.is_ssid(tunnel.rides_in) and tunnel.rides_in in w.rows.offers(d):
                for family, _ in w.rows.families(d):
                    w.radiate("devices", d.id, family, ports(w, tunnel))


def is_port_of(w: World, link: Link, port: State, segment: str) -> bool:
    if port[0] == "raw":
        return segment in (w.rows.untagged(link) or ())
    return port[3] == segment


def inside_device(w: World, d: Device) -> None:
    has = w.rows.has[d.id]
    if w.rows.sure(d) and w.rows.joins_all_ports(d):
        # What runs on an end host may pass on what it hears, but the host forwards no frames.
        join = w.join if d.kind in END_HOSTS else w.bridge
        for s in has:
            join(("at", d.id, s), ("ports", d.id))
    for s in has:
        row = w.estate.segment[s]
        for out in w.rows.exits(d, s) | w.rows.may_exit(d, s):
            w.bridge(("at", d.id, s), ("at", d.id, out))
        if row.kind is SegmentKind.VNI and row.bridges_to in has:
            w.bridge(("at", d.id, s), ("at", d.id, row.bridges_to))
        if row.vrf in has:
            w.join(("at", d.id, s), ("at", d.id, row.vrf))
    if w.rows.bad:
        on_record = [{c.from_segment, c.to_segment} for c in w.estate.controls if c.device == d.id]
        for s, t in permutations(has, 2):
            if may_route(w.estate.segment[s], w.estate.segment[t]) and {s, t} not in on_record:
                w.join(("at", d.id, s), ("at", d.id, t))


def may_route(s: Segment, t: Segment) -> bool:
    """Whether two segments of one zone may be routed together where no row says anything."""
    one, other = (x.id if x.kind is SegmentKind.VRF else x.vrf for x in (s, t))
    return s.zone is t.zone and (one is None or other is None or one == other)


def air_of_device(w: World, d: Device) -> None:
    for family, wide in w.rows.families(d):
        reached = w.rows.has[d.id] if wide else w.rows.offers(d)
        w.radiate("devices", d.id, family, [("at", d.id, s) for s in reached])


def manages(estate: Estate, d: Device) -> bool:
    return any(d.id in row.managed_by for row in (*estate.devices, *estate.platforms))


def not_brought(both: Both, w: World, d: Device) -> None:
    """What an end host or a manager has is its segment all the same, by a cable of no row."""
    if d.kind not in END_HOSTS and not manages(w.estate, d):
        return
    for s in w.rows.has[d.id]:
        if not w.rows.is_ssid(s) and not both.wired(d.id, s):
            w.bridge(w.whole(s), ("at", d.id, s))


def joint(both: Both, w: World, c: Control) -> None:
    guard = c.id if is_counted(c, both.kinds) else None
    inside = ("inside", c.id)
    for s in (c.from_segment, c.to_segment):
        at = ("at", c.device, s)
        w.one_way(at, inside, guard)
        w.one_way(inside, at)
        if not both.wired(c.device, s):
            w.bridge(w.whole(s), at)


def of_segment(both: Both, w: World, s: Segment) -> None:
    """What a segment's own row joins."""
    estate = w.estate
    for other in s.joined_with:
        w.bridge(w.whole(s.id), w.whole(other))
    if s.vrf is not None and not any({s.id, s.vrf} <= on for on in both.good.has.values()):
        w.join(w.whole(s.id), w.whole(s.vrf))
    for other in estate.segments:
        if other.id != s.id and set(s.rt_exports) & set(other.rt_imports):
            w.one_way(w.whole(other.id), w.whole(s.id))
    if s.kind is SegmentKind.SSID and s.tunnels_to is not None:
        for d in estate.devices:
            if s.id in w.rows.offers(d):
                w.bridge(("at", d.id, s.id), ("at", s.tunnels_to, s.id))


def plug(both: Both, w: World, server: Server) -> None:
    node = ("server", server.id)
    switch = plugged_into(w.estate, server)
    if not server.segments and w.rows.bad:
        at_site = [d.id for d in w.estate.devices if d.site == server.site]
        for d in [switch] if switch else at_site:
            for s in w.rows.has[d]:
                w.one_way(("at", d, s), node)
    if "*" in server.segments:
        at_site = [d.id for d in w.estate.devices if d.site == server.site]
        for d in [switch] if switch else at_site if w.rows.bad else []:
            for s in w.rows.has[d] - set(server.segments):
                w.join(node, ("at", d, s))
    for s in only(server.segments):
        sure = switch is not None and s in both.good.has[switch]
        w.join(node, ("at", switch, s) if sure else w.whole(s))
    families = {named_family(t) or RadioFamily.OTHER for t in server.radio}
    if any(w.rows.is_ssid(s) for s in server.segments):
        families.add(RadioFamily.WIFI)
    for family in families:
        w.radiate("servers", server.id, family, [node])


def management_of_device(both: Both, w: World, d: Device) -> None:
    held = ("held", "devices", d.id)
    entrances = {d.management_segment} if d.management_segment else set()
    if d.management_segment and not both.wired(d.id, d.management_segment):
        w.bridge(w.whole(d.management_segment), ("at", d.id, d.management_segment))
    if d.management_segment is None and manages(w.estate, d):
        entrances = w.rows.has[d.id]
    for s in entrances:
        w.one_way(("at", d.id, s), held)
    by_radio = d.management_segment is None or d.kind in END_HOSTS
    if by_radio and manages(w.estate, d):
        for family, _ in w.rows.families(d):
            w.radiate("devices", d.id, family, [held])
    managers_hold(w, d.managed_by, held)
    for s in w.rows.has[d.id]:
        w.one_way(held, ("at", d.id, s))


def managers_hold(w: World, managers: Collection[str], held: State) -> None:
    for manager in managers:
        if manager in w.estate.device:
            w.one_way(("held", "devices", manager), held)
        if manager in w.estate.server:
            w.one_way(("server", manager), held)


def management_of_platform(both: Both, w: World, identity: str) -> None:
    p, held = w.estate.platform[identity], ("held", "platforms", identity)
    if p.management_segment is None and not p.managed_by:
        return
    if p.management_segment is not None:
        there = p.device is not None and p.management_segment in both.good.has[p.device]
        s = p.management_segment
        w.one_way(("at", p.device, s) if there else w.whole(s), held)
    managers_hold(w, p.managed_by, held)
    for server in w.estate.servers:
        if platform_of(w.estate, server) == identity:
            w.one_way(held, ("server", server.id))
    for d in w.estate.devices:
        if d.platform == identity:
            w.one_way(held, ("held", "devices", d.id))


def targets(w: World) -> set[State]:
    """Servers of resident systems, and resident segments wherever they are."""
    estate = w.estate
    found: set[State] = {
        ("at", d, s)
        for d, has in w.rows.has.items()
        for s in has
        if estate.segment[s].zone is Zone.RESIDENT
    }
    found |= {("whole", s) for s in w.wholes if estate.segment[s].zone is Zone.RESIDENT}
    for server in estate.servers:
        if server.system and estate.system[server.system].zone is Zone.RESIDENT:
            found.add(("server", server.id))
    return found


def wireless_devices(estate: Estate) -> set[str]:
    return {d.id for d in estate.devices if is_wireless(d)}
