"""Where in a TOML file each key stands, since ``tomllib`` does not say.

A scanner, not a parser: it is run on text that ``tomllib`` has accepted, and it looks only at
table headers and at keys that begin a line. A key inside an inline table has the line of the key
that the table belongs to.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping

from consolidation.scenario.keys import KeyPath

_HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_FENCES = ('"""', "'''")


def key_lines(text: str) -> Mapping[KeyPath, int]:
    r"""Return the 1-based line of every key and table header, by its path.

    >>> lines = key_lines('a = 1\n[[b]]\nid = "x"\n[[b.c]]\nd = 2\n')
    >>> lines[("b", 0, "c", 0, "d")]
    5
    """
    found: dict[KeyPath, int] = {}
    num_entries: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in _lines_outside_fences(text):
        if header := _HEADER.match(line):
            names = _names(header[2])
            if names is None:
                continue
            table = _resolved(names, num_entries)
            if header[1] == "[[":
                position = num_entries.get(table, 0)
                num_entries[table] = position + 1
                found.setdefault(table, number)
                table = (*table, position)
            found.setdefault(table, number)
        elif (key := _KEY.match(line)) and (names := _names(key[1])) is not None:
            for length in range(1, len(names) + 1):
                found.setdefault((*table, *names[:length]), number)
    return found


def _lines_outside_fences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that do not begin inside a multi-line string."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not fence:
            yield number, line
        rest = line
        while rest:
            if fence:
                _, found, rest = rest.partition(fence)
                fence = "" if found else fence
            else:
                opened = [f for f in _FENCES if f in rest]
                if not opened:
                    break
                fence = min(opened, key=rest.index)
                rest = rest.partition(fence)[2]


def _names(written: str) -> tuple[str, ...] | None:
    """Return the parts of a dotted key, quotes resolved by ``tomllib`` itself."""
    try:
        node: object = tomllib.loads(f"{written} = 0")
    except tomllib.TOMLDecodeError:
        return None
    names = []
    while isinstance(node, dict):
        (name,) = node
        names.append(str(name))
        node = node[name]
    return tuple(names)


def _resolved(names: tuple[str, ...], num_entries: Mapping[KeyPath, int]) -> KeyPath:
    """Return a header's path with the position of the entry that each list of tables is at."""
    path: KeyPath = ()
    for i, name in enumerate(names):
        path = (*path, name)
        if path in num_entries and i < len(names) - 1:
            path = (*path, num_entries[path] - 1)
    return path
