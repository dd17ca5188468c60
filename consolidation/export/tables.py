"""CSV files: one per table, as a Japanese Excel opens them.

UTF-8 with a byte order mark (without it Excel takes the file for cp932), CRLF, every text in
quotes. A text that a spreadsheet would read as a formula has an apostrophe in front
(`hygiene.inert`); numbers are written bare, dates as YYYY-MM-DD.
"""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO

from consolidation.export.hygiene import inert
from consolidation.export.table import Cell, Table, plain
from consolidation.text import Language

BYTE_ORDER_MARK = "\ufeff"


def csv_text(table: Table, language: Language) -> str:
    """Return the table as the text of a CSV file, byte order mark included."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([inert(head.title.in_(language)) for head in table.headings])
    for row in table.rows:
        writer.writerow(list(_cells(row, language)))
    return BYTE_ORDER_MARK + out.getvalue()


def _cells(row: tuple[Cell, ...], language: Language) -> Iterable[str | int | float]:
    for cell in row:
        value = plain(cell, language)
        if value is None:
            yield ""
        elif isinstance(value, date):
            yield value.isoformat()
        elif isinstance(value, str):
            yield inert(value)
        else:
            yield value
