"""CSV files: from bytes to the cells of a `RawTable`."""

import csv
import io
from pathlib import Path

from consolidation.errors import Problem
from consolidation.inventory.dictionary import TableInfo
from consolidation.inventory.encoding import decode
from consolidation.inventory.headers import LAST_HEADER_ROW, num_known
from consolidation.inventory.raw import RawTable, is_blank
from consolidation.text import Text

DELIMITERS = (",", "\t", ";")
LARGEST_FILE = 512 * 1024 * 1024
"""Bytes; a larger file is not an inventory and would fill the memory."""


def read_csv(path: Path, table: TableInfo) -> RawTable:
    """Return the cells of a CSV file; what is wrong with it stands in the result's problems."""
    source = path.name
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        return _unread(source, cannot_open(source, error))
    if size > LARGEST_FILE:
        return _unread(source, _too_large(source, size))
    decoded = decode(data, source)
    if decoded.text is None:
        return RawTable(source, problems=decoded.problems, complete=False)
    raw = parse(decoded.text, source, _delimiter(decoded.text, table))
    return RawTable(
        source, raw.lines, raw.rows, decoded.problems + raw.problems, complete=raw.complete
    )


def parse(text: str, source: str, delimiter: str) -> RawTable:
    """Return the rows of a CSV text that are not blank, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[int] = []
    rows: list[tuple[str, ...]] = []
    begins = 1
    try:
        for cells in reader:
            row = tuple(cells)
            if not is_blank(row):
                lines.append(begins)
                rows.append(row)
            begins = reader.line_num + 1
    except csv.Error as error:
        problem = _malformed(source, begins, str(error))
        return RawTable(source, tuple(lines), tuple(rows), (problem,), complete=False)
    return RawTable(source, tuple(lines), tuple(rows))


def _delimiter(text: str, table: TableInfo) -> str:
    """Return the delimiter under which most cells of the first rows are headers of the table."""
    head = text[:100_000].splitlines()[:LAST_HEADER_ROW]

    def num_headers(delimiter: str) -> int:
        return max((num_known(table, _cells(line, delimiter)) for line in head), default=0)

    return max(DELIMITERS, key=num_headers)


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(delimiter)]


def _unread(source: str, problem: Problem) -> RawTable:
    return RawTable(source, problems=(problem,), complete=False)


def cannot_open(source: str, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system does not let us read."""
    reason = error.strerror or type(error).__name__
    what = Text(f"開けない: {reason}", f"it cannot be opened: {reason}")
    return Problem(source, None, None, what)


def _too_large(source: str, size: int) -> Problem:
    what = Text(
        f"大きすぎる: {size // 2**20} MiB (上限 {LARGEST_FILE // 2**20} MiB)",
        f"too large: {size // 2**20} MiB (at most {LARGEST_FILE // 2**20} MiB)",
    )
    return Problem(source, None, None, what)


_MALFORMED = {
    "unexpected end of data": Text(
        '引用符 (") が閉じていない。ここから終わりまで読めない',
        'a quotation mark (") is never closed; nothing from here on could be read',
    ),
    "field larger than field limit": Text(
        'セルが長すぎる。引用符 (") の閉じ忘れと思われる。ここから先は読めない',
        'a cell is far too long, as if a quotation mark (") were never closed; '
        "nothing from here on could be read",
    ),
}


def _malformed(source: str, line: int, message: str) -> Problem:
    what = Text(
        f"CSVとして読めない ({message})。ここから先は読めない",
        f"not well-formed CSV ({message}); nothing from here on could be read",
    )
    for beginning, wording in _MALFORMED.items():
        if message.startswith(beginning):
            what = wording
    fix = Text(
        '引用符を含むセルは、全体を " で囲み、中の " を二つ重ねる',
        'put a cell that contains quotation marks between " and double those inside',
    )
    return Problem(source, line, None, what, fix)
