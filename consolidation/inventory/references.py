"""References: every id that a row names must be the id of a row in the table it refers to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from consolidation.errors import Problem
from consolidation.inventory.cells import UNKNOWN_MARKS
from consolidation.inventory.dictionary import ColumnInfo, table
from consolidation.inventory.draft import Draft
from consolidation.inventory.headers import plain
from consolidation.inventory.raw import shown
from consolidation.inventory.rows import ReadTable
from consolidation.text import Text

MOST_COMPARISONS = 100_000
"""Names compared in search of the nearest, in all: past it, only the wording is poorer."""


def dangling_references(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for every reference to an id that no row has."""
    for name, read in draft.tables.items():
        for info in table(name).columns:
            targets = [draft.tables[t] for t in info.refers if t in draft.tables]
            if not all(target.complete for target in targets):
                continue  # what seems to dangle may stand in the part that could not be read
            if targets:
                yield from _dangling(read, info, Known.of(draft, info))
            elif info.refers:
                yield from _to_absent_table(read, info)


@dataclass(slots=True)
class Known:
    """The ids a column may hold, and a memory of what was looked up."""

    files: Text
    ids: frozenset[str]
    by_plain: dict[str, str]
    comparisons_left: int = MOST_COMPARISONS
    fixes: dict[str, Text] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: Draft, info: ColumnInfo) -> "Known":
        """Gather the ids of all tables that a column refers to."""
        reads = [draft.tables[t] for t in info.refers if t in draft.tables]
        ids = frozenset(name for read in reads for name in read.ids)
        sources = [draft.tables[t].source for t in info.refers if t in draft.tables]
        files = Text("・".join(sources), " or ".join(sources))
        return cls(files, ids | set(info.words), {plain(name): name for name in sorted(ids)})

    def fix(self, name: str) -> Text:
        """Return how to mend a name that is not known."""
        if name not in self.fixes:
            self.fixes[name] = self._fix(name)
        return self.fixes[name]

    def _fix(self, name: str) -> Text:
        near = self.by_plain.get(plain(name)) or self._nearest(name)
        if near is not None:
            return Text(f"{shown(near)}のことか", f"did you mean {shown(near)}?")
        if name.casefold() in UNKNOWN_MARKS:
            return Text("不明なら空欄にする", "leave the cell empty when it is not known")
        return Text(
            f"{self.files.ja} に行を加えるか、このセルを直す",
            f"add a row to {self.files.en}, or mend this cell",
        )

    def _nearest(self, name: str) -> str | None:
        if len(self.by_plain) > self.comparisons_left:
            return None
        self.comparisons_left -= len(self.by_plain)
        near = get_close_matches(plain(name), self.by_plain, n=1, cutoff=0.7)
        return self.by_plain[near[0]] if near else None


def _to_absent_table(read: ReadTable, info: ColumnInfo) -> Iterator[Problem]:
    """Yield one problem for all cells that name rows of a table that is not there."""
    targets = [table(name) for name in info.refers]
    if any(target.required for target in targets):
        return  # its lack is a problem already
    pairs = zip(read.lines, read.rows, strict=True)
    lines = [line for line, row in pairs if getattr(row, info.name) not in (None, (), info.words)]
    if lines:
        num = len(lines)
        what = Text(
            f"表「{targets[0].ja}」がないのに、その行を指すセルが{num}個ある",
            f"{num} cell{'s name' if num != 1 else ' names'} rows of {targets[0].name}, "
            "but there is no such table",
        )
        fix = Text(
            f"{targets[0].name}.csv かシート「{targets[0].ja}」を加える",
            f"add {targets[0].name}.csv or the sheet {targets[0].name}",
        )
        yield read.problem(lines[0], info.name, what, fix)


def _dangling(read: ReadTable, info: ColumnInfo, known: Known) -> Iterator[Problem]:
    for line, row in zip(read.lines, read.rows, strict=True):
        value = getattr(row, info.name)
        names = value if info.many else (value,)
        for name in names:
            if name is not None and name not in known.ids:
                what = Text(
                    f"{known.files.ja} に{shown(name)}がない",
                    f"no {shown(name)} in {known.files.en}",
                )
                yield read.problem(line, info.name, what, known.fix(name))
