"""The price list: each kind of change made out for a row, with its price and words."""

from collections.abc import Iterator, Sequence
from typing import Literal

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ControlKind, Zone
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network.carriage import Carriage
from consolidation.network.vrf import shared_targets
from consolidation.network.words import device_text, server_text
from consolidation.policy.model import RepairPrices
from consolidation.policy.repair import edits, words
from consolidation.policy.repair.actions import Action, Harm
from consolidation.policy.repair.buying import Replace, offered
from consolidation.policy.repair.edits import lists
from consolidation.text import Text

Managed = Literal["devices", "platforms"]
"""Tables of what can be managed over the network."""


class Catalogue:
    """Makes out the changes on offer for the rows of one estate."""

    def __init__(self, estate: Estate, prices: RepairPrices) -> None:
        self.estate = estate
        self.prices = prices

    def off_link(self, link: Link, segment: str, written: tuple[str, ...]) -> Action:
        """Return a segment taken off a link, whose list becomes ``written`` if it is open."""
        return Action(
            kind="take-off",
            table="links",
            row=link.id,
            segment=segment,
            yen=self.prices.change_yen,
            text=words.off_link(link, self.estate.segment[segment], written),
            edit=edits.OffLink(link=link.id, segment=segment, written=written),
            writes=not lists(link.segments),
            harm=Harm.SETTING,
        )

    def off_device(
        self,
        device: Device,
        segment: str,
        written: tuple[str, ...],
        by_link: tuple[tuple[str, tuple[str, ...]], ...],
    ) -> Action:
        """Return a segment taken off a device and its links, open lists written out."""
        links = (self.estate.link[link] for link, _ in by_link)
        return Action(
            kind="take-off-device",
            table="devices",
            row=device.id,
            segment=segment,
            yen=self.prices.change_yen,
            text=words.off_device(device, self.estate.segment[segment]),
            edit=edits.OffDevice(
                device=device.id, segment=segment, written=written, by_link=by_link
            ),
            writes=bool(written) or any(not lists(link.segments) for link in links),
            harm=Harm.EVERY_PORT,
        )

    def unplug(self, server: Server, segment: str, written: tuple[str, ...]) -> Action:
        """Return a server's interface taken away."""
        return Action(
            kind="unplug",
            table="servers",
            row=server.id,
            segment=segment,
            yen=self.prices.unplug_yen,
            text=words.unplug(server, self.estate.segment[segment]),
            edit=edits.Unplug(server=server.id, segment=segment, written=written),
            writes=not lists(server.segments),
            harm=Harm.UNPLUGGED,
        )

    def no_radio(self, table: Literal["devices", "servers"], row: str) -> Action:
        """Return the radio on board taken out of a device or server."""
        if table == "servers":
            server = self.estate.server[row]
            name, radio = server_text(server), server.radio
        else:
            device = self.estate.device[row]
            name, radio = device_text(device), device.radio
        return Action(
            kind="unplug",
            table=table,
            row=row,
            yen=self.prices.unplug_yen,
            text=words.no_radio(name, radio),
            edit=edits.NoRadio(table=table, row=row),
            harm=Harm.UNPLUGGED,
        )

    def drop_link(self, link: Link) -> Action:
        """Return a link taken away."""
        return Action(
            kind="remove",
            table="links",
            row=link.id,
            yen=self.prices.unplug_yen,
            text=words.drop_link(link),
            edit=edits.DropLink(link=link.id),
            harm=Harm.TAKEN_AWAY,
        )

    def drop_device(self, device: Device) -> Action:
        """Return a device taken away with its links."""
        return Action(
            kind="remove",
            table="devices",
            row=device.id,
            yen=self.prices.unplug_yen,
            text=words.drop_device(device),
            edit=edits.DropDevice(device=device.id),
            harm=Harm.TAKEN_AWAY,
        )

    def drop_joint(self, control: Control) -> Action:
        """Return a joint deleted."""
        return Action(
            kind="remove",
            table="controls",
            row=control.id,
            yen=self.prices.change_yen,
            text=words.drop_joint(control, *self._ends(control)),
            edit=edits.DropJoint(control=control.id),
            harm=Harm.JOINT,
        )

    def wire(self, link: Link) -> Action:
        """Return a radio link replaced by fibre."""
        return Action(
            kind="wire",
            table="links",
            row=link.id,
            yen=self.prices.wire_yen,
            text=words.wire(link),
            edit=edits.Wire(link=link.id),
            harm=Harm.KEEPS,
        )

    def one_native(self, link: Link) -> Action:
        """Return the native VLANs of a link's ends made one."""
        return Action(
            kind="part",
            table="links",
            row=link.id,
            yen=self.prices.change_yen,
            text=words.one_native(link),
            edit=edits.OneNative(link=link.id),
            harm=Harm.KEEPS,
        )

    def part(self, one: str, other: str) -> Iterator[Action]:
        """Give two segments parted, if the row of either says that they are joined.

        The row named is the one that says so, which is to be edited.
        """
        if one not in self.estate.segment or other not in self.estate.segment:
            return
        a, b = (self.estate.segment[s] for s in sorted((one, other)))
        saying = [(x, y) for x, y in ((a, b), (b, a)) if _joined(x, y)]
        if not saying:
            return
        edited, joined = saying[0]
        yield Action(
            kind="part",
            table="segments",
            row=edited.id,
            segment=joined.id,
            yen=self.prices.change_yen,
            text=words.part(a, b),
            edit=edits.Part(one=a.id, other=b.id),
            harm=Harm.SETTING,
        )

    def no_manager(self, table: Managed, row: str, manager: str) -> Iterator[Action]:
        """Give a manager's access to a device or platform taken away, if it has it."""
        thing = self.estate.device[row] if table == "devices" else self.estate.platform[row]
        if manager in thing.managed_by:
            yield Action(
                kind="remove",
                table=table,
                row=row,
                detail=manager,
                yen=self.prices.change_yen,
                text=words.no_manager(thing, manager),
                edit=edits.NoManager(table=table, row=row, manager=manager),
                harm=Harm.SETTING,
            )

    def no_management(self, table: Managed, row: str, segment: str) -> Iterator[Action]:
        """Give the management address of a device or platform taken off a segment."""
        thing = self.estate.device[row] if table == "devices" else self.estate.platform[row]
        if thing.management_segment == segment:
            yield Action(
                kind="remove",
                table=table,
                row=row,
                segment=segment,
                yen=self.prices.change_yen,
                text=words.no_management(thing, self.estate.segment[segment]),
                edit=edits.NoManagement(table=table, row=row),
                harm=Harm.SETTING,
            )

    def narrow(self, control: Control, *, counted: bool) -> Action:
        """Return an any-to-any rule narrowed; not ``counted``: the firewall has no rule yet."""
        return Action(
            kind="narrow",
            table="controls",
            row=control.id,
            yen=self.prices.change_yen,
            text=words.narrow(control, counted=counted),
            edit=edits.Narrow(control=control.id, kind=None if counted else ControlKind.FIREWALL),
            adds=True,
            harm=Harm.KEEPS,
        )

    def bought(
        self, control: Control, carried: Carriage, protected: Sequence[Zone], *, sound: bool
    ) -> Iterator[Action]:
        """Give the controls that can be bought at a joint; ``sound``: it guards already."""
        offer = offered(self.estate, carried, control, protected, sound=sound)
        ends = self._ends(control)
        if isinstance(offer, Replace):
            yield self._bought(control, offer, 1, words.guard(control))
            return
        for buy in offer:
            text = words.buy(control, *ends, buy.number, stays=sound, beside=buy.beside)
            yield self._bought(control, buy, buy.number, text)

    def _bought(self, control: Control, edit: edits.Edit, number: int, text: Text) -> Action:
        return Action(
            kind="guard",
            table="controls",
            row=control.id,
            number=number,
            yen=self.prices.control_yen,
            text=text,
            edit=edit,
            adds=True,
            harm=Harm.KEEPS,
        )

    def _ends(self, control: Control) -> tuple[Segment, Segment]:
        return (
            self.estate.segment[control.from_segment],
            self.estate.segment[control.to_segment],
        )


def _joined(a: Segment, b: Segment) -> bool:
    """Return whether the row of one segment says that it is joined to another."""
    named = {a.bridges_to, a.vrf, *a.may_bridge_to, *a.joined_with}
    return b.id in named or bool(shared_targets(a, b))
