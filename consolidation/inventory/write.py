"""Writing an inventory: an `Estate` as a folder of CSV files that reads back to an equal one.

The files begin with a BOM and end lines with CR LF, so that a Japanese spreadsheet opens them
by double click; text that it would run as a formula stands behind an apostrophe, which reading
takes off again (`inventory.formula_guard`).
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from consolidation.inventory.dictionary import ColumnInfo, TableInfo, dictionary
from consolidation.inventory.estate import Estate
from consolidation.inventory.formula_guard import guarded
from consolidation.inventory.new_folder import new_folder
from consolidation.inventory.tables.kinds import Kind
from consolidation.inventory.tables.times import Trace, TraceSample
from consolidation.text import Language

YES = {"ja": "はい", "en": "yes"}
NO = {"ja": "いいえ", "en": "no"}


def write_inventory(estate: Estate, folder: Path, language: Language = "en") -> None:
    """Write every table of an estate that has rows, completely or not at all.

    Headers and words are in ``language``; file names are the English table names. Raises
    `InputProblems` when ``folder`` exists and is not empty. Outer blanks of texts are not kept,
    as no reader keeps them; a trace of one sample reads back with a step of an hour.
    """
    with new_folder(folder) as draft:
        for info in dictionary():
            rows = _rows(estate, info)
            if rows:
                write_csv(draft / f"{info.name}.csv", info, rows, language)


def write_csv(path: Path, info: TableInfo, rows: Iterable[object], language: Language) -> None:
    """Write one table as CSV: the header and a line for each row."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.header(language) for column in info.columns)
        for row in rows:
            writer.writerow(
                cell_text(column, getattr(row, column.name), language) for column in info.columns
            )


def cell_text(column: ColumnInfo, value: object, language: Language) -> str:
    """Return the text of a cell that reads back as the value.

    >>> from consolidation.inventory.dictionary import table
    >>> cell_text(table("links").column("backup"), True, "ja")
    'はい'
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return guarded(";".join(_item_text(item, language) for item in value))
    text = _item_text(value, language)
    return guarded(text) if column.python_type is str else text


def _item_text(value: object, language: Language) -> str:
    if isinstance(value, bool):
        return (YES if value else NO)[language]
    if isinstance(value, Kind):
        return value.ja if language == "ja" else value.value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float | Decimal):
        return format(Decimal(str(value)), "f")
    return str(value).strip()


def _rows(estate: Estate, info: TableInfo) -> tuple[object, ...]:
    if info.row is TraceSample:
        return tuple(sample for trace in estate.traces for sample in samples(trace))
    rows: tuple[object, ...] = getattr(estate, info.name)
    return rows


def samples(trace: Trace) -> Iterator[TraceSample]:
    """Yield every interval of a trace as a row, gaps too, so that start and step are kept."""
    step = timedelta(minutes=trace.step_minutes)
    pairs = zip(trace.cpu_percent, trace.memory_percent, strict=True)
    for index, (cpu, memory) in enumerate(pairs):
        yield TraceSample(
            server=trace.server,
            time=trace.start + index * step,
            cpu_percent=cpu,
            memory_percent=memory,
        )
