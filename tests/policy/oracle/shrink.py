"""Makes an estate on which tool and oracle disagree as small as it gets, by leaving things out."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, replace

from consolidation.inventory.estate import TABLES, Estate

REFERS = {
    "segments": ("segments", "may_bridge_to", "joined_with"),
    "links": ("rides_on", "backs_up"),
    "devices": ("managed_by",),
    "servers": ("managed_by",),
}


def shrunk(estate: Estate, fails: Callable[[Estate], bool]) -> Estate:
    """Return a part of an estate that still fails and no smaller part of which does."""
    while True:
        for smaller in _smaller(estate):
            if _fails(smaller, fails):
                estate = smaller
                break
        else:
            return estate


def _fails(estate: Estate, fails: Callable[[Estate], bool]) -> bool:
    try:
        return fails(estate)
    except KeyError:  # what was left out is still referred to
        return False


def _smaller(estate: Estate) -> Iterator[Estate]:
    for table in TABLES:
        rows = getattr(estate, table)
        for row in rows:
            yield replace(estate, **{table: tuple(r for r in rows if r is not row)})
    for table in TABLES:
        rows = getattr(estate, table)
        for row in rows:
            for changed in _plainer(row):
                yield replace(estate, **{table: tuple(changed if r is row else r for r in rows)})


def _plainer(row: object) -> Iterator[object]:
    for field in fields(row):  # type: ignore[arg-type]
        value = getattr(row, field.name)
        if isinstance(value, tuple):
            for item in value:
                yield replace(row, **{field.name: tuple(x for x in value if x != item)})  # type: ignore[type-var]
        if field.default is not MISSING and value != field.default:
            yield replace(row, **{field.name: field.default})  # type: ignore[type-var]


def written(estate: Estate) -> str:
    """The rows, without what has its default."""
    lines = []
    for table in TABLES:
        for row in getattr(estate, table):
            told = [
                f"{f.name}={getattr(row, f.name)!s}"
                for f in fields(row)
                if f.default is MISSING or getattr(row, f.name) != f.default
            ]
            lines.append(f"{table}: " + ", ".join(told))
    return "\n".join(lines)
