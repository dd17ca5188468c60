"""Any estate that holds together survives being written and read, in both languages."""

import csv
import tempfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consolidation.errors import InputProblems
from consolidation.inventory.cells import holds_separator
from consolidation.inventory.dictionary import CellType, ColumnInfo, TableInfo, dictionary, table
from consolidation.inventory.estate import TABLES, Estate
from consolidation.inventory.hashes import input_hashes
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import ServerForm, SiteKind
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.times import Trace
from consolidation.inventory.write import write_inventory

VISIBLE = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="#")
TEXTS = st.one_of(
    st.text(VISIBLE, min_size=1, max_size=12),
    st.sampled_from(
        [
            "=1+1",
            "'=1",
            "''@x",
            "-5",
            "+81 6",
            "＝cmd",
            'a"b',
            "a,b;c",
            "a\nb",
            "<b>&",
            "0012",
            "1E5",
        ]
    ),
).map(str.strip)
TEXTS = TEXTS.filter(bool)
ITEMS = TEXTS.filter(lambda text: not holds_separator(text))
"""Texts that can stand in a list cell: no reader could keep others whole."""
DAYS = st.dates(date(1970, 1, 1), date(2100, 12, 31))
IDS = {name: [f"{name[:3]}-{i}" for i in (1, 2, 3)] for name in TABLES} | {
    "segments": ["=V1", "V 2", "-3"],
    "servers": ["ＳＶ-1", "'sv2", "@3"],
}


def values(info: ColumnInfo) -> st.SearchStrategy[object]:
    if info.refers:
        one = st.sampled_from([n for t in info.refers for n in IDS[t]] + list(info.words))
    elif info.vocabulary is not None:
        one = st.sampled_from(list(info.vocabulary))
    else:
        low = info.minimum or 0
        high = info.maximum or 10**12
        percents = st.floats(low, min(high, 100), allow_subnormal=False)
        decimals = st.decimals(low, min(high, 10**6), places=3).map(Decimal.normalize)
        one = {
            CellType.TEXT: ITEMS if info.many else TEXTS,
            CellType.WHOLE: st.integers(low, high),
            CellType.DECIMAL: percents if info.python_type is float else decimals,
            CellType.DATE: DAYS,
            CellType.TIME: st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
            CellType.YES_NO: st.booleans(),
        }[info.cell_type]
    if info.many:
        return st.lists(one, min_size=int(info.required), max_size=3, unique=True).map(tuple)
    return one if info.required or info.default is not None else st.none() | one


@st.composite
def rows(draw, info: TableInfo) -> list[object]:
    made: list[object] = []
    for name in (
        IDS[info.name][: draw(st.integers(3 if info.required else 0, 3))]
        if (info.name not in REFERRED)
        else IDS[info.name]
    ):
        cells = {c.name: draw(values(c)) for c in info.columns if c.name != "id"}
        for column in (c for c in info.columns if info.name in c.refers and c.many):
            cells[column.name] = tuple(n for n in cells[column.name] if n != name)
        if "radio" in cells:
            cells["radio"] = tuple(f"LTE {word}" for word in cells["radio"])  # no word for none
        if info.name == "links":
            cells["rides_on"] = tuple(n for n in cells["rides_on"] if n > name)  # no circle
        made.append(info.row(id=name, **mended(info.name, cells)))
    return made


REFERRED = {t for info in dictionary() for c in info.columns for t in c.refers}


def mended(name: str, cells: dict[str, object]) -> dict[str, object]:
    """Keep a row from breaking what the checks ask for."""
    if name == "servers":
        cells["host"] = None
        if cells["form"] is ServerForm.PHYSICAL:
            cells["platform"] = None
        cells["purchased_on"] = None
        cells["keep_apart"] = None
    if name in ("calendar", "circuits") and cells["starts_on"] and cells["ends_on"]:
        cells["starts_on"], cells["ends_on"] = sorted((cells["starts_on"], cells["ends_on"]))
    if name == "calendar":
        cells["yearly"] = False
    if name == "segments":
        cells["bridges_to"] = None
    ends = {"links": ("a_device", "b_device"), "controls": ("from_segment", "to_segment")}
    for one, other in [ends[name]] if name in ends else []:
        target = table(name).column(one).refers[0]
        cells[one], cells[other] = IDS[target][0], IDS[target][1]
    if name == "flows":
        cells["origin"], cells["target"] = IDS["sites"][0], IDS["servers"][0]
    return cells


@st.composite
def traces(draw) -> tuple[Trace, ...]:
    made = []
    for server in draw(st.lists(st.sampled_from(IDS["servers"]), unique=True)):
        num = draw(st.integers(2, 6))
        use = st.lists(st.none() | st.floats(0, 100), min_size=num, max_size=num).map(tuple)
        start = draw(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
        start = start.replace(second=0, microsecond=0)
        step = draw(st.sampled_from([1, 5, 7, 60, 1440]))
        made.append(Trace(server, start, step, draw(use), draw(use)))
    return tuple(made)


@st.composite
def estates(draw) -> Estate:
    tables = {info.name: tuple(draw(rows(info))) for info in dictionary() if info.name in TABLES}
    return Estate(name="office", traces=draw(traces()), **tables)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(estates(), st.sampled_from(["ja", "en"]))
def test_an_estate_survives_writing_and_reading(estate, language):
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "office"
        write_inventory(estate, written, language)
        again = read_inventory(written).estate
    assert again == estate
    assert input_hashes(again) == input_hashes(estate)


TINY = Estate(
    "office",
    sites=(Site(id="A", name="=HYPERLINK(1)", kind=SiteKind.CITY_HALL, note="+1\n-2"),),
    servers=(Server(id="S1", site="A", form=ServerForm.PHYSICAL, licences=()),),
)


def test_written_files_open_in_a_japanese_spreadsheet(tmp_path: Path):
    write_inventory(TINY, tmp_path / "out" / "office", "ja")
    data = (tmp_path / "out" / "office" / "sites.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    with (tmp_path / "out" / "office" / "sites.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header[:3] == ["拠点ID", "拠点名", "種別"]
    assert row[:3] == ["A", "'=HYPERLINK(1)", "本庁舎"]
    assert not any(cell[:1] in tuple("=+-@\t\r") for cell in row if cell)
    assert sorted(p.name for p in (tmp_path / "out" / "office").iterdir()) == [
        "servers.csv",
        "sites.csv",
    ]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["office"]


def test_nothing_is_ever_overwritten(tmp_path: Path):
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "keep.txt").write_text("mine")
    with pytest.raises(InputProblems) as raised:
        write_inventory(TINY, folder)
    assert "exists already" in raised.value.problems[0].what.en
    assert [p.name for p in folder.iterdir()] == ["keep.txt"]
    with pytest.raises(InputProblems):
        write_inventory(TINY, folder / "keep.txt")


def test_an_empty_folder_may_be_written_into(tmp_path: Path):
    (tmp_path / "office").mkdir()
    write_inventory(TINY, tmp_path / "office")
    assert (tmp_path / "office" / "servers.csv").exists()


def test_a_failed_writing_leaves_nothing(tmp_path: Path):
    unwritable = replace(TINY, sites=(replace(TINY.sites[0], name="\ud800"),))
    with pytest.raises(UnicodeEncodeError):
        write_inventory(unwritable, tmp_path / "office")
    assert list(tmp_path.iterdir()) == []


def test_the_working_folder_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(InputProblems):
        write_inventory(TINY, Path())
    assert (tmp_path / "here").exists()
