"""Headers: which column of the dictionary each column of a sheet is.

English names, Japanese names and aliases are told from case, width (NFKC), blanks and
punctuation. A unit in brackets after a header must be the column's own unit.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from consolidation.errors import Problem
from consolidation.inventory.dictionary import ColumnInfo, TableInfo
from consolidation.inventory.quantities import is_other_unit
from consolidation.inventory.raw import RawTable, is_blank, shown
from consolidation.text import Text

LAST_HEADER_ROW = 20
"""A header is looked for in this many rows: ledgers often have titles above it."""

_BRACKETS = re.compile(r"^(?P<name>[^(\[]+)[(\[](?P<unit>[^)\]]*)[)\]]$")


@dataclass(frozen=True, slots=True)
class Headers:
    """Where each column of a table stands: ``(position, header as written, column)``."""

    row: int
    columns: tuple[tuple[int, str, ColumnInfo], ...]
    width: int
    problems: tuple[Problem, ...]

    @property
    def written(self) -> dict[str, str]:
        """The header as the user wrote it, by column name."""
        return {info.name: text for _, text, info in self.columns}


def plain(text: str) -> str:
    """Return a name without what does not matter: case, width, blanks, ``_``, ``-`` and dots.

    >>> plain("ＣＰＵ Cores") == plain("cpu_cores")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-.・*※]+", "", folded)


@cache
def known_headers(table: TableInfo) -> dict[str, ColumnInfo]:
    """Return the columns of a table by every plain header they may stand under."""
    return {
        plain(name): info for info in table.columns for name in (info.name, info.ja, *info.aliases)
    }


def find_column(table: TableInfo, header: str) -> ColumnInfo | None:
    """Return the column a header names, with or without a unit in brackets, or ``None``."""
    known = known_headers(table)
    whole = known.get(plain(header))
    if whole is not None:
        return whole
    match = _BRACKETS.match(unicodedata.normalize("NFKC", header).strip())
    return known.get(plain(match["name"])) if match else None


def num_known(table: TableInfo, cells: Iterable[str]) -> int:
    """Return how many of the cells are headers of the table."""
    return sum(find_column(table, cell) is not None for cell in cells)


def match_headers(table: TableInfo, raw: RawTable) -> Headers | None:
    """Find the header row and what each of its columns is; ``None`` when there is none."""
    scores = [num_known(table, row) for row in raw.rows[:LAST_HEADER_ROW]]
    best = max(scores, default=0)
    if best == 0:
        return None
    index = scores.index(best)
    return _match(table, raw, index)


def _match(table: TableInfo, raw: RawTable, index: int) -> Headers:
    cells, line = raw.rows[index], raw.lines[index]
    problems: list[Problem] = []
    if index:
        problems.append(_skipped(raw, index))
    found: dict[str, tuple[int, str, ColumnInfo]] = {}
    unknown: list[str] = []
    for position, cell in enumerate(cells):
        header = cell.strip()
        info = find_column(table, header)
        if info is None:
            if header:
                unknown.append(header)
            elif _has_values(raw, index, position):
                problems.append(_nameless(raw, line, position))
        elif info.name in found:
            problems.append(_twice(raw, line, header, found[info.name]))
        else:
            problems += _wrong_unit(raw, line, header, info)
            found[info.name] = (position, header, info)
    missing = [c for c in table.columns if c.required and c.name not in found]
    problems += [_missing(raw, line, info, unknown) for info in missing]
    free = [c for c in table.columns if c.name not in found]
    problems += [_unknown(raw, line, header, free or table.columns) for header in unknown]
    return Headers(index, tuple(found.values()), len(cells), tuple(problems))


def nearest_column(header: str, columns: Sequence[ColumnInfo]) -> ColumnInfo | None:
    """Return the column whose name is nearest to a header, or ``None`` when none is near."""
    names = {plain(n): info for info in columns for n in (info.name, info.ja, *info.aliases)}
    near = get_close_matches(plain(header), names, n=1, cutoff=0.6)
    return names[near[0]] if near else None


def did_you_mean(ja: str, name: str) -> Text:
    """Return the fix that offers a column or table by both of its names."""
    return Text(f"「{ja}」({name}) のことか", f"did you mean {name} ({ja})?")


def _has_values(raw: RawTable, index: int, position: int) -> bool:
    later = raw.rows[index + 1 :]
    return any(position < len(row) and not is_blank((row[position],)) for row in later)


def _skipped(raw: RawTable, index: int) -> Problem:
    return Problem(
        raw.source,
        raw.lines[0],
        None,
        Text(
            f"見出しより前の{index}行は読んでいない",
            f"{index} row{'s' * (index != 1)} above the header not read",
        ),
        warning=True,
    )


def _nameless(raw: RawTable, line: int, position: int) -> Problem:
    return Problem(
        raw.source,
        line,
        None,
        Text(
            f"{position + 1}列目は値があるのに見出しがない。この列は読んでいない",
            f"column {position + 1} has values but no header; it is not read",
        ),
        Text("見出しを書くか、列を消す", "write its header, or delete the column"),
        warning=True,
    )


def _twice(raw: RawTable, line: int, header: str, first: tuple[int, str, ColumnInfo]) -> Problem:
    position, text, info = first
    return Problem(
        raw.source,
        line,
        header,
        Text(
            f"列が重複している: {position + 1}列目の{shown(text)}も「{info.ja}」({info.name})",
            f"duplicate column: {shown(text)} in column {position + 1} is {info.name} too",
        ),
        Text("どちらか一方を消す", "delete one of the two"),
    )


def _wrong_unit(raw: RawTable, line: int, header: str, info: ColumnInfo) -> list[Problem]:
    match = _BRACKETS.match(unicodedata.normalize("NFKC", header).strip())
    if not match or not info.unit or not is_other_unit(match["unit"], info.unit):
        return []
    what = Text(
        f"見出しの単位は {match['unit']} だが、この列の単位は {info.unit} である",
        f"the header says {match['unit']}, but the column is in {info.unit}",
    )
    fix = Text(
        f"値を {info.unit} に直し、見出しを {info.header('ja')} とする",
        f"convert the values to {info.unit} and name the column {info.name}",
    )
    return [Problem(raw.source, line, header, what, fix)]


def _missing(raw: RawTable, line: int, info: ColumnInfo, unknown: Sequence[str]) -> Problem:
    near = [h for h in unknown if nearest_column(h, [info]) is not None]
    what = Text(
        f"必須の列「{info.ja}」({info.name}) がない",
        f"the required column {info.name} ({info.ja}) is missing",
    )
    if near:
        fix = Text(
            f"列{shown(near[0])}のことであれば、見出しを「{info.ja}」か {info.name} に直す",
            f"did you mean it by {shown(near[0])}? then name that column {info.name}",
        )
    else:
        fix = Text(
            f"列を加える。内容: {info.meaning.ja}", f"add the column; it holds: {info.meaning.en}"
        )
    return Problem(raw.source, line, None, what, fix)


def _unknown(raw: RawTable, line: int, header: str, columns: Sequence[ColumnInfo]) -> Problem:
    near = nearest_column(header, columns)
    what = Text(
        f"知らない列{shown(header)}は読んでいない",
        f"unknown column {shown(header)} is not read",
    )
    fix = did_you_mean(near.ja, near.name) if near else None
    return Problem(raw.source, line, header, what, fix, warning=True)
