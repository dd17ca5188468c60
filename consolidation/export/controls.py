"""The controls of a plan's states by id: where each runs and what it falls with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.network.groups import falls_with


@dataclass(frozen=True, slots=True)
class Controls:
    """What is known of controls, for words and figures about them."""

    device: Mapping[str, str]
    """The device that a control runs on."""
    groups: Mapping[str, tuple[str, ...]]
    """What a control falls with: its box, its administrators, the platform of its box."""

    def fall_with(self, group: str) -> tuple[str, ...]:
        """Return the controls that are gone once a group is lost, in order of id."""
        return tuple(sorted(c for c, groups in self.groups.items() if group in groups))

    def is_lost(self, control: str | None, lost: Iterable[str]) -> bool:
        """Return whether a control is gone once some groups are lost."""
        return control is not None and not set(lost).isdisjoint(self.groups.get(control, ()))


def known_controls(estates: Iterable[Estate]) -> Controls:
    """Return what the states of a plan know of controls; an earlier state comes first."""
    device: dict[str, str] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for estate in estates:
        falling = falls_with(estate)
        for control in estate.controls:
            device.setdefault(control.id, control.device)
            groups.setdefault(control.id, falling[control.id].groups)
    return Controls(device, groups)
