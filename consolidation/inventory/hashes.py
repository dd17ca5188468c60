"""Content hashes: what an inventory says, whatever the order and the form it was written in."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from consolidation.inventory.dictionary import TableInfo, dictionary
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.times import Trace


def input_hashes(estate: Estate) -> tuple[tuple[str, int, str], ...]:
    """Return ``(table, number of rows, SHA-256)`` for every table, empty ones too.

    The hash is over one line of JSON for each row, sorted: the columns by name, without those
    left at their default. So neither the order of rows or columns, nor the language, encoding or
    file format, nor a column added to the tool later changes it; any changed value does.

    >>> input_hashes(Estate("nothing"))[0][:2]
    ('sites', 0)
    """
    return tuple(_hashed(estate, info) for info in dictionary())


def _hashed(estate: Estate, info: TableInfo) -> tuple[str, int, str]:
    if info.name == "traces":
        lines = list(_trace_lines(estate.traces))
        num_rows = sum(len(trace.cpu_percent) for trace in estate.traces)
    else:
        lines = [_row_line(info, row) for row in getattr(estate, info.name)]
        num_rows = len(lines)
    digest = hashlib.sha256()
    for line in sorted(lines):
        digest.update(line.encode("utf-8", errors="surrogatepass") + b"\n")
    return info.name, num_rows, digest.hexdigest()


def _row_line(info: TableInfo, row: object) -> str:
    content = {
        column.name: _canonical(value)
        for column in info.columns
        if (value := getattr(row, column.name)) != column.default or column.required
    }
    return _line(content)


def _trace_lines(traces: Iterable[Trace]) -> Iterator[str]:
    for trace in traces:
        yield _line({f.name: _canonical(getattr(trace, f.name)) for f in fields(trace)})


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _canonical(value: object) -> object:
    """Return a value as JSON can hold it, equal values alike (2.40 and 2.4)."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
