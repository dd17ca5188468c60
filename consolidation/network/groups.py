"""What a control is worth: whether it guards, and what it falls together with."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from consolidation.inventory.cells import UNKNOWN_MARKS, alike, separated
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ControlKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control

NOBODY_NAMED = "account/"
"""The group of controls whose administrators are not on record."""


class FallsWith(NamedTuple):
    """What a control falls with: its box, its administrators, its hypervisor."""

    groups: tuple[str, ...]
    """In order, those that it may fall with included."""
    unsure: tuple[str, ...] = ()
    """Those of them that no row states."""


def guards(control: Control) -> bool:
    """Return whether a controls row guards its joint.

    A plain route does not, and nor does a rule that lets anything pass from any to any.
    """
    return control.kind is not ControlKind.NONE and ALL_SEGMENTS not in control.permits


def falls_with(estate: Estate) -> Mapping[str, FallsWith]:
    """Return for each control what it falls with; nothing for one that does not guard.

    Controls that have a group in common are lost together, so they count once. Accounts are the
    same whatever their width, case and spaces; several may be named, as in a list. Where none is
    on record, the control may fall with any other: with each account that there is, and with
    every control whose account is not on record either.

    >>> from consolidation.inventory.tables.network import Control
    >>> def control(name, account):
    ...     return Control(id=name, kind=ControlKind.FIREWALL, device="FW", from_segment="A",
    ...                    to_segment="B", account=account)
    >>> from consolidation.inventory.tables.kinds import DeviceKind
    >>> from consolidation.inventory.tables.network import Device
    >>> box = Device(id="FW", name="FW", kind=DeviceKind.FIREWALL, site="S")
    >>> rows = (control("C1", "Net Team"), control("C2", "ｎｅｔ  team "), control("C3", None))
    >>> found = falls_with(Estate(name="x", devices=(box,), controls=rows))
    >>> found["C2"].groups, found["C3"].unsure
    (('account/Net Team', 'device/FW'), ('account/', 'account/Net Team'))
    """
    guarding = [control for control in estate.controls if guards(control)]
    spelling = _spellings(account for c in guarding for account in _accounts(c))
    anybody = (NOBODY_NAMED, *sorted({f"account/{name}" for name in spelling.values()}))
    found = dict.fromkeys((control.id for control in estate.controls), FallsWith(()))
    for control in guarding:
        sure = {f"device/{control.device}"}
        platform = estate.device[control.device].platform
        if platform is not None:
            sure.add(f"platform/{platform}")
        accounts = {f"account/{spelling[alike(name)]}" for name in _accounts(control)}
        unsure = () if accounts else anybody
        found[control.id] = FallsWith(tuple(sorted({*sure, *accounts, *unsure})), unsure)
    return found


def _accounts(control: Control) -> list[str]:
    """Return who is on record as administrators of a control, each of several."""
    named = separated(control.account or "")
    return [name for name in named if name and alike(name) not in UNKNOWN_MARKS]


def _spellings(named: Iterable[str]) -> dict[str, str]:
    """Return the first spelling of each account in order of letters, by the form they share."""
    found: dict[str, str] = {}
    for account in sorted(named):
        found.setdefault(alike(account), account)
    return found
