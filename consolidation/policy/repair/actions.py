"""The changes on offer to mend a breach, as frozen values with a price and words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    segment: str | None = None
    detail: str = ""
    """What else tells it from other changes of its row."""
    number: int = 0
    """Of controls bought at one joint: which; 0 otherwise."""
    liking: int = 0
    """Of changes that cost the same, those with smaller numbers are proposed."""
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
    """Return the estate with several changes made, whatever their order."""
    return made(estate, (action.edit for action in sorted(actions, key=lambda a: a.key)))
