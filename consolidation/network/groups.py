"""What a control is worth: whether it guards, and what it falls together with."""

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ControlKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control


def guards(control: Control) -> bool:
    """Return whether a controls row guards its joint.

    A plain route does not, and nor does a rule that lets anything pass from any to any.
    """
    return control.kind is not ControlKind.NONE and ALL_SEGMENTS not in control.permits


def groups_of(estate: Estate, control: Control) -> tuple[str, ...]:
    """Return what a control falls with: its box, its administrators, its hypervisor.

    Controls that have one of these in common are lost together, so they count once.
    """
    if not guards(control):
        return ()
    found = {f"device/{control.device}"}
    if control.account is not None:
        found.add(f"account/{control.account}")
    platform = estate.device[control.device].platform
    if platform is not None:
        found.add(f"platform/{platform}")
    return tuple(sorted(found))
