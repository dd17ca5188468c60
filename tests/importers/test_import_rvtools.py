"""RVTools workbooks: made-up ones, hostile ones, and the samples where they are there."""

from pathlib import Path

import openpyxl
import pytest

from consolidation.errors import InputProblems
from consolidation.inventory.importers.rvtools import import_rvtools
from consolidation.inventory.read import read_inventory
from consolidation.inventory.write import write_inventory

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
NINE, THREE = SAMPLES / "rvtools-9-vms.xlsx", SAMPLES / "rvtools-3-vms.xlsx"
absent = pytest.mark.skipif(
    not NINE.exists(), reason="the shared samples are not beside the project"
)

INFO = (
    ["VM", "Powerstate", "Template", "CPUs", "Memory", "NICs", "Disks", "Datacenter", "Cluster",
     "Host", "Network #1", "OS according to the configuration file", "VM ID",
     "Total disk capacity MiB"],
    ["web", "poweredOn", "False", 2, 4096, 1, 1, "DC", "CL", "esx1", "Office", "Ubuntu", "vm-1",
     20480],
    ["db", "poweredOff", "False", 4, 8192, 1, 2, "DC", "CL", "esx1", "Data", "Oracle", "vm-2",
     30721],
)  # fmt: skip
CPU = (
    ["VM", "Powerstate", "CPUs", "Sockets", "Cores p/s", "Host", "VM ID"],
    ["web", "poweredOn", 2, 2, 1, "esx1", "vm-1"],
    ["db", "poweredOff", 4, 2, 2, "esx1", "vm-2"],
)
MEMORY = (
    ["VM", "Size MiB", "VM ID"],
    ["web", 4096, "vm-1"],
    ["db", 8192, "vm-2"],
)
DISK = (
    ["VM", "Disk", "Capacity MiB", "VM ID"],
    ["web", "Hard disk 1", 20480, "vm-1"],
    ["db", "Hard disk 1", 20480, "vm-2"],
    ["db", "Hard disk 2", 10241, "vm-2"],
)
HOST = (
    ["Host", "Datacenter", "Cluster", "# CPU", "Cores per CPU", "# Cores", "# Memory", "Speed",
     "# VMs total", "Vendor", "Model"],
    ["esx1", "DC", "CL", 2, 16, 32, 262144, 2400, 2, "Maker", "M1"],
)  # fmt: skip
CLEAN = {"vInfo": INFO, "vCPU": CPU, "vMemory": MEMORY, "vDisk": DISK, "vHost": HOST}


@pytest.fixture
def book(tmp_path):
    def make(sheets: dict, name: str = "export.xlsx") -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        workbook.save(path)
        return path

    return make


def said(problems) -> str:
    return "\n".join(p.render("en") for p in problems)


def refused(path: Path) -> str:
    with pytest.raises(InputProblems) as raised:
        import_rvtools(path)
    return said(raised.value.problems)


def changed(sheet, row: int, column: str, value: object):
    """Return a sheet with one cell changed; row 1 is the first below the header."""
    rows = [list(r) for r in sheet]
    rows[row][rows[0].index(column)] = value
    return rows


def test_vms_hosts_and_networks(book):
    imported = import_rvtools(book(CLEAN))
    estate = imported.estate
    web, db = estate.server["web"], estate.server["db"]
    assert (web.cpu_cores, web.memory_mib, web.disk_gib, web.segments) == (2, 4096, 20, ("Office",))
    assert (web.site, web.platform, web.host) == ("DC", "EXISTING-CL", "esx1")
    assert db.disk_gib == 31  # 30,721 MiB, rounded up
    assert "poweredOff" in (db.note or "")
    kind = estate.host_types[0]
    assert (kind.name, kind.cpu_cores, kind.memory_mib) == ("Maker M1", 32, 262144)
    assert kind.price_yen is None
    assert "not known" in (kind.note or "")
    assert "no price" in said(imported.assumptions)
    assert imported.contradictions == ()


def test_what_is_read_can_be_written_and_read_back(book, tmp_path):
    estate = import_rvtools(book(CLEAN)).estate
    write_inventory(estate, tmp_path / "out", "ja")
    back = read_inventory(tmp_path / "out")
    assert back.warnings == ()
    assert (back.estate.servers, back.estate.hosts) == (estate.servers, estate.hosts)
    assert (back.estate.host_types, back.estate.segments) == (estate.host_types, estate.segments)


def test_old_headers_in_mb_and_new_style_names(book):
    old = {
        "tabvInfo": (["VM", "CPUs", "Memory", "Provisioned MB"], ["a", 1, "2,048", "10240"]),
        "tabvDisk": (["VM", "Capacity MB"], ["a", 5120]),
    }
    new = {
        "vInfo": (
            ["vInfoVMName", "vInfoCPUs", "vInfoMemory", "vInfoTotalDiskCapacityMiB", "vInfoOS",
             "vInfoDataCenter", "vInfoNetwork1"],
            ["a", 1, 2048, 5120, "Debian", "DC", "Net"],
        ),
        "vHost": (
            ["vHostName", "vHostNumCpuCores", "vHostMemorySize", "vHostDatacenter"],
            ["esx", 8, 65536, "DC"],
        ),
    }  # fmt: skip
    for sheets in (old, new):
        server = import_rvtools(book(sheets)).estate.server["a"]
        assert (server.cpu_cores, server.memory_mib, server.disk_gib) == (1, 2048, 5)


def test_a_guest_on_a_port_group_of_vlan_4095_is_in_every_vlan(book):
    ports = (["Port Group", "VLAN"], ["Office", 4095], ["Data", 102])
    estate = import_rvtools(book({**CLEAN, "dvPort": ports})).estate
    in_office = [s for s in estate.servers if "Office" in s.segments]
    assert in_office
    assert all("*" in s.segments for s in in_office)
    assert not any("*" in s.segments for s in estate.servers if s not in in_office)


def test_vlan_ids_come_from_ports_and_only_if_they_agree(book):
    ports = (["Port Group", "VLAN"], ["Office", 101], ["Data", 102], ["Data", 103])
    estate = import_rvtools(book({**CLEAN, "dvPort": ports})).estate
    assert estate.segment["Office"].vlan_id == 101
    assert estate.segment["Data"].vlan_id is None


def test_templates_and_placeholders_are_listed_not_imported(book):
    imported = import_rvtools(book({**CLEAN, "vInfo": changed(INFO, 2, "Template", "True")}))
    assert set(imported.estate.server) == {"web"}
    assert "vInfo] line 3, VM: a template; not imported" in said(imported.unused)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "text"),
    [
        ("vCPU", 1, "CPUs", 6, "[vCPU] line 2, CPUs: number of CPUs of 'web' is 6, but vInfo:2 "
         "says 2; the latter is used"),
        ("vCPU", 2, "Sockets", 3, "but Sockets x Cores p/s says 3 x 2 = 6"),
        ("vCPU", 1, "Powerstate", "poweredOff", "power state of 'web' is 'poweredOff', but "
         "vInfo:2 says 'poweredOn'"),
        ("vCPU", 1, "Host", "esx9", "host of 'web' is 'esx9', but vInfo:2 says 'esx1'"),
        ("vMemory", 2, "Size MiB", 4096, "[vMemory] line 3, Size MiB: memory of 'db' is 4096 MiB, "
         "but vInfo:3 says 8192 MiB"),
        ("vDisk", 3, "Capacity MiB", 20480, "total disk capacity of 'db' is 30721 MiB, but "
         "vDisk:3, vDisk:4 says 40960 MiB"),
        ("vDisk", 1, "VM", "db", "name of the VM with id 'vm-1' is 'db', but vInfo:2 says 'web'; "
         "by its id it is the latter"),
        ("vInfo", 1, "Disks", 3, "number of disks of 'web' is 3, but vDisk:2 says 1"),
        ("vInfo", 1, "Host", "esx7", "host 'esx7' of 'web' is not in vHost"),
        ("vInfo", 1, "CPUs", None, "CPUs: cpus of 'web' is '', but vCPU:2 says '2'"),
        ("vHost", 1, "# VMs total", 9, "number of VMs on host 'esx1' is 9, but vInfo says 2"),
        ("vHost", 1, "# Cores", 30, "cores of host 'esx1' is 30, but # CPU x Cores per CPU says "
         "32"),
    ],
)  # fmt: skip
def test_one_contradiction_is_found(book, sheet, row, column, value, text):
    sheets = {**CLEAN, sheet: changed(CLEAN[sheet], row, column, value)}
    assert text in said(import_rvtools(book(sheets)).contradictions)


def test_vms_in_one_sheet_and_not_in_another(book):
    more = {
        **CLEAN,
        "vMemory": MEMORY[:2],
        "vDisk": (*DISK, ["ghost", "Hard disk 1", 1024, "vm-9"]),
    }
    imported = import_rvtools(book(more))
    text = said(imported.contradictions)
    assert "VM 'db' is in vInfo:3 but not in vMemory" in text
    assert "VM 'ghost' is in vDisk:5 but not in vInfo" in text
    ghost = imported.estate.server["ghost"]
    assert (ghost.cpu_cores, ghost.disk_gib) == (None, 1)


def test_partitions_and_adapters(book):
    more = {
        **CLEAN,
        "vPartition": (
            ["VM", "Disk", "Capacity MiB", "Consumed MiB", "Free MiB", "Free % "],
            ["web", "/", 1000, 400, 600, 60],
            ["web", "/var", 1000, 400, 500, 90],
        ),
        "vNetwork": (["VM", "Network"], ["web", "Office"], ["web", "Backup"], ["db", "Other"]),
    }
    imported = import_rvtools(book(more))
    text = said(imported.contradictions)
    assert "'/' of" not in text
    assert "capacity of partition '/var' of 'web' is 1000 MiB, but Consumed + Free says 900" in text
    assert "is 90 %, but Free / Capacity says 50 %" in text
    assert "number of NICs of 'web' is 1, but vNetwork:2, vNetwork:3 says 2" in text
    assert "network of 'db' is 'Data', but vNetwork:4 says 'Other'" in text
    assert imported.estate.server["web"].segments == ("Backup", "Office")


def test_ids_decide_where_names_do_not(book):
    """Two VMs of one name: rows go by their id, and both become servers."""
    sheets = {
        "vInfo": (["VM", "CPUs", "Memory", "VM ID"], ["a", 1, 1024, "x1"], ["A", 2, 2048, "x2"]),
        "vDisk": (["VM", "Capacity MiB", "VM ID"], ["a", 1024, "x2"]),
    }
    estate = import_rvtools(book(sheets)).estate
    assert {s.id: s.disk_gib for s in estate.servers} == {"a": None, "A-2": 1}


def test_a_row_with_an_unknown_id_is_no_namesake(book):
    sheets = {
        "vInfo": (["VM", "CPUs", "Memory", "VM ID"], ["a", 1, 1024, "x1"]),
        "vDisk": (["VM", "Capacity MiB", "VM ID"], ["a", 2048, "x1"], ["a", 1024, "x9"]),
    }
    imported = import_rvtools(book(sheets))
    assert {s.id: s.disk_gib for s in imported.estate.servers} == {"a": 2, "a-2": 1}
    assert "VM 'a' is in vDisk:3 but not in vInfo" in said(imported.contradictions)


def test_unused_sheets_columns_and_cells_are_listed(book):
    sheets = {
        **CLEAN,
        "vTools": (["VM"], ["web"]),
        "vMemory": (["VM", "Size MiB", "Ballooned", ""], ["web", "lots", 5, "x"]),
    }
    text = said(import_rvtools(book(sheets)).unused)
    assert "[vTools]: a sheet that planning does not use" in text
    assert "[vMemory] line 1, Ballooned: a column that planning does not use" in text
    assert "'lots' is not a number" in text


def test_hostile_names_stay_text(book, tmp_path):
    rows = [INFO[0], *(INFO[1] for _ in range(3))]
    sheet = [list(r) for r in rows]
    for number, name in enumerate(("'=1+1", "<b>x</b>", "a;b*c"), start=1):
        sheet[number][0] = name
        sheet[number][INFO[0].index("VM ID")] = f"id-{number}"
        sheet[number][INFO[0].index("Network #1")] = "net;1*"
    estate = import_rvtools(book({"vInfo": sheet})).estate
    assert len(estate.servers) == 3
    assert all(";" not in s.id for s in (*estate.servers, *estate.segments))
    write_inventory(estate, tmp_path / "out", "en")
    assert read_inventory(tmp_path / "out").estate.servers == estate.servers


def test_files_that_are_none(book, tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("hello", encoding="utf-8")
    assert "not an RVTools workbook" in refused(text)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not really")
    assert "cannot be opened" in refused(broken)
    assert "cannot be opened" in refused(tmp_path / "nowhere.xlsx")
    assert "no vInfo sheet" in refused(book({"Sheet1": (["x"], [1])}))
    assert "no vInfo sheet" in refused(book({"vInfo": (INFO[0],)}))
    assert "column of VM names" in refused(book({"vInfo": (["CPUs"], [1])}))
    only = {"vInfo": (["VM", "Template"], ["t", "True"])}
    assert "no VM to import" in refused(book(only))


def test_a_cell_far_away_is_refused_at_once(book, tmp_path):
    path = book(CLEAN)
    workbook = openpyxl.load_workbook(path)
    workbook["vInfo"]["CL1048576"] = "stray"
    workbook.save(path)
    assert "too large" in refused(path)


@absent
def test_the_sample_of_nine_vms():
    imported = import_rvtools(NINE)
    assert len(imported.estate.servers) == 9
    text = said(imported.contradictions)
    # vInfo row 10 is empty but for name and power state
    assert "cpus of 'vm-9' is '', but vCPU:10 says '18'" in text
    assert imported.estate.server["vm-9"].cpu_cores == 18
    # the disk named vm-2 carries the id of vm-3
    assert "name of the VM with id 'vm-105889' is 'vm-2', but vInfo:4 says 'vm-3'" in text
    assert imported.estate.server["vm-3"].disk_gib == 512
    assert "number of disks of 'vm-8' is 1, but vDisk:8, vDisk:9 says 2" in text
    assert "number of CPUs of 'vm-1' is 2, but vInfo:2 says 1" in text
    assert "memory of 'vm-7' is 16384 MiB, but vInfo:8 says 13146 MiB" in text
    assert "host '10.185.26.9' of 'vm-1' is not in vHost" in text
    assert "number of VMs on host '10.17.135.71' is 45, but vInfo says 0" in text


@absent
def test_the_sample_of_three_vms():
    imported = import_rvtools(THREE)
    assert {s.id: s.disk_gib for s in imported.estate.servers} == {
        "sample-web-01": 120,
        "sample-db-01": 320,
        "sample-archive-01": 80,
    }
    assert imported.estate.segment["sample-backup-net"].vlan_id == 103
    assert imported.contradictions == ()
    assert "memory or cluster is missing; not imported as a host" in said(imported.unused)
