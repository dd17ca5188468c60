"""Encodings: UTF-8 with or without BOM, or cp932, told from the bytes.

Both are tried strictly. Where neither fits, the one with fewer bad places is taken, every line
with a bad byte is reported, and reading goes on so that the other problems are found too.
"""

import codecs
from dataclasses import dataclass

from consolidation.errors import Problem
from consolidation.text import Text

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 4096
_JIS_ESCAPE = b"\x1b$"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and what was wrong with its bytes; ``None`` when it is no such text."""

    text: str | None
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, source: str) -> Decoded:
    r"""Return the text of a file's bytes.

    >>> decode("拠点".encode("cp932"), "sites.csv").text
    '拠点'
    >>> print(decode(b"id\nA\x85\n", "sites.csv").problems[0].what.en)
    byte 2 of the line (0x85) is neither UTF-8 nor cp932
    """
    refused = _refused(data, source)
    if refused is not None:
        return Decoded(None, (refused,))
    problems = _nul_bytes(data, source)
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(body.decode("utf-8"), problems)
    except UnicodeDecodeError:
        pass
    if body == data:
        try:
            return Decoded(body.decode("cp932"), problems)
        except UnicodeDecodeError:
            pass
    encoding = min(("utf-8", "cp932"), key=lambda e: len(_bad_lines(body, e)))
    if body != data:
        encoding = "utf-8"
    bad = _bad_lines(body, encoding)
    found = tuple(_bad_byte(source, line, column, byte) for line, column, byte in bad)
    return Decoded(body.decode(encoding, errors="replace"), problems + found)


def _refused(data: bytes, source: str) -> Problem | None:
    sample = data[:_SAMPLE]
    if data.startswith(_UTF_16) or sample.count(0) * 3 > len(sample) > 0:
        return _save_again(source, "UTF-16")
    if _JIS_ESCAPE in sample:
        return _save_again(source, "ISO-2022-JP")
    if data.startswith(b"PK\x03\x04"):
        what = Text("CSVではなくブック (.xlsx) である", "this is a workbook (.xlsx), not a CSV")
        fix = Text("拡張子を .xlsx に直す", "give it the ending .xlsx")
        return Problem(source, None, None, what, fix)
    return None


def _save_again(source: str, encoding: str) -> Problem:
    return Problem(
        source,
        None,
        None,
        Text(f"文字コードが {encoding} である", f"the file is encoded in {encoding}"),
        Text(
            "「CSV UTF-8 (コンマ区切り)」で保存し直す",
            "save it again as 'CSV UTF-8 (comma delimited)'",
        ),
    )


def _nul_bytes(data: bytes, source: str) -> tuple[Problem, ...]:
    if b"\0" not in data:
        return ()
    lines = [n for n, line in enumerate(data.split(b"\n"), start=1) if b"\0" in line]
    what = Text("NUL文字 (0x00) がある", "there is a NUL byte (0x00)")
    fix = Text("ファイルが壊れている。出力し直す", "the file is damaged; export it again")
    return tuple(Problem(source, line, None, what, fix) for line in lines)


def _bad_lines(data: bytes, encoding: str) -> list[tuple[int, int, int]]:
    """Return line, 1-based byte in the line and value of the first bad byte of each line.

    Neither encoding uses 0x0A inside a character, so lines can be split before decoding.
    """
    bad = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError as error:
            bad.append((number, error.start + 1, line[error.start]))
    return bad


def _bad_byte(source: str, line: int, column: int, byte: int) -> Problem:
    return Problem(
        source,
        line,
        None,
        Text(
            f"行の{column}バイト目 (0x{byte:02X}) が UTF-8 でも cp932 でもない",
            f"byte {column} of the line (0x{byte:02X}) is neither UTF-8 nor cp932",
        ),
        Text(
            "その文字を打ち直し、「CSV UTF-8 (コンマ区切り)」で保存する",
            "type the character again and save as 'CSV UTF-8 (comma delimited)'",
        ),
    )
