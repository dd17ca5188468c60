"""Cells: from the text of one cell to the value it means.

A cell that cannot be read becomes an `Unreadable`, which no type accepts, so that pydantic
reports it with everything else that is wrong in its row; its wording is made here, where the
reason is known. An empty cell gives ``None``: not known.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from math import ceil

from consolidation.inventory.dates import read_date, read_time
from consolidation.inventory.dictionary import CellType, ColumnInfo
from consolidation.inventory.formula_guard import unguarded
from consolidation.inventory.headers import plain
from consolidation.inventory.quantities import converted
from consolidation.inventory.raw import shown
from consolidation.inventory.tables.kinds import Kind
from consolidation.inventory.unreadable import Unreadable
from consolidation.text import Text

LONGEST_CELL = 32_767
"""Characters a spreadsheet cell can hold; anything longer is damage, not data."""
MOST_DIGITS = 15
"""Digits a spreadsheet keeps of a number."""

UNKNOWN_MARKS = frozenset({
    "-", "--", "―", "ー", "‐", "–", "—", "?", "不明", "未定", "未確認", "n/a", "na",
    "null", "none", "unknown", "tbd",
})  # fmt: skip
"""What ledgers write for "not known" in a cell that is not text."""

_ERROR = re.compile(r"^#(N/A|DIV/0!|[A-Z_]+[!?])$")
"""Error values of spreadsheets: ``#N/A``, ``#REF!``, ``#NAME?``, ..."""
_YES = frozenset({
    "yes", "y", "true", "t", "1", "on", "はい", "有", "有り", "あり", "○", "◯", "〇", "する",
    "✓", "✔", "該当",
})  # fmt: skip
NO_MARKS = frozenset({
    "no", "n", "false", "f", "0", "off", "いいえ", "無", "無し", "なし", "×", "✕", "✗",
    "しない", "非該当",
})  # fmt: skip
"""What ledgers write for "no"."""
_WHOLE = re.compile(r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.0*)?$")
_DECIMAL = re.compile(r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?$")
_SEPARATORS = re.compile(r"[;；,，、､\n]")

Reader = Callable[[str], object]


def reader(column: ColumnInfo) -> Reader:
    """Return the function that reads a cell of the column: text to value or `Unreadable`.

    >>> from consolidation.inventory.dictionary import table
    >>> read = reader(table("servers").column("memory_mib"))
    >>> read("６５,５３６"), read("")
    (65536, None)
    >>> print(read("64G").fix.en)
    write 65536; the column is in MiB
    """
    single = _single(column)
    if column.many:
        return partial(_read_many, single)
    return partial(_read_one, single)


def clean(text: str) -> str:
    r"""Return the text of a cell without what nobody sees: outer blanks, ``\r``."""
    return unguarded(text.strip().replace("\r\n", "\n").replace("\r", "\n"))


def separated(text: str) -> tuple[str, ...]:
    """Return the items of a list cell; ``;`` ``,`` ``、`` and line breaks separate."""
    return tuple(item for part in _SEPARATORS.split(text) if (item := part.strip()))


def holds_separator(text: str) -> bool:
    """Tell whether a text could not stand as one item of a list cell."""
    return _SEPARATORS.search(text) is not None


def _read_one(single: Reader, cell: str) -> object:
    text = clean(cell)
    return single(text) if text else None


def _read_many(single: Reader, cell: str) -> object:
    text = clean(cell)
    return tuple(single(item) for item in separated(text)) if text else None


def _single(column: ColumnInfo) -> Reader:
    match column.cell_type:
        case CellType.TEXT:
            return _text
        case CellType.WORD:
            return _word(column)
        case CellType.WHOLE:
            return _unless_unknown(partial(_whole, column.unit))
        case CellType.DECIMAL:
            return _unless_unknown(partial(_decimal, column.python_type, column.unit))
        case CellType.DATE:
            return _unless_unknown(read_date)
        case CellType.TIME:
            return _unless_unknown(read_time)
        case CellType.YES_NO:
            return _unless_unknown(_yes_no)


def _unless_unknown(single: Reader) -> Reader:
    def read(text: str) -> object:
        if _folded(text) in UNKNOWN_MARKS:
            return None
        return _error_value(text) if _ERROR.match(text) else single(text)

    return read


def alike(text: str) -> str:
    """Return a text in the form in which two spellings of it are one: width, case and blanks.

    >>> alike("ＮＥＴ team （委託）") == alike("Net Team(委託)")
    True
    """
    return "".join(_folded(text).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _error_value(text: str) -> Unreadable:
    return Unreadable(
        text,
        Text(f"表計算のエラー値: {shown(text)}", f"{shown(text)} is a spreadsheet error value"),
        Text("式を直すか、空欄にする", "mend the formula, or leave the cell empty"),
    )


def _text(text: str) -> object:
    if _ERROR.match(text):
        return _error_value(text)
    if len(text) > LONGEST_CELL:
        what = Text(
            f"長すぎる: {len(text)}文字 ({shown(text)})",
            f"too long: {len(text)} characters ({shown(text)})",
        )
        fix = Text(
            f"{LONGEST_CELL}文字以内にする。引用符の閉じ忘れも疑う",
            f"at most {LONGEST_CELL} characters; is a closing quote missing?",
        )
        return Unreadable(text, what, fix)
    return text


def _whole(unit: str, text: str) -> object:
    folded = _folded(text)
    if _WHOLE.match(folded):
        digits = folded.partition(".")[0].replace(",", "")
        return int(digits) if len(digits) <= MOST_DIGITS else _too_large(text)
    what = Text(f"整数ではない: {shown(text)}", f"{shown(text)} is not a whole number")
    return Unreadable(text, what, _number_fix(text, unit, whole=True))


def _decimal(python_type: type, unit: str, text: str) -> object:
    folded = _folded(text)
    if _DECIMAL.match(folded):
        number = Decimal(folded.replace(",", ""))
        if abs(number) >= 10**MOST_DIGITS:
            return _too_large(text)
        return float(number) if python_type is float else _shortest(number)
    what = Text(f"数値ではない: {shown(text)}", f"{shown(text)} is not a number")
    return Unreadable(text, what, _number_fix(text, unit, whole=False))


def _too_large(text: str) -> Unreadable:
    return Unreadable(
        text,
        Text(f"大きすぎる: {shown(text)}", f"{shown(text)} is too large"),
        Text(f"{MOST_DIGITS}桁以内で書く", f"at most {MOST_DIGITS} digits"),
    )


def _shortest(number: Decimal) -> Decimal:
    """Return an equal number without trailing zeros, so that 2.40 and 2.4 are written alike."""
    number = number.normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def _number_fix(text: str, unit: str, *, whole: bool) -> Text:
    value = converted(text, unit)
    if value is not None and abs(value) < 10**MOST_DIGITS:
        return _converted_fix(value, text, unit, whole=whole)
    return Text(
        f"数字だけを書く (単位 {unit})。不明なら空欄" if unit else "数字だけを書く。不明なら空欄",
        f"write digits only, in {unit}; leave it empty when not known"
        if unit
        else "write digits only; leave it empty when not known",
    )


def _converted_fix(value: Fraction, text: str, unit: str, *, whole: bool) -> Text:
    number = ceil(value) if whole or value.denominator == 1 else float(value)
    digits = re.sub(r"[^\d.]", "", _folded(text))
    if digits == str(number):
        return Text(
            f"{number} と書く。単位は列で決まっている ({unit})" if unit else f"{number} と書く",
            f"write {number}; the unit is in the column name" if unit else f"write {number}",
        )
    if value == Fraction(digits or "0"):
        return Text(f"切り上げて {number} と書く", f"round it up: write {number}")
    return Text(
        f"{number} と書く。列の単位は {unit} である" if unit else f"{number} と書く",
        f"write {number}; the column is in {unit}" if unit else f"write {number}",
    )


def _yes_no(text: str) -> object:
    folded = _folded(text)
    if folded in _YES:
        return True
    if folded in NO_MARKS:
        return False
    return Unreadable(
        text,
        Text(f"はい・いいえではない: {shown(text)}", f"{shown(text)} is neither yes nor no"),
        Text("はい か いいえ (yes/no) と書く", "write yes or no"),
    )


def _word(column: ColumnInfo) -> Reader:
    vocabulary = column.vocabulary
    assert vocabulary is not None
    words: dict[str, Kind] = {}
    for kind in vocabulary:
        words |= {plain(kind.value): kind, plain(kind.ja): kind}

    def read(text: str) -> object:
        kind = words.get(plain(text))
        if kind is not None:
            return kind
        if _folded(text) in UNKNOWN_MARKS:
            return None if not column.many else _not_a_word(text, words, vocabulary)
        return _error_value(text) if _ERROR.match(text) else _not_a_word(text, words, vocabulary)

    return read


def _not_a_word(text: str, words: dict[str, Kind], vocabulary: type[Kind]) -> Unreadable:
    near = get_close_matches(plain(text), words, n=1, cutoff=0.5)
    listed_ja = "、".join(kind.ja for kind in vocabulary)
    listed_en = ", ".join(kind.value for kind in vocabulary)
    if near:
        kind = words[near[0]]
        fix = Text(
            f"「{kind.ja}」のことか。使える語: {listed_ja}",
            f"did you mean {kind.value}? allowed: {listed_en}",
        )
    else:
        fix = Text(f"使える語: {listed_ja}", f"allowed: {listed_en}")
    return Unreadable(
        text, Text(f"知らない語: {shown(text)}", f"{shown(text)} is not one of the words"), fix
    )
