from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidation.inventory.cells import reader
from consolidation.inventory.dictionary import table
from consolidation.inventory.formula_guard import guarded, unguarded
from consolidation.inventory.tables.kinds import Certainty, Zone
from consolidation.inventory.unreadable import Unreadable


def cell(where: str, text: str) -> object:
    name, column = where.split(".")
    return reader(table(name).column(column))(text)


@pytest.mark.parametrize(
    ("where", "text", "value"),
    [
        ("servers.memory_mib", "65536", 65536),
        ("servers.memory_mib", " 65,536 ", 65536),
        ("servers.memory_mib", "６５，５３６", 65536),
        ("servers.memory_mib", "64.0", 64),
        ("servers.memory_mib", "", None),
        ("servers.memory_mib", "　", None),
        ("servers.memory_mib", "不明", None),
        ("servers.memory_mib", "－", None),
        ("servers.cpu_ghz", "2.40", Decimal("2.4")),
        ("servers.cpu_ghz", "３", Decimal(3)),
        ("traces.cpu_percent", "12.5", 12.5),
        ("servers.lease_end", "2019-03-31", date(2019, 3, 31)),
        ("servers.lease_end", "2019/3/31", date(2019, 3, 31)),
        ("servers.lease_end", "2019.3.31", date(2019, 3, 31)),
        ("servers.lease_end", "20190331", date(2019, 3, 31)),
        ("servers.lease_end", "2019年3月31日", date(2019, 3, 31)),
        ("servers.lease_end", "2019/3/31(日)", date(2019, 3, 31)),
        ("servers.lease_end", "2019-03-31 00:00:00", date(2019, 3, 31)),
        ("servers.lease_end", "平成31年3月31日", date(2019, 3, 31)),
        ("servers.lease_end", "H31.3.31", date(2019, 3, 31)),
        ("servers.lease_end", "h31/3/31", date(2019, 3, 31)),
        ("servers.lease_end", "㍻31年3月31日", date(2019, 3, 31)),
        ("servers.lease_end", "平成32年3月31日", date(2020, 3, 31)),
        ("servers.lease_end", "令和元年5月1日", date(2019, 5, 1)),
        ("servers.lease_end", "R2.3.31", date(2020, 3, 31)),
        ("servers.lease_end", "昭和64年1月7日", date(1989, 1, 7)),
        ("traces.time", "2018/10/1 9:05", datetime(2018, 10, 1, 9, 5)),
        ("traces.time", "2018-10-01T09:05:00", datetime(2018, 10, 1, 9, 5)),
        ("traces.time", "2018-10-01", datetime(2018, 10, 1)),
        ("links.backup", "はい", True),
        ("links.backup", "○", True),
        ("links.backup", "TRUE", True),
        ("links.backup", "１", True),
        ("links.backup", "×", False),
        ("links.backup", "無", False),
        ("links.backup", "No", False),
        ("systems.zone", "Resident", Zone.RESIDENT),
        ("systems.zone", "住民情報系", Zone.RESIDENT),
        ("systems.zone", "ＬＧＷＡＮ接続系", Zone.LGWAN),
        ("links.certainty", "不明", Certainty.UNKNOWN),
        ("systems.cloud", "不明", None),
        ("servers.segments", "V1; V2、V3,V4\nV5", ("V1", "V2", "V3", "V4", "V5")),
        ("servers.segments", ";", ()),
        ("platforms.zones", "行政情報系;lgwan", (Zone.ADMINISTRATIVE, Zone.LGWAN)),
        ("servers.id", "  SV 1　", "SV 1"),
        ("servers.name", "-", "-"),
        ("servers.name", "'=1+1", "=1+1"),
        ("servers.note", "one\r\ntwo\rthree", "one\ntwo\nthree"),
    ],
)
def test_cell_is_read(where, text, value):
    got = cell(where, text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("where", "text", "what", "fix"),
    [
        ("servers.memory_mib", "64G", "'64G' is not a whole", "write 65536; the column is in MiB"),
        ("servers.disk_gib", "64GB", "'64GB' is not", "write 64; the unit is in the column name"),
        ("servers.disk_gib", "1.5TB", "'1.5TB' is not", "write 1536; the column is in GiB"),
        ("servers.memory_mib", "12.5", "'12.5' is not a whole number", "round it up: write 13"),
        ("servers.lease_yen_month", "¥12,000", "is not a whole", "write 12000; the unit is"),
        ("servers.lease_yen_month", "12千円", "is not a whole", "write 12000; the column is in"),
        ("servers.memory_mib", "1,23", "is not a whole number", "write"),
        ("servers.memory_mib", "9" * 5000, "too large", "15 digits"),
        ("servers.memory_mib", "sixty", "is not a whole number", "leave it empty"),
        ("servers.memory_mib", "#N/A", "spreadsheet error value", "formula"),
        ("servers.name", "#REF!", "spreadsheet error value", "formula"),
        ("servers.cpu_ghz", "2.4GHz", "is not a number", "write 2.4; the unit"),
        ("servers.cpu_ghz", "nan", "is not a number", "digits"),
        ("servers.lease_end", "43556", "is not a date", "day number of 2019-04-01"),
        ("servers.lease_end", "2019/4", "is not a date", "write the day too"),
        ("servers.lease_end", "4/1/2019", "is not a date", "like 2019-03-31"),
        ("servers.lease_end", "2019-02-29", "no such day", "like"),
        ("servers.lease_end", "9999-12-31", "not between 1970 and 2100", "empty"),
        ("servers.lease_end", "1899-12-31", "not between 1970 and 2100", "empty"),
        ("servers.lease_end", "2019-04-01 09:00", "is not a date", "like"),
        ("traces.time", "2018-10-01 25:00", "is not a date and time", "local time"),
        ("traces.time", "2018-10-01T00:00+09:00", "is not a date and time", "local time"),
        ("links.backup", "maybe", "neither yes nor no", "yes or no"),
        ("systems.zone", "residnet", "not one of the words", "did you mean resident?"),
        ("systems.zone", "住民系", "not one of the words", "did you mean resident?"),
        ("systems.zone", "zzz", "not one of the words", "allowed: resident, administrative"),
        ("servers.note", "x" * 40_000, "too long: 40000 characters", "closing quote"),
    ],
)
def test_cell_is_refused_with_a_fix(where, text, what, fix):
    got = cell(where, text)
    assert isinstance(got, Unreadable)
    assert what in got.what.en
    assert fix in got.fix.en
    assert got.what.ja != got.what.en
    assert got.fix.ja != got.fix.en
    assert len(got.what.en) < 150


def test_bad_words_in_a_list_are_refused_one_by_one():
    good, bad = cell("platforms.zones", "resident;nowhere")
    assert good is Zone.RESIDENT
    assert isinstance(bad, Unreadable)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.from_regex(r"'*[=+@\-\t]x")
)
def test_guarding_loses_nothing(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@\t\r\n")


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_every_day_reads_in_every_form(day):
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    ]
    if 1989 <= day.year <= 2087:
        forms.append(f"平成{day.year - 1988}年{day.month}月{day.day}日")
    assert {cell("servers.lease_end", form) for form in forms} == {day}


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader(text):
    for info in (table("servers"), table("links"), table("traces"), table("platforms")):
        for column in info.columns:
            reader(column)(text)
