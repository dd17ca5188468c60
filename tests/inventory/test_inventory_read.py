"""An inventory broken in every way we could think of: what is said, and where."""

from datetime import date
from pathlib import Path

import pytest

from consolidation.errors import InputProblems
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import Zone

SERVERS = "id,site,form,system,memory_mib\nSV1,HALL,physical,SYS,65536\n"
SMALL_OFFICE = Path(__file__).parents[2] / "inventories" / "small-office"


def seen(problem):
    return problem.source, problem.line, problem.column


def test_a_whole_inventory_is_read(read):
    found = read()
    assert found.warnings == ()
    assert found.estate.name == "office"
    (server,) = found.estate.servers
    assert (server.id, server.memory_mib, server.name) == ("SV1", 65536, None)
    assert found.estate.system["SYS"].zone is Zone.RESIDENT


def test_the_small_office_holds_together():
    found = read_inventory(SMALL_OFFICE)
    assert found.warnings == ()
    assert len(found.estate.servers) == 8
    assert len(found.estate.traces[0].cpu_percent) == 14 * 24


def test_rows_in_any_order_give_the_same_estate(make):
    rows = [f"SV{i},HALL,vm,SYS,{i + 1}" for i in range(20)]
    header = "id,site,form,system,memory_mib\n"
    forward = read_inventory(make("a_office", servers=header + "\n".join(rows)))
    backward = read_inventory(make("b_office", servers=header + "\n".join(reversed(rows))))
    assert forward.estate.servers == backward.estate.servers


@pytest.mark.parametrize(
    "header",
    [
        "サーバID,拠点ID,形態,システムID,メモリ",
        "サーバＩＤ, 拠点 ID ,形態,システムID,メモリ(MiB)",
        "ID,Site,FORM,System,Memory MiB",
        "資産管理番号,site,形態,システム,メモリ（MB）",
    ],
)
def test_headers_in_any_form(read, header):
    server = read(servers=SERVERS.replace("id,site,form,system,memory_mib", header)).estate.servers[
        0
    ]
    assert (server.id, server.site, server.memory_mib) == ("SV1", "HALL", 65536)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_line_ends_and_delimiters(read, encoding, end, delimiter):
    text = "拠点ID,拠点名,種別\nHALL,豊能 ①本庁舎,本庁舎\n".replace("\n", end).replace(
        ",", delimiter
    )
    found = read(sites=text.encode(encoding))
    assert found.estate.site["HALL"].name == "豊能 ①本庁舎"


def test_all_problems_are_collected_and_counted(make):
    folder = make(
        sites="id,name,kind\nHALL,本庁舎,castle\nHALL,別館,branch\n",
        systems="id,name,department,zone\nSYS,,市民課,resident\n",
        servers="id,site,form,system,memory_mib,lease_end\n"
        "SV1,HAL,physical,SYS,64G,2019-02-29\nSV2,HALL,vmm,SYSX,0,\n",
    )
    with pytest.raises(InputProblems) as raised:
        read_inventory(folder)
    errors = [p for p in raised.value.problems if not p.warning]
    assert [seen(p) for p in errors] == [
        ("sites.csv", 2, "kind"),
        ("sites.csv", 3, "id"),
        ("systems.csv", 2, "name"),
        ("servers.csv", 2, "memory_mib"),
        ("servers.csv", 2, "lease_end"),
        ("servers.csv", 3, "form"),
        ("servers.csv", 3, "memory_mib"),
    ]
    assert "7 problems; nothing was planned" in str(raised.value)
    assert raised.value.exit_code == 2


def test_a_message_says_where_what_and_how_to_mend(problems):
    (problem,) = problems(servers=SERVERS.replace("65536", "64G"))
    assert problem.render("en") == (
        "servers.csv line 2, memory_mib: '64G' is not a whole number\n"
        "  fix: write 65536; the column is in MiB"
    )
    assert problem.render("ja") == (
        "servers.csv 2行目、memory_mib: 整数ではない: '64G'\n"
        "  直し方: 65536 と書く。列の単位は MiB である"
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", None, "empty: not even a header row"),
        ("\ufeff", None, "empty: not even a header row"),
        ("\n\n  ,\n", None, "empty: not even a header row"),
        ("SV1,HALL,physical\n", 1, "no header row was found"),
        ("id,site,form\n", None, "there are no rows"),
        ('id,site,form\nSV1,HALL,"physical\nSV2,HALL,vm\n', 2, "never closed"),
        ('id,site,form\n"SV"1,HALL,vm\n', 2, "not well-formed CSV"),
        ("id,site,form,note\nSV1,HALL,physical," + "x" * 200_000 + "\n", 2, "far too long"),
        ("id,site,form\nSV1,HALL,physical,9\n", 2, "the row has 4 cells, the header 3"),
        ("id,site,form\nSV1,HALL,\n", 2, "a required cell is empty"),
        ("id,site,form\n,HALL,vm\n", 2, "a required cell is empty"),
        ("id,sit,form\nSV1,HALL,vm\n", 1, "the required column site (拠点ID) is missing"),
        ("id,site,form,ID\nSV1,HALL,vm,2\n", 1, "duplicate column"),
        ("id,site,form,メモリ(GB)\nSV1,HALL,vm,2\n", 1, "header says GB, but the column is in MiB"),
        ("id,site,form,メモリ,memory_mib\nSV1,HALL,vm,2,2\n", 1, "duplicate column"),
        ("id,site,form,memory_mib\nSV1,HALL,vm,0\n", 2, "0 is out of range"),
        ("id,site,form\nSV1,HALL,vm\0\n", 2, "NUL"),
    ],
)
def test_broken_servers(problems, text, line, what):
    found = problems(servers=text)
    assert what in found[0].what.en
    assert found[0].source == "servers.csv"
    assert found[0].line == line
    assert found[0].fix is not None
    assert found[0].what.ja != found[0].what.en


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso2022_jp"])
def test_other_encodings_are_named(problems, encoding):
    (problem,) = problems(sites="id,name,kind\nHALL,本庁舎,city-hall\n".encode(encoding))
    assert ("ISO-2022-JP" if encoding == "iso2022_jp" else "UTF-16") in problem.what.en
    assert "CSV UTF-8" in problem.fix.en


def test_a_bad_byte_is_named_by_line_and_place(problems):
    good = "id,name,kind\nHALL,本庁舎,city-hall\nEAST,東支所,branch\n".encode()
    (problem,) = problems(sites=good.replace("東".encode(), b"\xe6\x9d"))
    assert (problem.line, problem.what.en) == (
        3,
        "byte 6 of the line (0xE6) is neither UTF-8 nor cp932",
    )


def test_a_bad_byte_in_cp932_hides_no_other_problem(problems):
    good = "id,name,kind\nHALL,本庁舎のとなりの建物,city-hall\nEAST,東支所,brnch\n".encode("cp932")
    found = problems(sites=good.replace("となり".encode("cp932"), b"\x82\xc6\x85\x20"))
    assert [p.line for p in found] == [2, 3]
    assert "0x85" in found[0].what.en
    assert "did you mean branch?" in found[1].fix.en


def test_a_record_over_several_lines_is_named_by_its_first(problems):
    (problem,) = problems(
        servers='id,site,form,note,memory_mib\nSV1,HALL,vm,"a\nb",1\nSV2,HALL,vm,"c\nd",x\n'
    )
    assert (problem.line, problem.column) == (4, "memory_mib")


def test_the_column_is_named_as_the_user_wrote_it(problems):
    (problem,) = problems(servers="サーバID,拠点ID,形態,メモリ (MB)\nSV1,HALL,物理,x\n")
    assert problem.column == "メモリ (MB)"


def test_a_missing_column_points_at_a_near_one(problems):
    (problem,) = problems(servers="id,sitte,form\nSV1,HALL,vm\n")
    assert problem.fix.en == "did you mean it by 'sitte'? then name that column site"


def test_blank_rows_and_title_rows(warnings):
    text = "平成30年度 サーバ台帳,,,,\n,,,,\n" + SERVERS.replace("\n", "\n\n,,,,\n")
    (warning,) = warnings(servers=text)
    assert warning.what.en == "1 row above the header not read"


def test_short_rows_count_as_empty_cells(warnings):
    (warning,) = warnings(servers=SERVERS + "SV2,HALL,physical\nSV3,HALL,physical\n")
    assert (warning.line, warning.what.en[:27]) == (3, "2 rows are shorter than the")


def test_unknown_columns_are_named_with_the_nearest(warnings):
    text = "id,site,form,system,memroy_mib,本籍,\nSV1,HALL,physical,SYS,1,x,y\n"
    found = warnings(servers=text)
    assert [(w.column, w.fix.en if w.fix else None) for w in found] == [
        (None, "write its header, or delete the column"),
        ("memroy_mib", "did you mean memory_mib (メモリ)?"),
        ("本籍", None),
    ]


def test_unknown_files_are_named_with_the_nearest(warnings):
    found = warnings(severs="id\n1\n", メモ="x\n")
    assert [(w.source, w.fix.en if w.fix else None) for w in found] == [
        ("severs.csv", "did you mean servers (サーバ)?"),
        ("メモ.csv", None),
    ]


def test_japanese_file_names(make):
    folder = make()
    (folder / "servers.csv").rename(folder / "サーバー.CSV")
    (folder / "sites.csv").rename(folder / "Sites.csv")
    assert len(read_inventory(folder).estate.servers) == 1


def test_one_table_in_two_files(problems):
    (problem,) = problems(サーバ=SERVERS)
    assert problem.what.en == "the table servers is there twice; the other is servers.csv"


def test_required_tables(problems):
    (problem,) = problems(sites=None)
    assert problem.what.en == "the table sites is missing"


def test_without_systems_there_is_a_warning(warnings):
    (warning,) = warnings(systems=None, servers="id,site,form\nSV1,HALL,physical\n")
    assert "no server's owner and zone is known" in warning.what.en


def test_references_to_an_absent_table_are_one_problem(problems):
    rows = "".join(f"SV{i},HALL,physical,S{i}\n" for i in range(9))
    (problem,) = problems(systems=None, servers="id,site,form,system\n" + rows)
    assert problem.what.en == "9 cells name rows of systems, but there is no such table"


def test_an_unread_table_makes_no_reference_dangle(problems):
    (problem,) = problems(systems='id,name,department,zone\n"SYS,a,b,resident\n')
    assert problem.source == "systems.csv"


def test_a_refused_row_makes_no_reference_dangle(problems):
    (problem,) = problems(systems="id,name,department,zone\nSYS,a,b,nowhere\n")
    assert seen(problem) == ("systems.csv", 2, "zone")


def test_other_places(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    for name, what in [
        ("nowhere", "there is no such folder or file"),
        ("notes.txt", "neither an inventory folder nor an .xlsx"),
        ("empty", "the table sites is missing"),
    ]:
        with pytest.raises(InputProblems) as raised:
            read_inventory(tmp_path / name)
        assert raised.value.problems[0].what.en == what


def test_an_era_date_in_a_table(read):
    found = read(servers="id,site,form,lease_end\nSV1,HALL,physical,平成31年3月31日\n")
    assert found.estate.servers[0].lease_end == date(2019, 3, 31)


def test_many_problems_take_no_minutes(problems):
    rows = "".join(f"SV{i},NO{i},physical,X{i},64G\n" for i in range(5_000))
    assert len(problems(servers="id,site,form,system,memory_mib\n" + rows)) == 5_000
    rows = "".join(f"SV{i},NO{i},physical,X{i},64\n" for i in range(5_000))
    folder = {"name": "again", "servers": "id,site,form,system,memory_mib\n" + rows}
    assert len(problems(**folder)) == 10_000
