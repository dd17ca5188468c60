"""Read files in SNDlib's native text format: one row a line, sections in parentheses.

Source: the format pages of SNDlib (Zuse Institute Berlin, 2006). Everything from ``#`` to the end
of a line is a comment. What admissible paths and coordinates say is not read.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consolidation.nearest import suggestion
from consolidation.redesign.sndlib.rows import Cell, Complaints, DemandRow, LinkRow, NetworkRows
from consolidation.text import Text

HEADER = "?SNDlib native format; type: {}; version: 1.0"
LONGEST_LINE = 2**20
_HEADER = re.compile(r"\?\s*SNDlib native format\s*;\s*type:\s*(\w+)\s*;\s*version:\s*(\S+)")
_TOKEN = re.compile(r"[()]|[^\s()]+")
_ENTRY = re.compile(r"(\w+)\s*=\s*(\S+)")
_READ = ("NODES", "LINKS", "DEMANDS")
_SKIPPED = ("META", "ADMISSIBLE_PATHS")
_FORMS = {
    "NODES": "<node> ( <x> <y> )",
    "LINKS": (
        "<link> ( <source> <target> ) <pre-installed capacity> <its cost> <routing cost> "
        "<setup cost> ( <capacity> <cost> ... )"
    ),
    "DEMANDS": "<demand> ( <source> <target> ) <routing unit> <demand value> <max path length>",
}

Item = Cell | list[Cell]
"""A word, or the words in a pair of parentheses."""


@dataclass(frozen=True, slots=True)
class NativeFile:
    """The lines of a native file without comments and blank lines, and what the header says."""

    kind: str
    """``network``, ``model`` or ``solution``."""
    line: int
    """Where the header stands."""
    lines: tuple[tuple[int, str], ...]


def opened(data: bytes, complaints: Complaints) -> NativeFile | None:
    """Return the lines of a file of this format, or ``None`` if it is not of this format."""
    lines = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        try:  # comments may be in any encoding: they are taken away before anything is decoded
            line = raw.split(b"#", 1)[0].decode("utf-8").strip()
        except UnicodeDecodeError:
            complaints.add(number, Text("UTF-8 で書かれていない", "is not written in UTF-8"))
            continue
        if len(line) > LONGEST_LINE:
            what = Text(f"{LONGEST_LINE}字を超える行", f"more than {LONGEST_LINE} characters")
            complaints.add(number, what)
        elif line:
            lines.append((number, line))
    header = _HEADER.fullmatch(lines[0][1]) if lines else None
    if header is None:
        example = HEADER.format("network")
        what = Text("SNDlibの形式ではない", "is in neither of the formats of SNDlib")
        fix = Text(
            f"1行目に '{example}' と書くか、SNDlibのXMLにする",
            f"begin with '{example}', or use SNDlib's XML",
        )
        complaints.add(lines[0][0] if lines else None, what, fix)
        return None
    if header[2] != "1.0":
        version = header[2][:20]
        what = Text(f"版 {version} は読めない", f"version {version} is not read")
        complaints.add(lines[0][0], what, Text("読める版: 1.0", "read: 1.0"))
        return None
    return NativeFile(header[1].lower(), lines[0][0], tuple(lines[1:]))


def network_rows(file: NativeFile, complaints: Complaints) -> NetworkRows:
    """Return the rows of a network; what does not have the form of a row is noted."""
    reader = _SectionReader(complaints)
    for number, line in file.lines:
        reader.read([Cell(word, number) for word in _TOKEN.findall(line)])
    reader.end()
    return reader.rows


def model_entries(file: NativeFile, complaints: Complaints) -> list[tuple[Cell, Cell]]:
    """Return what a model says of each of its parts."""
    entries = []
    for number, line in file.lines:
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            what = Text(f"読めない行: '{line[:40]}'", f"cannot read '{line[:40]}'")
            fix = Text("LINK_MODEL = UNDIRECTED のように書く", "write LINK_MODEL = UNDIRECTED")
            complaints.add(number, what, fix)
            continue
        entries.append((Cell(entry[1], number), Cell(entry[2], number)))
    return entries


class _SectionReader:
    """Takes the lines of a network one by one."""

    def __init__(self, complaints: Complaints) -> None:
        self.rows = NetworkRows()
        self._complaints = complaints
        self._begun: dict[str, int] = {}
        """Line in which each section begins."""
        self._named: Cell | None = None
        """A section's name whose parenthesis is still to come."""
        self._section: str | None = None
        self._depth = 0
        """Parentheses open in a section that is skipped."""

    def read(self, tokens: Sequence[Cell]) -> None:
        """Take one line, which may end a section and begin another."""
        while tokens:
            if self._section is None:
                tokens = self._outside(tokens)
            elif self._section in _READ:
                tokens = self._row(self._section, tokens)
            else:
                tokens = self._skip(tokens)

    def end(self) -> None:
        """Note what is missing at the end of the file."""
        if self._named is not None:
            self._without_parenthesis(self._named)
        if self._section is not None:
            line, name = self._begun[self._section], self._section
            what = Text(f"{name} の括弧が閉じていない", f"section {name} is never closed")
            self._complaints.add(line, what, Text("')' の行を加える", "add a line with ')'"))
        for name in _READ:
            if name not in self._begun:
                what = Text(f"{name} の節がない", f"there is no section {name}")
                fix = Text(f"'{name} (' と ')' を加える", f"add '{name} (' and ')'")
                self._complaints.add(None, what, fix)

    def _outside(self, tokens: Sequence[Cell]) -> Sequence[Cell]:
        first = tokens[0]
        if first.text == "(" and self._named is not None:
            self._begin(self._named)
            self._named = None
        elif first.text in "()":
            what = Text(f"対応のない '{first.text}'", f"'{first.text}' belongs to no section")
            self._complaints.add(first.line, what)
        else:
            if self._named is not None:
                self._without_parenthesis(self._named)
            self._named = first
        return tokens[1:]

    def _begin(self, name: Cell) -> None:
        if name.text not in (*_READ, *_SKIPPED):
            shown = name.text[:40]
            what = Text(f"このような節はない: '{shown}'", f"there is no section '{shown}'")
            self._complaints.add(name.line, what, suggestion(shown, (*_READ, *_SKIPPED)))
        elif name.text in self._begun:
            line = self._begun[name.text]
            what = Text(
                f"{name.text} は{line}行目にもある", f"section {name.text} is in line {line} too"
            )
            self._complaints.add(name.line, what, Text("一つにまとめる", "make them one"))
        self._begun.setdefault(name.text, name.line)
        self._section, self._depth = name.text, 1

    def _without_parenthesis(self, name: Cell) -> None:
        shown = name.text[:40]
        what = Text(f"'{shown}' に '(' が続かない", f"'{shown}' is not followed by '('")
        self._complaints.add(name.line, what)

    def _skip(self, tokens: Sequence[Cell]) -> Sequence[Cell]:
        for at, token in enumerate(tokens):
            self._depth += {"(": 1, ")": -1}.get(token.text, 0)
            if self._depth == 0:
                self._section = None
                return tokens[at + 1 :]
        return ()

    def _row(self, section: str, tokens: Sequence[Cell]) -> Sequence[Cell]:
        if tokens[0].text == ")":
            self._section = None
            return tokens[1:]
        if tokens[0].text in (*_READ, *_SKIPPED) and [t.text for t in tokens[1:]] == ["("]:
            what = Text(
                f"{section} の括弧が閉じないうちに {tokens[0].text} が始まる",
                f"section {tokens[0].text} begins before {section} is closed",
            )
            self._complaints.add(tokens[0].line, what, Text("')' の行を加える", "add a line ')'"))
            self._section = None
            return tokens
        items, rest = self._items(tokens)
        if items is not None and not _TAKE[section](self.rows, items):
            what = Text(f"{section} の行の形ではない", f"is not a row of {section}")
            form = _FORMS[section]
            self._complaints.add(tokens[0].line, what, Text(f"形: {form}", f"write {form}"))
        return rest

    def _items(self, tokens: Sequence[Cell]) -> tuple[list[Item] | None, Sequence[Cell]]:
        """Return the items of a row, and the parenthesis after it that ends the section."""
        items: list[Item] = []
        group: list[Cell] | None = None
        for at, token in enumerate(tokens):
            if token.text == ")" and group is None:
                return items, tokens[at:]
            if token.text == "(" and group is not None:
                break
            if token.text == "(":
                group = []
                items.append(group)
            elif token.text == ")":
                group = None
            else:
                (items if group is None else group).append(token)
        if group is None:
            return items, ()
        what = Text("'(' がこの行のうちに閉じていない", "'(' is not closed in this line")
        fix = Text("1件を1行に書く", "write each row in one line")
        self._complaints.add(tokens[0].line, what, fix)
        return None, ()


def _take_node(rows: NetworkRows, items: list[Item]) -> bool:
    match items:
        case [Cell() as name, *groups] if all(isinstance(group, list) for group in groups):
            rows.nodes.append(name)
            return True
    return False


def _take_link(rows: NetworkRows, items: list[Item]) -> bool:
    match items:
        case [Cell() as name, [source, target], *others]:
            amounts = [item for item in others if isinstance(item, Cell)]
            groups = [item for item in others if not isinstance(item, Cell)]
            modules = groups[0] if groups else []
            if len(amounts) > 4 or others != [*amounts, *groups[:1]] or len(modules) % 2:
                return False
            padded: list[Cell | None] = [*amounts, None, None, None, None]
            rows.links.append(
                LinkRow(
                    id=name,
                    source=source,
                    target=target,
                    installed=padded[0],
                    installed_cost=padded[1],
                    routing_cost=padded[2],
                    setup_cost=padded[3],
                    modules=tuple(zip(modules[::2], modules[1::2], strict=True)),
                )
            )
            return True
    return False


def _take_demand(rows: NetworkRows, items: list[Item]) -> bool:
    match items:
        case [Cell() as name, [source, target], Cell() as unit, Cell() as value, *others]:
            if len(others) > 1 or not all(isinstance(item, Cell) for item in others):
                return False
            rows.demands.append(
                DemandRow(id=name, source=source, target=target, unit=unit, value=value)
            )
            return True
    return False


_TAKE: dict[str, Callable[[NetworkRows, list[Item]], bool]] = {
    "NODES": _take_node,
    "LINKS": _take_link,
    "DEMANDS": _take_demand,
}
