"""Wiring: the network rows of an estate while they are being changed.

The one mutable thing of this stage. It never leaves it: `Wiring.estate` gives a frozen estate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Link
from consolidation.redesign.references import without_gone

PLANNED = "計画 (planned)"
"""Source of every row that the redesign adds."""


def with_segments(current: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    """Return a row's segments with others added; all stays all, and not known stays not known.

    >>> with_segments(("V-B",), ["V-A", "V-B"])
    ('V-A', 'V-B')
    >>> with_segments((), ["V-A"]), with_segments(("*",), ["V-A"])
    ((), ('*',))
    """
    if not current or ALL_SEGMENTS in current:
        return current
    added = set(more)
    return tuple(sorted({*current, *added})) if added - set(current) else current


def joined_segments(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a line carries that takes over another: not known, all, or both lists."""
    if not first or not second:
        return ()
    if ALL_SEGMENTS in (*first, *second):
        return (ALL_SEGMENTS,)
    return tuple(sorted({*first, *second}))


def with_note(note: str | None, more: str) -> str:
    """Return a note with a sentence added, once."""
    if not note:
        return more
    return note if more in note else f"{note}; {more}"


class Wiring:
    """Devices and links by id, open to change, over an estate that stays as it is."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self.devices: dict[str, Device] = dict(estate.device)
        self.links: dict[str, Link] = dict(estate.link)
        self._renamed: dict[str, str] = {}
        self._merged: dict[str, str] = {}

    def free_id(self, wanted: str) -> str:
        """Return ``wanted``, or ``wanted`` with a number where a row has that id already."""
        taken = {*self.devices, *self.links}
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        return name

    def replace_device(self, old: str, new: str) -> None:
        """Let ``new`` stand where ``old`` stood: its links, servers and controls go over.

        A link that would join ``new`` to itself goes away.
        """
        self.devices.pop(old)
        self._renamed[old] = new
        for link in list(self.links.values()):
            if old in (link.a_device, link.b_device):
                ends = (self.current(link.a_device), self.current(link.b_device))
                if ends[0] == ends[1]:
                    del self.links[link.id]
                else:
                    self.links[link.id] = replace(link, a_device=ends[0], b_device=ends[1])

    def replace_link(self, old: str, new: str) -> Link:
        """Let ``new`` stand in for ``old``, which goes; return the row that is gone."""
        self._merged[old] = new
        return self.links.pop(old)

    def current(self, device: str) -> str:
        """Return the device that stands where ``device`` stood in the estate."""
        while device in self._renamed:
            device = self._renamed[device]
        return device

    def add_to_device(self, device: str, segments: Iterable[str], note: str) -> None:
        """Let a device carry more segments, and note why; unchanged where it already does."""
        row = self.devices[device]
        wider = with_segments(row.segments, segments)
        if wider != row.segments:
            self.devices[device] = replace(row, segments=wider, note=with_note(row.note, note))

    def add_to_link(self, link: str, segments: Iterable[str], note: str) -> None:
        """Let a link carry more segments, and note why; unchanged where it already does."""
        row = self.links[link]
        wider = with_segments(row.segments, segments)
        if wider != row.segments:
            self.links[link] = replace(row, segments=wider, note=with_note(row.note, note))

    def neighbours(self) -> Mapping[str, list[tuple[Link, str]]]:
        """Return, for every device, its links in order of id with the device at the far end."""
        found: dict[str, list[tuple[Link, str]]] = {device: [] for device in self.devices}
        for _, link in sorted(self.links.items()):
            found[link.a_device].append((link, link.b_device))
            found[link.b_device].append((link, link.a_device))
        return found

    def estate(self) -> Estate:
        """Return the estate with these devices and links, every reference followed."""
        now = self.current
        estate = replace(
            self._estate,
            devices=tuple(self.devices.values()),
            links=tuple(self.links.values()),
            servers=tuple(
                replace(s, device=now(s.device)) if s.device in self._renamed else s
                for s in self._estate.servers
            ),
            platforms=tuple(
                replace(p, device=now(p.device)) if p.device in self._renamed else p
                for p in self._estate.platforms
            ),
            controls=tuple(
                replace(c, device=now(c.device)) if c.device in self._renamed else c
                for c in self._estate.controls
            ),
        )
        return without_gone(estate, devices=self._renamed, links=self._merged)
