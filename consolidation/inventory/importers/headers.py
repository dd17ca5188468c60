"""Headers of other tools: which column is which, by alias, and in which unit.

A header is compared without case, width, blanks and punctuation, without a leading ``*``
(Azure Migrate marks mandatory columns so) and without the sheet's name in front (``vInfoCPUs``).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

UNITS = {
    "kib": "KiB",
    "kb": "KiB",
    "mib": "MiB",
    "mb": "MiB",
    "gib": "GiB",
    "gb": "GiB",
    "tib": "TiB",
    "tb": "TiB",
}
"""Units at the end of a header. MB and GB are 1024-based in RVTools and Azure Migrate alike."""
_UNIT = re.compile(r"^(?P<name>.+?)(?:in)?(?P<unit>[kmgt]i?b)$")


@dataclass(frozen=True, slots=True)
class Field:
    """A fact an importer looks for: its name and the headers it may stand under.

    ``unit`` is the unit where the header gives none; a field with a unit also matches headers
    that end in one.
    """

    name: str
    aliases: tuple[str, ...]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in a table: position, header as written, unit of its values."""

    position: int
    header: str
    unit: str | None


def plain(header: str) -> str:
    """Return a header without what does not matter.

    >>> plain("*Memory (In MB)"), plain("Free % "), plain("# Cores"), plain("Cores p/s")
    ('memoryinmb', 'free%', '#cores', 'coresps')
    """
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(c for c in folded if c.isalnum() or c in "#%")


def find(header: str, fields: Sequence[Field], prefix: str = "") -> tuple[Field, str | None] | None:
    """Return the field a header names and the unit of its values, or ``None``.

    >>> memory = Field("memory", ("memory",), unit="MiB")
    >>> find("*Memory (In GB)", [memory])[1], find("vInfoMemory", [memory], "vInfo")[1]
    ('GiB', 'MiB')
    >>> find("Storage", [memory]) is None
    True
    """
    whole = plain(header)
    shorter = whole.removeprefix(plain(prefix)) if prefix else whole
    for name in dict.fromkeys((whole, shorter)):
        for field in fields:
            if name in field.aliases:
                return field, field.unit
        match = _UNIT.match(name)
        for field in fields:
            if match and field.unit is not None and match["name"] in field.aliases:
                return field, UNITS[match["unit"]]
    return None


def match(
    cells: Sequence[str], fields: Sequence[Field], prefix: str = ""
) -> tuple[dict[str, Place], list[tuple[int, str, str | None]]]:
    """Return where each field stands, and the columns not used.

    A column not used comes with its position, its header and the header of the column that was
    taken instead of it (``None`` where it names no field). The first column that names a field
    is taken.
    """
    places: dict[str, Place] = {}
    left: list[tuple[int, str, str | None]] = []
    for position, header in enumerate(cells):
        found = find(header, fields, prefix) if header.strip() else None
        if found is None:
            left.append((position, header, None))
        elif found[0].name in places:
            left.append((position, header, places[found[0].name].header))
        else:
            places[found[0].name] = Place(position, header, found[1])
    return places, left
