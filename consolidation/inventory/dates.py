"""Dates and times as ledgers write them: ISO, slashes, Japanese eras."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from consolidation.inventory.raw import shown
from consolidation.inventory.unreadable import Unreadable
from consolidation.text import Text

ERAS = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018,
}  # fmt: skip
"""The year before the first of each era."""
FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Years outside are typing errors, a spreadsheet's zero (1899) or a "for ever" (9999)."""
SPREADSHEET_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets' day numbers."""

_WESTERN = re.compile(r"^(\d{4})([-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?P<rest>.*)$")
_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_ERA = re.compile(
    r"^(明治|大正|昭和|平成|令和|[mtshr])\s*\.?\s*(\d{1,2}|元)[-/.年]"
    r"\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?(?P<rest>.*)$"
)
_MONTH = re.compile(r"^(\d{4})[-/.年](\d{1,2})月?$")
_WEEKDAY = re.compile(r"^\s*\([日月火水木金土]\)")
_CLOCK = re.compile(r"^[t\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$")
_MIDNIGHT = re.compile(r"^[t\s]\s*0?0:00(?::00(?:\.0+)?)?$")


def read_date(text: str) -> date | Unreadable:
    """Return the day that a text names, or why it cannot be told.

    >>> read_date("2019/4/1") == read_date("平成31年4月1日") == read_date("H31.4.1")
    True
    >>> print(read_date("43556").fix.en)
    43556 is the spreadsheet's day number of 2019-04-01: format the cell as a date
    """
    folded = _folded(text)
    found = _day_and_rest(folded)
    if found is None:
        return _not_a_date(text, folded)
    day, rest = found
    if isinstance(day, Unreadable):
        return day
    if _MIDNIGHT.match(rest) or not rest:
        return day
    return _not_a_date(text, folded)


def read_time(text: str) -> datetime | Unreadable:
    """Return the minute that a text names, or why it cannot be told.

    >>> read_time("2018/10/1 9:00").isoformat()
    '2018-10-01T09:00:00'
    """
    folded = _folded(text)
    found = _day_and_rest(folded)
    if found is None:
        return _not_a_time(text)
    day, rest = found
    if isinstance(day, Unreadable):
        return day
    clock = _CLOCK.match(rest) if rest else None
    if rest and clock is None:
        return _not_a_time(text)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    if hour > 23 or minute > 59 or second > 59:
        return _not_a_time(text)
    return datetime(day.year, day.month, day.day, hour, minute, second)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _day_and_rest(text: str) -> tuple[date | Unreadable, str] | None:
    """Return the day a text begins with and what follows it, a weekday left out."""
    if match := _WESTERN.match(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _ERA.match(text):
        in_era = 1 if match[2] == "元" else int(match[2])
        year, month, day = ERAS[match[1]] + in_era, int(match[3]), int(match[4])
    elif match := _DIGITS.match(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    else:
        return None
    rest = match.groupdict().get("rest", "")
    return _checked(text, year, month, day), _WEEKDAY.sub("", rest).rstrip()


def _checked(text: str, year: int, month: int, day: int) -> date | Unreadable:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        what = Text(
            f"{FIRST_YEAR}年から{LAST_YEAR}年の日付ではない: {shown(text)}",
            f"{shown(text)} is not between {FIRST_YEAR} and {LAST_YEAR}",
        )
        fix = Text("正しい日付を書く。不明なら空欄", "write the right day; empty when not known")
        return Unreadable(text, what, fix)
    try:
        return date(year, month, day)
    except ValueError:
        what = Text(f"暦にない日付: {shown(text)}", f"no such day: {shown(text)}")
        fix = Text("2019-03-31 のように書く", "write it like 2019-03-31")
        return Unreadable(text, what, fix)


def _not_a_date(text: str, folded: str) -> Unreadable:
    fix = Text(
        "2019-03-31、2019/3/31 または 平成31年3月31日 と書く。不明なら空欄",
        "write it like 2019-03-31; leave it empty when not known",
    )
    if folded.isdecimal() and len(folded) == 5:
        day = SPREADSHEET_ZERO + timedelta(days=int(folded))
        fix = Text(
            f"{folded} は表計算の日付番号で {day} にあたる。セルの書式を日付にする",
            f"{folded} is the spreadsheet's day number of {day}: format the cell as a date",
        )
    elif _MONTH.match(folded):
        fix = Text("日まで書く。例 2019-03-31", "write the day too, like 2019-03-31")
    return Unreadable(
        text, Text(f"日付ではない: {shown(text)}", f"{shown(text)} is not a date"), fix
    )


def _not_a_time(text: str) -> Unreadable:
    return Unreadable(
        text,
        Text(f"日時ではない: {shown(text)}", f"{shown(text)} is not a date and time"),
        Text("2018-10-01 09:00 のように日本時間で書く", "write local time like 2018-10-01 09:00"),
    )
