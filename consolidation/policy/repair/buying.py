"""Controls bought at a joint between two segments: firewalls in a row, each a box of its own.

An unguarded joint moves into the first box. A sound control stays where it is and the boxes
stand behind it, on transit segments of their own, so that nothing gets round them:

    device --A--> [control on the device] --T1--> [box 1] --T2--> [box 2] --B--> device

The transit segments belong to the zone of the side that is not protected, and the device must not
take the first for one that it may route freely to others of that zone: the rules of the sound
control stand between it and each of them. The device must not route the two sides among itself
either, so they must be of different zones. Where they are of one zone an unguarded joint becomes a
firewall in place and no more can be bought there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ControlKind, DeviceKind, Medium, SegmentKind, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Device, Link, Segment
from consolidation.network.carriage import Carriage
from consolidation.policy.repair.edits import Draft

MOST_BOUGHT = 4
"""How many controls can be bought at one joint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buy:
    """The ``number``-th control bought at a joint."""

    control: str
    number: int
    mark: str
    """What the ids of bought rows begin with; the number follows."""
    device: str
    near: str
    """The side whose zone the transit segments are of."""
    far: str
    beside: tuple[str, ...]
    """The device's other segments of that zone."""
    stays: bool
    """Whether the joint is a sound control already, which stays where it is."""

    @property
    def id(self) -> str:
        """The id of the rows bought: the box, its control and the transit segment before it."""
        return f"{self.mark}{self.number}"

    def make(self, draft: Draft) -> None:
        """Make the change, whichever of the joint's other controls are bought already."""
        joint = draft.controls.get(self.control)
        if joint is None:
            return
        bought = [n for n in range(1, MOST_BOUGHT + 1) if f"{self.mark}{n}" in draft.devices]
        row = sorted({*bought, self.number})
        for number in bought:
            self._clear(draft, f"{self.mark}{number}")
        self._build(draft, joint, row)

    def _clear(self, draft: Draft, identity: str) -> None:
        draft.devices.pop(identity)
        draft.segments.pop(identity, None)
        for control in (identity, *(self._between(identity, other) for other in self.beside)):
            draft.controls.pop(control, None)
        for link in (identity, f"{self.mark}0"):
            draft.links.pop(link, None)

    def _build(self, draft: Draft, joint: Control, row: Sequence[int]) -> None:
        """Put the boxes in a row from the near side to the far one."""
        zone = draft.segments[self.near].zone
        boxes = [f"{self.mark}{number}" for number in row]
        transits = boxes if self.stays else boxes[1:]
        for transit in transits:
            draft.segments[transit] = _transit(transit, zone)
        sides = [self.near, *transits, self.far]
        homes = [self.device, *boxes] if self.stays else boxes
        names = [self.control, *boxes] if self.stays else [self.control, *boxes[1:]]
        for place, (home, name) in enumerate(zip(homes, names, strict=True)):
            ends = (sides[place], sides[place + 1])
            draft.controls[name] = self._control(draft, joint, name, home, ends)
        for other in self.beside if self.stays else ():
            name, ends = self._between(boxes[0], other), (other, boxes[0])
            rules = self._control(draft, joint, self.control, self.device, ends)
            draft.controls[name] = replace(rules, id=name)
        site = draft.devices[self.device].site
        for box in boxes:
            at = homes.index(box)
            draft.devices[box] = Device(
                id=box,
                name=box,
                kind=DeviceKind.FIREWALL,
                site=site,
                zone=zone,
                segments=tuple(sorted({sides[at], sides[at + 1]})),
            )
        self._cable(draft, boxes, sides[-len(boxes) - 1 :])

    def _between(self, transit: str, other: str) -> str:
        """Return the id of the rules between a transit segment and another on the device."""
        return f"{transit}:{other}"

    def _cable(self, draft: Draft, boxes: Sequence[str], carried: Sequence[str]) -> None:
        """Cable the boxes, and the device at both ends; ``carried`` is what each cable carries."""
        stops = [self.device, *boxes, self.device]
        cables = [*boxes, f"{self.mark}0"]
        for place, (cable, segment) in enumerate(zip(cables, carried, strict=True)):
            draft.links[cable] = Link(
                id=cable,
                a_device=stops[place],
                b_device=stops[place + 1],
                medium=Medium.COPPER,
                segments=(segment,),
            )

    def _control(
        self, draft: Draft, joint: Control, name: str, home: str, ends: tuple[str, str]
    ) -> Control:
        forward = joint.from_segment == self.near
        ends = ends if forward else (ends[1], ends[0])
        if home == self.device:
            return replace(joint, from_segment=ends[0], to_segment=ends[1])
        old = draft.controls[self.control]
        screen = old.kind is ControlKind.SCREEN_GATEWAY
        return Control(
            id=name,
            kind=ControlKind.SCREEN_GATEWAY if screen else ControlKind.FIREWALL,
            device=home,
            from_segment=ends[0],
            to_segment=ends[1],
            both_ways=joint.both_ways,
            permits=tuple(flow for flow in joint.permits if flow != ALL_SEGMENTS),
            account=home,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """An unguarded joint that becomes a firewall where it is."""

    control: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        row = draft.controls.get(self.control)
        if row is not None:
            draft.controls[self.control] = replace(
                row,
                kind=ControlKind.FIREWALL,
                permits=tuple(flow for flow in row.permits if flow != ALL_SEGMENTS),
            )


def offered(
    estate: Estate, carriage: Carriage, joint: Control, protected: Sequence[Zone], *, sound: bool
) -> tuple[Buy, ...] | Replace:
    """Return the controls that can be bought at a joint; empty: none can.

    ``sound`` says that the joint guards already.
    """
    a, b = estate.segment[joint.from_segment], estate.segment[joint.to_segment]
    if a.zone is b.zone:
        return () if sound else Replace(control=joint.id)
    near, far = (b, a) if a.zone in protected else (a, b)
    beside = tuple(
        segment
        for segment in carriage.held[joint.device]
        if estate.segment[segment].zone is near.zone and segment != near.id
    )
    return tuple(
        Buy(
            control=joint.id,
            number=number,
            mark=mark_of(estate, joint.id),
            device=joint.device,
            near=near.id,
            far=far.id,
            beside=beside,
            stays=sound,
        )
        for number in range(1, MOST_BOUGHT + 1)
    )


def mark_of(estate: Estate, joint: str) -> str:
    """Return a beginning for the ids of bought rows that no row has yet."""
    taken = {*estate.segment, *estate.device, *estate.link, *(c.id for c in estate.controls)}
    mark = f"{joint}+"
    while any(identity.startswith(mark) for identity in taken):
        mark += "+"
    return mark


def _transit(identity: str, zone: Zone) -> Segment:
    return Segment(id=identity, name=identity, kind=SegmentKind.VLAN, zone=zone)
