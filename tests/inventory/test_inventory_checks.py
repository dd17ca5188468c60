"""Each check alone: one inventory that breaks it, and one fact apart that does not."""

import pytest

from consolidation.errors import InputProblems
from consolidation.inventory import checks
from consolidation.inventory.read import read_inventory

TABLES = {
    "sites": ("id,name,kind,distance_class", "HALL,本庁舎,city-hall,A", "EAST,東支所,branch,A"),
    "systems": ("id,name,department,zone", "SYS,住民記録,市民課,resident"),
    "platforms": ("id,name,kind,site,zones", "P1,基盤,existing,HALL,administrative"),
    "host_types": ("id,name,cpu_cores,memory_mib,price_yen", "T1,機種,16,65536,1"),
    "hosts": ("id,platform,host_type", "H1,P1,T1"),
    "licences": ("id,name,metric", "L1,データベース,server"),
    "segments": (
        "id,name,kind,zone,bridges_to",
        "V1,住民系,vlan,resident,",
        "W1,無線,ssid,administrative,V1",
    ),
    "devices": ("id,name,kind,site,segments", "D1,SW,switch,HALL,*", "D2,SW,switch,EAST,V1"),
    "links": ("id,a_device,b_device,medium,segments", "K1,D1,D2,fibre,*"),
    "controls": ("id,kind,device,from_segment,to_segment", "C1,firewall,D1,V1,W1"),
    "tariffs": ("id,carrier,distance_class,bandwidth_mbit_s,yen_month", "R1,通信,A,10,1"),
    "circuits": ("id,yen_month,starts_on,ends_on", "Q1,5,2018-04-01,2019-03-31"),
    "flows": ("id,origin,target,office_kbit_s", "F1,HALL,S1,10", "F2,S2,S1,10"),
    "calendar": ("id,kind,name,starts_on,ends_on,yearly", "E1,freeze,繁忙,2019-03-15,2019-04-15,1"),
    "servers": (
        "id,site,form,platform,host,system,device,segments,purchased_on,lease_end,licences",
        "S1,HALL,physical,,,SYS,D1,V1,2014-04-01,2019-03-31,L1",
        "S2,HALL,vm,P1,H1,SYS,D1,V1;W1,,,",
    ),
}


def texts(**changes: tuple[str, str]) -> dict[str, str]:
    tables = {name: "\n".join(rows) + "\n" for name, rows in TABLES.items()}
    for name, (old, new) in changes.items():
        assert old in tables[name]
        tables[name] = tables[name].replace(old, new)
    return tables


def test_the_whole_one_has_nothing_wrong(warnings):
    assert warnings(**texts()) == []


CASES = [
    # table, what stands there, what is put there, line, column, words of the message, warning
    ("hosts", "H1,P1,T1", "H1,P2,T1", 2, "platform", "no 'P2' in platforms.csv", False),
    ("servers", "D1,V1;W1", "D1,V1;W2", 3, "segments", "no 'W2' in segments.csv", False),
    ("controls", "V1,W1", "*,W1", 2, "from_segment", "no '*' in segments.csv", False),
    (
        "flows",
        "HALL,S1",
        "NOWHERE,S1",
        2,
        "origin",
        "no 'NOWHERE' in servers.csv or sites.csv",
        False,
    ),
    ("flows", "S2,S1", "S2,HALL", 3, "target", "no 'HALL' in servers.csv", False),
    ("servers", "S1,HALL", "S1,hall", 2, "site", "no 'hall' in sites.csv", False),
    ("sites", "EAST,東", "HALL,東", 3, "id", "'HALL' is on line 2 too", False),
    ("sites", "EAST,東", "Ｈａｌｌ,東", 3, "id", "'Ｈａｌｌ' looks like 'HALL' on line 2", True),
    ("licences", "L1,", '"L1,2",', 2, "id", "'L1,2' holds a sign that separates", False),
    ("servers", "physical,,,", "physical,P1,,", 2, "platform", "physical but names", False),
    ("servers", "physical,,,", "physical,,H1,", 2, "host", "physical but names", False),
    ("servers", "vm,P1,H1", "vm,,", 3, "platform", "platform of the VM 'S2' is not known", True),
    ("platforms", "P1,基盤", "P0,別,existing,HALL,resident\nP1,基盤", 2, "id", "has no host", True),
    ("servers", "S2,HALL", "S2,EAST", 3, "site", "its platform 'P1' stands at 'HALL'", True),
    ("servers", "SYS,D1,V1,", "SYS,D2,V1,", 2, "device", "but 'D2' at 'EAST'", True),
    ("calendar", "2019-04-15", "2019-03-14", 2, "ends_on", "2019-03-14 is before the start", False),
    ("calendar", "2019-04-15", "2020-04-15", 2, "ends_on", "a yearly span lasts 398 days", False),
    ("circuits", "2019-03-31", "2018-03-31", 2, "ends_on", "is before the start", False),
    ("servers", "2019-03-31", "2014-03-31", 2, "lease_end", "is before the start", False),
    ("segments", "administrative,V1", "administrative,W1", 3, "bridges_to", "to itself", False),
    ("segments", "administrative,V1", "administrative,", 3, "bridges_to", "is not known", True),
    ("segments", "resident,", "resident,W1", 2, "bridges_to", "neither SSID nor VNI but", True),
    ("links", "D1,D2", "D1,D1", 2, "b_device", "both ends are 'D1'", False),
    ("controls", "V1,W1", "V1,V1", 2, "to_segment", "both ends are 'V1'", False),
    ("flows", "S2,S1", "S1,S1", 3, "target", "both ends are 'S1'", False),
    ("servers", "S1,HALL", "EAST,HALL", 2, "id", "is the id of a site too (line 3)", False),
    ("servers", "V1;W1", "V1;V1", 3, "segments", "something is listed twice", True),
    (
        "sites",
        "branch,A",
        "branch,B",
        3,
        "distance_class",
        "no tariff has the distance class",
        True,
    ),
    (
        "systems",
        "住民記録",
        "住民\x07記録",
        2,
        "name",
        "unprintable character: '住民\\x07記録'",
        True,
    ),
]


@pytest.mark.parametrize(("table", "old", "new", "line", "column", "what", "warning"), CASES)
def test_one_fact_breaks_one_check(make, table, old, new, line, column, what, warning):
    try:
        found = read_inventory(make(**texts(**{table: (old, new)}))).warnings
    except InputProblems as error:
        found = error.problems
    hits = [p for p in found if what in p.what.en]
    assert [(p.source, p.line, p.column, p.warning) for p in hits] == [
        (f"{table}.csv", line, column, warning)
    ], [p.render("en") for p in found]
    assert hits[0].fix is not None
    assert hits[0].what.ja != hits[0].what.en


def test_a_vm_on_a_host_of_another_platform(problems):
    tables = texts(
        platforms=("P1,基盤", "P2,別,existing,HALL,resident\nP1,基盤"),
        hosts=("H1,P1,T1", "H1,P2,T1"),
    )
    (problem,) = problems(**tables)
    assert problem.what.en == "host 'H1' belongs to 'P2', not to 'P1'"


def test_servers_kept_together_and_apart(problems):
    head, first, second = TABLES["servers"]
    rows = (f"{head},keep_together,keep_apart", f"{first},T,A", f"{second},T,A")
    tables = texts() | {"servers": "\n".join(rows) + "\n"}
    (problem,) = problems(**tables)
    assert (problem.line, problem.column) == (3, "keep_together")
    assert problem.what.en == "shares its keep-together and its keep-apart group with line 2"


@pytest.mark.parametrize(
    ("table", "column", "value", "warning"),
    [
        ("links", "rides_on", "K1", False),
        ("links", "backs_up", "K1", False),
        ("segments", "joined_with", "V1", False),
        ("segments", "may_bridge_to", "V1", False),
        ("devices", "managed_by", "D1", True),
    ],
)
def test_a_row_that_names_itself(make, table, column, value, warning):
    head, first, *others = TABLES[table]
    rows = (f"{head},{column}", f"{first},{value}", *(f"{other}," for other in others))
    made = make(**(texts() | {table: "\n".join(rows) + "\n"}))
    try:
        found = read_inventory(made).warnings
    except InputProblems as error:
        found = error.problems
    (hit,) = [p for p in found if p.what.en == f"'{value}' names itself"]
    assert (hit.line, hit.column, hit.warning) == (2, column, warning)
    assert hit.what.ja == f"'{value}'自身を指している"


@pytest.mark.parametrize("word", ["なし", "none", "－", "X"])
def test_a_radio_that_is_none(problems, word):
    head, first, *others = TABLES["devices"]
    rows = (f"{head},radio", f"{first},LTE;{word}", *(f"{other}," for other in others))
    (found,) = problems(**(texts() | {"devices": "\n".join(rows) + "\n"}))
    assert (found.line, found.column) == (2, "radio")
    assert found.what.en == f"'{word}' is no radio technology"
    assert found.fix is not None


def test_links_that_ride_on_each_other(problems):
    rows = (
        "id,a_device,b_device,medium,segments,rides_on",
        "K1,D1,D2,tunnel,*,K2",
        "K2,D1,D2,tunnel,*,K3",
        "K3,D1,D2,tunnel,*,K1",
        "K4,D1,D2,tunnel,*,K1",
    )
    found = problems(**(texts() | {"links": "\n".join(rows) + "\n"}))
    assert [(p.line, p.column, p.what.en) for p in found] == [
        (2, "rides_on", "'K1' rides on itself by way of 'K3'"),
        (3, "rides_on", "'K2' rides on itself by way of 'K1'"),
        (4, "rides_on", "'K3' rides on itself by way of 'K2'"),
    ]


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("servers", "D1,V1;W1", "D1,*"),
        ("segments", "resident,\n", "resident,\nX1,重ね網,vni,resident,V1\n"),
    ],
)
def test_what_a_way_in_is_written_with_is_no_problem(warnings, table, old, new):
    """A port group of VLAN 4095; a VNI that comes out in a VLAN."""
    assert warnings(**texts(**{table: (old, new)})) == []


def test_an_ssid_whose_clients_only_8021x_places_is_no_problem(warnings):
    head, vlan, ssid = TABLES["segments"]
    rows = (f"{head},may_bridge_to", f"{vlan},", f"{ssid.removesuffix('V1')},V1")
    assert warnings(**(texts() | {"segments": "\n".join(rows) + "\n"})) == []


@pytest.mark.parametrize(("first", "second"), [("T,A", "T,B"), ("T,A", "U,A"), ("T,", "T,")])
def test_servers_kept_together_or_apart_are_no_problem(warnings, first, second):
    head, one, other = TABLES["servers"]
    rows = (f"{head},keep_together,keep_apart", f"{one},{first}", f"{other},{second}")
    assert warnings(**(texts() | {"servers": "\n".join(rows) + "\n"})) == []


def test_suggestions(problems):
    (problem,) = problems(**texts(servers=("vm,P1,H1,SYS", "vm,P1,H1,ＳＹＳ")))
    assert problem.fix.en == "did you mean 'SYS'?"
    (problem,) = problems(
        name="b", **texts(servers=("S1,HALL,physical,,,SYS", "S1,HALL,physical,,,-"))
    )
    assert problem.fix.en == "leave the cell empty when it is not known"


def test_every_check_is_listed_and_says_what_it_asks():
    here = [
        f
        for name, f in vars(checks).items()
        if callable(f) and getattr(f, "__module__", "") == checks.__name__ and name[0] != "_"
    ]
    assert set(here) <= set(checks.CHECKS)
    assert len(set(checks.CHECKS)) == len(checks.CHECKS)
    assert all(check.__doc__ for check in checks.CHECKS)
