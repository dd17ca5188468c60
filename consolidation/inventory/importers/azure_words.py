"""What the Azure Migrate importer says of rows and columns it does not take as they stand."""

import re

from consolidation.errors import Problem
from consolidation.inventory.importers.headers import Place, plain
from consolidation.inventory.raw import RawTable, is_blank, shown
from consolidation.text import Text

COLUMN_REASONS: tuple[tuple[str, Text], ...] = (
    (
        r"ipaddress",
        Text("IPアドレスは計画に使わない", "addresses play no part in planning"),
    ),
    (
        r"disk.*(throughput|ops)",
        Text(
            "ディスクの入出力はまだ所要量に入れていない",
            "disk activity is not sized yet",
        ),
    ),
    (
        r"network(in|out)",
        Text(
            "相手先の分からない通信量のため、通信 (flows) にできない",
            "traffic without a named far end makes no flow",
        ),
    ),
    (
        r"storageinuse",
        Text(
            "使用中の容量。割り当てられたディスクの大きさを使う",
            "storage in use; the disks' sizes are used",
        ),
    ),
)
PLAIN_REASON = Text("計画に使わない列である", "a column that planning does not use")
HEADERS = {"name": "*Server name", "cores": "*Cores", "memory": "*Memory (In MB)"}


def missing(raw: RawTable, name: str) -> Problem:
    """Return the problem of a mandatory column that is not there."""
    return Problem(
        raw.source,
        raw.lines[0],
        HEADERS[name],
        Text("必須の列がない", "the mandatory column is missing"),
        Text(
            "Azure Migrate のCSVテンプレートの見出しであるか確かめる",
            "see that the file has the headers of Azure Migrate's CSV template",
        ),
    )


def unused_column(raw: RawTable, position: int, header: str, instead: str | None) -> Problem | None:
    """Return why a column is not used; ``instead`` is the header that was taken for the same.

    A column without header and without values is none.
    """
    line = raw.lines[0]
    empty = all(is_blank(row[position : position + 1]) for row in raw.rows[1:])
    if not header.strip():
        what = Text(
            f"{position + 1}列目は値があるのに見出しがない。読んでいない",
            f"column {position + 1} has values but no header; not read",
        )
        return None if empty else Problem(raw.source, line, None, what, warning=True)
    if instead is not None:
        what = Text(
            f"列{shown(instead)}と同じ内容の列のため使わない",
            f"names the same as column {shown(instead)}, which is used",
        )
    elif empty:
        what = Text("全ての行で空欄である", "empty in every row")
    else:
        name = plain(header)
        found = (why for part, why in COLUMN_REASONS if re.search(part, name))
        what = next(found, PLAIN_REASON)
    return Problem(raw.source, line, header, what, warning=True)


def noted_column(raw: RawTable, place: Place) -> Problem:
    """Return that a column went into the note only."""
    what = Text(
        "1台に1つの値であり時系列ではないため、所要量の計算には使わず備考に残した",
        "one figure per machine, no time series: kept in the note, not used for sizing",
    )
    return Problem(raw.source, raw.lines[0], place.header, what, warning=True)


def too_long(raw: RawTable, line: int) -> Problem:
    """Return that a row has values beyond the headers."""
    what = Text(
        "見出しより右に値がある。読んでいない", "has values right of the last header; not read"
    )
    return Problem(raw.source, line, None, what, warning=True)


def without_name(source: str, line: int, header: str) -> Problem:
    """Return that a row names no server."""
    what = Text("サーバ名がない行のため取り込まない", "has no server name; not imported")
    return Problem(source, line, header, what, warning=True)


def repeated(source: str, line: int, header: str, earlier: int) -> Problem:
    """Return that a row repeats an earlier one."""
    what = Text(
        f"{earlier}行目と全く同じ行のため取り込まない",
        f"the very same row as line {earlier}; not imported again",
    )
    return Problem(source, line, header, what, warning=True)


def same_name(source: str, line: int, header: str, earlier: int, name: str) -> Problem:
    """Return that two rows share a name and differ."""
    what = Text(
        f"{earlier}行目と同じ名前 {shown(name)} で値が違う。別のサーバとして取り込んだ",
        f"has the name {shown(name)} of line {earlier} but other values; "
        "imported as another machine",
    )
    return Problem(source, line, header, what, warning=True)


def empty(source: str) -> Problem:
    """Return that a file holds no server."""
    what = Text("サーバの行がない", "there is no row with a server")
    return Problem(source, None, None, what)


def too_large(source: str, most: int) -> Problem:
    """Return that a file is too large."""
    what = Text(
        f"大きすぎる (上限 {most // 2**20} MiB)",
        f"too large (at most {most // 2**20} MiB)",
    )
    return Problem(source, None, None, what)
