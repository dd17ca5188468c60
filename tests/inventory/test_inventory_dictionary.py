from dataclasses import fields
from pathlib import Path

import pytest

from consolidation.inventory import documentation
from consolidation.inventory.dictionary import CellType, TableInfo, dictionary, table
from consolidation.inventory.estate import TABLES, Estate
from consolidation.inventory.headers import plain
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.titles import GUIDE_SHEETS

ROOT = Path(__file__).parents[2]


def test_every_table_of_the_estate_is_in_the_dictionary():
    names = [info.name for info in dictionary()]
    assert names == [*TABLES, "traces"]
    assert set(names) | {"name"} == {f.name for f in fields(Estate)}


def test_facts_come_from_the_row_classes():
    servers = table("servers")
    memory = servers.column("memory_mib")
    assert (memory.ja, memory.cell_type, memory.unit) == ("メモリ", CellType.WHOLE, "MiB")
    assert (memory.required, memory.default, memory.minimum) == (False, None, 1)
    assert servers.column("site").required
    assert servers.column("site").refers == ("sites",)
    zones = table("platforms").column("zones")
    assert (zones.many, zones.vocabulary, zones.cell_type) == (True, Zone, CellType.WORD)
    assert table("flows").column("origin").refers == ("servers", "sites")
    assert table("segments").column("vlan_id").maximum == 4094
    assert table("calendar").column("yearly").default is False


@pytest.mark.parametrize("info", dictionary(), ids=lambda t: t.name)
def test_no_two_columns_answer_to_one_header(info: TableInfo):
    headers = [
        header
        for column in info.columns
        for header in set(
            map(plain, (column.name, column.ja, column.header("ja"), *column.aliases))
        )
    ]
    assert len(headers) == len(set(headers)), sorted(h for h in headers if headers.count(h) > 1)


def test_no_two_tables_answer_to_one_name():
    names = [plain(n) for t in dictionary() for n in {t.name, t.ja, *t.aliases}]
    names += [plain(n) for guides in GUIDE_SHEETS.values() for n in guides]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("info", dictionary(), ids=lambda t: t.name)
def test_words_of_a_vocabulary_are_told_apart(info: TableInfo):
    for column in info.columns:
        if column.vocabulary is not None:
            for kind in column.vocabulary:
                same = [k for k in column.vocabulary if plain(k.ja) == plain(kind.ja)]
                assert same == [kind]
                clash = [k for k in column.vocabulary if plain(k.value) == plain(kind.ja)]
                assert clash in ([], [kind])


@pytest.mark.parametrize("language", ["en", "ja"])
def test_committed_pages_are_the_generated_ones(language):
    committed = (ROOT / "docs" / documentation.PAGES[language]).read_text("utf-8")
    assert committed == documentation.page(language), "run: make docs"


def test_pages_name_every_column(tmp_path: Path):
    for path in documentation.write_pages(tmp_path):
        text = path.read_text("utf-8")
        for info in dictionary():
            assert (
                f"({'#' + documentation._anchor(info, 'ja' if '.ja.' in path.name else 'en')})"
                in text
            )
            for column in info.columns:
                assert f"| `{column.name}` | {column.header('ja')} |" in text
