"""Azure Migrate CSVs: made-up ones, hostile ones, and the sample where it is there."""

from pathlib import Path

import pytest

from consolidation.errors import InputProblems
from consolidation.inventory.importers.azure_migrate import import_azure_migrate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import ServerForm, Zone
from consolidation.inventory.write import write_inventory

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "azure-migrate-294.csv"
HEAD = (
    "*Server name,IP addresses,*Cores,*Memory (In MB),*OS name,OS version,Server type,Hypervisor,"
    "CPU utilization percentage,Number of disks,Disk 1 size (In GB),Disk 2 size (In GB),"
    "Disk 1 read ops (operations per second)"
)
ROWS = (
    "web,10.0.0.1,2,4096,Ubuntu,22.04,Virtual,VMware,12.5,2,100.5,50,7",
    "db,,4,8192,Oracle Linux,,Physical,,,1,300,,",
)


@pytest.fixture
def made(tmp_path):
    def make(text: str, *, encoding: str = "utf-8", name: str = "machines.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return make


def said(problems) -> str:
    return "\n".join(p.render("en") for p in problems)


def totals(imported) -> dict[str, str]:
    return {label.en: value for label, value in imported.summary}


def refused(path: Path) -> str:
    with pytest.raises(InputProblems) as raised:
        import_azure_migrate(path)
    assert raised.value.exit_code == 2
    return said(raised.value.problems)


def test_machines_become_servers(made):
    imported = import_azure_migrate(made("\n".join((HEAD, *ROWS))))
    web = imported.estate.server["web"]
    assert (web.cpu_cores, web.memory_mib, web.disk_gib) == (2, 4096, 151)
    assert web.os == "Ubuntu 22.04"
    assert web.form is ServerForm.VM
    assert web.platform == "EXISTING-VMware"
    assert "12.5" in (web.note or "")
    assert "line 2" in (web.source or "")
    db = imported.estate.server["db"]
    assert (db.form, db.platform, db.disk_gib) == (ServerForm.PHYSICAL, None, 300)
    assert totals(imported) == {
        "machines": "2",
        "of them virtual": "1",
        "cores": "6",
        "memory": "12,288 MB",
        "disk": "450 GB",
        "disk in the inventory (rounded up each)": "451 GiB",
    }


def test_what_is_read_can_be_written_and_read_back(made, tmp_path):
    estate = import_azure_migrate(made("\n".join((HEAD, *ROWS)))).estate
    for language in ("en", "ja"):
        folder = tmp_path / language
        write_inventory(estate, folder, language)
        back = read_inventory(folder)
        assert back.estate.servers == estate.servers
        assert back.estate.platforms == estate.platforms


def test_every_unused_column_is_listed_with_a_reason(made):
    imported = import_azure_migrate(made("\n".join((HEAD, *ROWS))))
    text = said(imported.unused)
    assert "IP addresses: addresses play no part" in text
    assert "Disk 1 read ops (operations per second): disk activity is not sized yet" in text
    assert "CPU utilization percentage: one figure per machine" in text
    used = {p.column for p in imported.unused}
    assert not used & {"*Cores", "*Memory (In MB)", "Disk 2 size (In GB)", "*Server name"}


def test_the_zone_is_said_to_be_an_assumption(made):
    imported = import_azure_migrate(made("\n".join((HEAD, *ROWS))))
    assert imported.estate.systems[0].zone is Zone.ADMINISTRATIVE
    assert "no trust zone" in said(imported.assumptions)


def test_columns_are_found_by_header_in_any_order_and_unit(made):
    text = "os name;Disk 1 size (In MB);MEMORY (in GB);cores;  Server   Name \nx;2048;8;3;a\n"
    server = import_azure_migrate(made(text)).estate.server["a"]
    assert (server.cpu_cores, server.memory_mib, server.disk_gib) == (3, 8192, 2)


def test_cp932_with_japanese_names(made):
    text = f"{HEAD}\n財務サーバ,,2,4096,Windows,,Virtual,Hyper-V,,1,80,,\n"
    imported = import_azure_migrate(made(text, encoding="cp932"))
    assert imported.estate.server["財務サーバ"].disk_gib == 80


def test_repeated_rows_and_repeated_names(made):
    other = "WEB,,8,4096,Ubuntu,,Virtual,VMware,,1,10,,"
    imported = import_azure_migrate(made("\n".join((HEAD, *ROWS, ROWS[0], other))))
    assert "the very same row as line 2" in said(imported.unused)
    assert "has the name 'WEB' of line 2 but other values" in said(imported.contradictions)
    assert set(imported.estate.server) == {"web", "db", "WEB-2"}


def test_number_of_disks_against_disk_columns(made):
    row = "x,,1,1024,y,,Virtual,VMware,,3,10,20,"
    imported = import_azure_migrate(made(f"{HEAD}\n{row}"))
    assert "3 disks are counted but 2 have a size" in said(imported.contradictions)
    assert imported.estate.server["x"].disk_gib == 30


@pytest.mark.parametrize("bad", ["many", "-2", "NaN", "1e99"])
def test_a_value_that_is_no_size_is_unknown_and_said(made, bad):
    imported = import_azure_migrate(made(f"{HEAD}\nx,,{bad},1024,y,,Virtual,VMware,,1,10,,"))
    assert imported.estate.server["x"].cpu_cores is None
    assert "is not a number of at least 0" in said(imported.unused)


def test_rows_without_name_and_cells_without_header(made):
    text = f"{HEAD}\n,,2,1024,,,Virtual,VMware,,,,,\nx,,2,1024,,,Virtual,VMware,,,,,,stray\n"
    imported = import_azure_migrate(made(text))
    assert set(imported.estate.server) == {"x"}
    text = said(imported.unused)
    assert "has no server name" in text
    assert "values right of the last header" in text


def test_neither_physical_nor_virtual_is_said(made):
    text = "Server name,Cores,Memory (In MB)\nx,1,1024\n"
    imported = import_azure_migrate(made(text))
    assert imported.estate.server["x"].form is ServerForm.PHYSICAL
    assert "neither physical nor virtual" in said(imported.unused)


def test_hostile_names_stay_text(made, tmp_path):
    names = ['=HYPERLINK("x")', "<script>alert(1)</script>", "a;b", "+1", "@cmd", "*", "x\x07y"]
    rows = [f'"{n.replace(chr(34), chr(34) * 2)}",,1,1024,o,,Virtual,VMware,,1,5,,' for n in names]
    imported = import_azure_migrate(made("\n".join((HEAD, *rows))))
    assert len(imported.estate.servers) == len(names)
    assert all(";" not in s.id and "*" not in s.id for s in imported.estate.servers)
    assert "xy" in imported.estate.server
    write_inventory(imported.estate, tmp_path / "out", "en")
    assert read_inventory(tmp_path / "out").estate.servers == imported.estate.servers


def test_files_that_are_none(made, tmp_path):
    assert "no row with a server" in refused(made("", name="empty.csv"))
    assert "no row with a server" in refused(made(HEAD + "\n", name="head.csv"))
    assert "*Cores: the mandatory column is missing" in refused(made("Server name\nx\n"))
    zipped = tmp_path / "book.csv"
    zipped.write_bytes(b"PK\x03\x04 something")
    assert "workbook" in refused(zipped)
    assert "there is no such file" in refused(tmp_path / "nowhere.csv")
    utf16 = tmp_path / "u.csv"
    utf16.write_bytes(f"{HEAD}\n".encode("utf-16"))
    assert "UTF-16" in refused(utf16)


def test_a_file_that_cannot_be_read_to_its_end_is_refused(made):
    text = f'{HEAD}\nweb,,2,4096,o,,Virtual,VMware,,1,5,,\n"open,1,2\n'
    assert "never closed" in refused(made(text))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not beside the project")
def test_the_sample_of_294_machines():
    imported = import_azure_migrate(SAMPLE)
    found = totals(imported)
    assert found["machines"] == "294"
    assert found["cores"] == "959"
    assert found["memory"] == "2,159,616 MB"
    assert found["disk"] == "35,395 GB"
    assert sum(s.cpu_cores or 0 for s in imported.estate.servers) == 959
    assert sum(s.memory_mib or 0 for s in imported.estate.servers) == 2_159_616
