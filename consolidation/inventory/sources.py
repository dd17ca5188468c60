"""Sources: which files or sheets of an inventory hold which tables.

An inventory is a folder of CSV files or one workbook. A folder may hold a workbook too (the
template does): then the one with rows counts, and both with rows is a problem.
"""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from consolidation.errors import Problem
from consolidation.inventory.csv_file import cannot_open, read_csv
from consolidation.inventory.dictionary import TableInfo, dictionary
from consolidation.inventory.headers import did_you_mean, plain
from consolidation.inventory.raw import RawTable, shown
from consolidation.inventory.titles import GUIDE_SHEETS
from consolidation.inventory.workbook import ENDINGS, open_workbook
from consolidation.text import Text

CSV_ENDINGS = (".csv", ".tsv")
_GUIDES = frozenset(plain(name) for names in GUIDE_SHEETS.values() for name in names)


@dataclass(frozen=True, slots=True)
class Sources:
    """The raw tables of an inventory by table name, and what was wrong with finding them."""

    tables: Mapping[str, RawTable]
    problems: tuple[Problem, ...] = ()

    @property
    def has_rows(self) -> bool:
        """Whether any table has more than a header."""
        return any(len(raw.rows) > 1 for raw in self.tables.values())


def find_sources(path: Path) -> Sources:
    """Return the raw tables of a folder of CSVs or of a workbook."""
    if path.is_dir():
        try:
            entries = sorted(path.iterdir())
        except OSError as error:
            return Sources({}, (cannot_open(path.name, error),))
        odd = tuple(_irregular(p) for p in entries if _names_a_table(p) and not p.is_file())
        found = _folder(path, [p for p in entries if p.is_file()])
        return Sources(found.tables, odd + found.problems)
    if path.suffix.lower() in ENDINGS and path.is_file():
        return _workbook(path)
    if not path.exists():
        what = Text("見つからない", "there is no such folder or file")
        fix = Text("フォルダか .xlsx の場所を確かめる", "check the name of the folder or .xlsx")
    else:
        what = Text("台帳のフォルダでも .xlsx でもない", "neither an inventory folder nor an .xlsx")
        fix = Text("CSVを収めたフォルダか、.xlsx を指定する", "give a folder of CSVs, or one .xlsx")
    return Sources({}, (Problem(path.name, None, None, what, fix),))


def _names_a_table(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in ENDINGS or (suffix in CSV_ENDINGS and find_table(path.stem) is not None)


def _irregular(path: Path) -> Problem:
    what = Text(
        "通常のファイルではない（リンク先がない、フォルダなど）",
        "is not a regular file (a folder, a device, a link that leads nowhere)",
    )
    fix = Text("表のファイルを置き直す", "put the table's file there again")
    return Problem(path.name, None, None, what, fix)


def _folder(folder: Path, paths: Iterable[Path]) -> Sources:
    files = [p for p in paths if not p.name.startswith((".", "~"))]
    csvs = _csv_files([p for p in files if p.suffix.lower() in CSV_ENDINGS])
    books = [(p, _workbook(p)) for p in files if p.suffix.lower() in ENDINGS]
    filled = [(p, found) for p, found in books if found.has_rows]
    if not filled:
        if not csvs.tables and books:
            return books[0][1]
        unread = tuple(_not_read(p) for p, found in books if not found.tables)
        return Sources(csvs.tables, csvs.problems + unread)
    if len(filled) == 1 and not csvs.has_rows:
        return filled[0][1]
    problem = _which(folder, [p for p, _ in filled], with_csvs=csvs.has_rows)
    return Sources({}, (problem,))


def _csv_files(paths: Iterable[Path]) -> Sources:
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for path in paths:
        info = find_table(path.stem)
        if info is None:
            problems.append(_unknown(path.name, path.stem))
        elif info.name in tables:
            problems.append(_twice(path.name, tables[info.name].source, info))
        else:
            tables[info.name] = read_csv(path, info)
    return Sources(tables, tuple(problems))


def _workbook(path: Path) -> Sources:
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    book = open_workbook(path)
    if isinstance(book, Problem):
        return Sources({}, (book,))
    with closing(book):
        for sheet in book.sheet_names:
            info = find_table(sheet)
            source = f"{path.name}[{sheet}]"
            if info is None:
                if plain(sheet) not in _GUIDES:
                    problems.append(_unknown(source, sheet))
            elif info.name in tables:
                problems.append(_twice(source, tables[info.name].source, info))
            else:
                tables[info.name] = book.read(sheet)
    return Sources(tables, tuple(problems))


def find_table(name: str) -> TableInfo | None:
    """Return the table that a file or sheet name means, or ``None``.

    >>> find_table("Host Types").name, find_table("サーバー").name, find_table("memo")
    ('host_types', 'servers', None)
    """
    key = plain(name)
    for info in dictionary():
        if key in map(plain, (info.name, info.ja, *info.aliases)):
            return info
    return None


def _unknown(source: str, name: str) -> Problem:
    names = {plain(n): info for info in dictionary() for n in (info.name, info.ja, *info.aliases)}
    near = get_close_matches(plain(name), names, n=1, cutoff=0.6)
    what = Text(
        f"知らない表{shown(name)}は読んでいない", f"unknown table {shown(name)} is not read"
    )
    info = names[near[0]] if near else None
    fix = did_you_mean(info.ja, info.name) if info else None
    return Problem(source, None, None, what, fix, warning=True)


def _twice(source: str, first: str, info: TableInfo) -> Problem:
    what = Text(
        f"表「{info.ja}」({info.name}) が二つある。もう一つは {first}",
        f"the table {info.name} is there twice; the other is {first}",
    )
    return Problem(source, None, None, what, Text("一つにまとめる", "make one of the two"))


def _not_read(book: Path) -> Problem:
    what = Text(
        "台帳の表がないブックは読んでいない", "a workbook without inventory tables; not read"
    )
    return Problem(book.name, None, None, what, warning=True)


def _which(folder: Path, books: list[Path], *, with_csvs: bool) -> Problem:
    names = ", ".join(path.name for path in books) + (", *.csv" if with_csvs else "")
    what = Text(
        f"どれが台帳か分からない。値が入っているもの: {names}",
        f"more than one inventory is filled in here: {names}",
    )
    fix = Text(
        "一つだけを残すか、.xlsx の名前で指定する", "keep one of them, or name the .xlsx itself"
    )
    return Problem(folder.name, None, None, what, fix)
