"""The changes on offer to mend a breach, as frozen values with a price and words."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from consolidation.inventory.estate import Estate
from consolidation.network import names
from consolidation.policy.model import Change
from consolidation.policy.repair.buying import Buy
from consolidation.policy.repair.edits import Edit, made
from consolidation.text import Text

Kind = Literal[
    "guard",
    "narrow",
    "take-off",
    "take-off-device",
    "unplug",
    "remove",
    "part",
    "wire",
]
"""What a change does:

- ``guard``: a firewall is bought for a joint, in place of it or in series with what guards it;
- ``narrow``: an any-to-any rule is narrowed;
- ``take-off``: a segment is taken off a link;
- ``take-off-device``: a segment is taken off a device and all its links, an SSID off an access
  point;
- ``unplug``: a server's interface or somebody's radio adapter is taken away;
- ``remove``: a link, a device, a joint, a manager's access or a management address goes;
- ``part``: two segments that a row joins (exit of an SSID, dynamic VLAN, VRF, route target, ring)
  are parted, or the two native VLANs of a link made one;
- ``wire``: a radio link is replaced by fibre.
"""


class Harm(IntEnum):
    """How much of the network as it is a change destroys.

    Of sets of changes that cost the same, the one is proposed that has the fewest changes of the
    worst kind, then of the next, down to the mildest, so fewer changes if all else is equal; then
    the one with the most changes to rows at fault, then the first one by table and row.
    """

    KEEPS = 0
    """A control is bought, a rule narrowed, a radio link wired, native VLANs made one: everybody
    goes on as before."""
    SETTING = 1
    """A VLAN is taken off a trunk, or an exit, a membership or a manager's access off a row."""
    EVERY_PORT = 2
    """A VLAN is taken off a device and all its ports."""
    JOINT = 3
    """A joint is deleted."""
    UNPLUGGED = 4
    """An interface or a radio adapter is taken away."""
    TAKEN_AWAY = 5
    """A link or a device is taken away."""


COUNT_BITS = 10
"""Up to so many binary digits of changes of each kind are counted."""
BURDEN_BITS = COUNT_BITS * (len(Harm) + 1)
"""Binary digits of what comes after the yen in the burden of a set of changes."""

Key = tuple[str, str, str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One change on offer."""

    kind: Kind
    table: str
    row: str
    yen: int
    text: Text
    edit: Edit
    harm: Harm
    segment: str | None = None
    detail: str = ""
    """What else tells it from other changes of its row."""
    number: int = 0
    """Of controls bought at one joint: which; 0 otherwise."""
    writes: bool = False
    """Whether it writes out a list that was open, which states what was only inferred before."""
    adds: bool = False
    """Whether it adds a control to ways through its joint; otherwise it cuts ways."""

    @property
    def key(self) -> Key:
        """What it is told by; actions of one estate differ in it."""
        return self.table, self.row, self.kind, self.segment or "", self.detail, self.number

    def passed(self, way: Sequence[str]) -> bool:
        """Return whether a way passes the box that is bought, where it is one of its own."""
        if not isinstance(self.edit, Buy):
            return False
        first = self.number == 1 and not self.edit.stays
        return names.control(self.edit.control if first else self.edit.id) in way

    @property
    def change(self) -> Change:
        """What the report shows of it."""
        return Change(
            action=self.kind,
            table=self.table,
            row=self.row,
            yen=self.yen,
            text=self.text,
            segment=self.segment,
        )

    def apply(self, estate: Estate) -> Estate:
        """Return the estate with the change made."""
        return applied(estate, (self,))


def applied(estate: Estate, actions: Iterable[Action]) -> Estate:
    """Return the estate with several changes made, whatever their order.

    Controls are bought last: at a joint that is deleted there is nothing to buy.
    """
    order = sorted(actions, key=lambda a: (a.adds, a.key))
    return made(estate, (action.edit for action in order))


def burden(action: Action, at_fault: Container[tuple[str, str]]) -> int:
    """Return what a change adds to the burden of a set: yen first, then `Harm`, then no fault."""
    blameless = (action.table, action.row) not in at_fault
    return (action.yen << BURDEN_BITS) + (1 << COUNT_BITS * (action.harm + 1)) + blameless
