"""Reading scenarios: merging, every kind of mistake, and where it is said to stand."""

from datetime import date
from pathlib import Path

import pytest

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.tables.kinds import Zone
from consolidation.packing.asking.options import PackingOptions
from consolidation.packing.model import Objective
from consolidation.redesign.model import Merge
from consolidation.scenario.read import read_scenario, read_scenario_files
from consolidation.text import Text

GOOD = """\
#:schema ./scenario.schema.json
title = {ja = "次期基盤", en = "Next platform"}
inventory = "../inventories/x"

[[platforms]]
id = "NEXT"
name = "Next"
site = "HALL"
replaces = ["OLD"]

[[platforms.clusters]]
id = "ADM"
zones = ["administrative"]
host_types = ["HT-S", "HT-M"]
"""


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str, name: str = "s.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as caught:
        read_scenario(path)
    return caught.value.problems


def only(path: Path) -> Problem:
    (problem,) = problems(path)
    return problem


def test_a_good_file_is_read(write):
    scenario = read_scenario(write(GOOD))
    assert scenario.name == "s"
    assert scenario.title == Text("次期基盤", "Next platform")
    assert scenario.platforms[0].name == Text("Next", "Next")
    assert scenario.platforms[0].clusters[0].zones == (Zone.ADMINISTRATIVE,)
    assert scenario.platforms[0].clusters[0].spare_hosts == 1
    assert scenario.migration.starts_on == date(2019, 10, 1)


def test_the_byte_order_mark_of_windows_editors_is_accepted(tmp_path):
    path = tmp_path / "s.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_scenario(path).title.en == "Next platform"


def test_tables_and_entries_merge_and_lists_replace(write):
    write(GOOD, "base.toml")
    over = """\
based_on = ["base"]
[lines]
merge = "both"
[[platforms]]
id = "NEXT"
site = "ANNEX"
[[platforms.clusters]]
id = "ADM"
host_types = ["HT-L"]
[[platforms.clusters]]
id = "RES"
zones = ["resident"]
host_types = ["HT-S"]
"""
    scenario = read_scenario(write(over))
    (platform,) = scenario.platforms
    assert (platform.site, platform.replaces) == ("ANNEX", ("OLD",))
    assert [c.id for c in platform.clusters] == ["ADM", "RES"]
    assert platform.clusters[0].host_types == ("HT-L",)
    assert platform.clusters[0].zones == (Zone.ADMINISTRATIVE,)
    assert scenario.lines.merge is Merge.BOTH


def test_what_is_asked_of_packing_is_read(write):
    text = """
most_guests_per_host = 40
pin = { "S-1" = ["HT-S"], "S-2" = ["HT-M", "HT-S"] }
ban = { "S-3" = ["HT-M"] }
[packing]
objective = "hosts"
then = "even"
profiles = "hours"
licensed_hosts = "dedicated"
"""
    write(GOOD + text, "base.toml")
    scenario = read_scenario(write('based_on = ["base"]\n'))
    assert scenario.packing == PackingOptions(
        objective=Objective.HOSTS, then="even", profiles="hours", licensed_hosts="dedicated"
    )
    ((cluster,),) = [platform.clusters for platform in scenario.platforms]
    assert cluster.pin == {"S-1": ("HT-S",), "S-2": ("HT-M", "HT-S")}
    assert (cluster.ban, cluster.most_guests_per_host) == ({"S-3": ("HT-M",)}, 40)


@pytest.mark.parametrize(
    ("years", "day", "path"),
    [(5, "2020-04-01", [0, -2.5, 3, 0]), (2, "2020-12-01", [1, -1]), (1, "2020-04-01", [])],
)
def test_fees_may_change_by_a_list(write, years: int, day: str, path: list[float]):
    lines = f"[lines]\nyears = {years}\nchange_on = {day}\n"
    own = f"[comparison]\nfee_change_percent_by_year = {path}\n"
    found = read_scenario(write(f"{GOOD}\n{lines}{own}")).comparison.fee_change_percent_by_year
    assert found == tuple(path)


@pytest.mark.parametrize(("normal", "after"), [(70, 70), (60, 60), (70, 100)])
def test_as_much_or_more_may_be_used_after_a_loss(write, normal: int, after: int):
    limits = f"[lines]\nmax_utilisation_percent = {normal}\n"
    own = f"[comparison]\nmax_utilisation_after_loss_percent = {after}\n"
    scenario = read_scenario(write(f"{GOOD}\n{limits}{own}"))
    found = [scenario.comparison.limit_percent(scenario.lines, after_loss=x) for x in (False, True)]
    assert found == [normal, after]


def test_an_inherited_pin_is_taken_back_with_an_empty_list(write):
    write(GOOD + 'pin = { A = ["HT-S"], B = ["HT-S"] }\n', "base.toml")
    over = '[[platforms]]\nid = "NEXT"\n[[platforms.clusters]]\nid = "ADM"\npin = { A = [] }\n'
    scenario = read_scenario(write('based_on = ["base"]\n' + over))
    assert scenario.platforms[0].clusters[0].pin == {"A": (), "B": ("HT-S",)}


def test_name_and_title_are_not_inherited_and_an_empty_list_empties(write):
    write(GOOD + "\n[costs]\nyen_per_kwh = 30\n", "base.toml")
    scenario = read_scenario(write('based_on = ["base"]\nplatforms = []\n', "as-is.toml"))
    assert scenario.name == scenario.title.ja == "as-is"
    assert scenario.platforms == ()
    assert scenario.costs.yen_per_kwh == 30


def test_later_bases_override_earlier_ones_and_a_shared_base_counts_once(write):
    write(GOOD + "\n[costs]\nyen_per_kwh = 10\nyen_per_move = 1\n", "root.toml")
    write('based_on = ["root"]\n[costs]\nyen_per_kwh = 11\nyen_per_move = 2\n', "a.toml")
    write('based_on = ["root"]\n[costs]\nyen_per_move = 3\n', "b.toml")
    scenario = read_scenario(write('based_on = ["a", "b.toml"]\n'))
    # b does not touch the price of power: root's value must not come back over a's
    assert (scenario.costs.yen_per_kwh, scenario.costs.yen_per_move) == (11, 3)


def test_an_inventory_named_by_a_base_elsewhere_is_seen_from_here(write, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "base.toml").write_text(GOOD, encoding="utf-8")
    read = read_scenario_files(write('based_on = ["deep/base.toml"]\n'))
    assert read.scenario.inventory == "inventories/x"
    assert read.inventory == tmp_path / "inventories/x"


def test_unknown_keys_are_refused_with_the_nearest_and_the_line(write):
    text = GOOD.replace("host_types", "host_type").replace("inventory", "inventroy")
    found = {p.column: p for p in problems(write(text + "spare_host = 2\n"))}
    assert found["inventroy"].line == 3
    assert found["inventroy"].fix == Text("'inventory' ではないか", "did you mean 'inventory'?")
    key = "platforms[NEXT].clusters[ADM].spare_host"
    assert found[key].line == 15
    assert found[key].fix is not None
    assert "spare_hosts" in found[key].fix.en
    assert found["platforms[NEXT].clusters[ADM].host_type"].line == 14
    assert "is missing" in found["platforms[NEXT].clusters[ADM].host_types"].what.en
    assert found["inventory"].what.en == "is missing and has no default"


def test_a_mistake_in_a_base_names_the_base(write):
    base = write(GOOD + "memory_ceiling_percent = 120\n", "base.toml")
    problem = only(write('based_on = ["base"]\n[lines]\nmerge = "both"\n'))
    assert (problem.source, problem.line) == (str(base), 15)
    assert problem.what.en == "120 is not between 1 and 100"
    assert problem.what.ja == "120 は 1 から 100 の間にない"


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ("1.5", "write 1 or 2"),
        ("60.0", "write 60"),
        ('"60 s"', "write 60, without unit or quotes"),
        ('"1,200"', "write 1200, without unit or quotes"),
        ('"1.5"', "write a whole number, without unit or quotes"),
        ('"much"', "write a whole number, without unit or quotes"),
        ("true", "write a whole number, without unit or quotes"),
    ],
)
def test_the_fix_of_a_number_is_near_what_was_written(write, value: str, fix: str):
    problem = only(write(f"time_limit_s = {value}\n" + GOOD))
    assert problem.fix is not None
    assert problem.fix.en == fix


WRONG = [
    ('time_limit_s = "60"', "time_limit_s", '"60" is not a whole number'),
    ("time_limit_s = 1.5", "time_limit_s", "1.5 is not a whole number"),
    ("time_limit_s = true", "time_limit_s", "true is not a whole number"),
    ("time_limit_s = 0", "time_limit_s", "0 is not between 1 and 86400"),
    ("title = 3", "title", "3 is not a table"),
    ("[costs]\ndiscount_percent = nan", "costs.discount_percent", "nan is not between 0 and 50"),
    ("[costs]\ndiscount_percent = '3'", "costs.discount_percent", '"3" is not a number'),
    ("[costs]\nlast_fiscal_year = 2017", "costs.last_fiscal_year", "2017 is not within 30 years"),
    ("[sizing]\npercentile = 94", "sizing.percentile", "94 is not one of the words known here"),
    ("[packing]\nobjective = 'yen'", "packing.objective", '"yen" is not one of the words'),
    ("[packing]\nprofiles = 'hour'", "packing.profiles", '"hour" is not one of the words'),
    ("[packing]\nthen = 'fewest-moves'", "packing.then", '"fewest-moves" is not one of'),
    ("[sizing]\nallow_cloud = 1", "sizing.allow_cloud", "1 is not true or false"),
    ('[lines]\nmerge = "bothe"', "lines.merge", '"bothe" is not one of the words known here'),
    ("[migration]\nstarts_on = 2022-01-01", "migration.ends_on", "is before the start"),
    ("[migration]\nends_on = '2021-02-30'", "migration.ends_on", '"2021-02-30" is not a date'),
    ("[migration]\nends_on = 2031-01-01", "migration.ends_on", "outside the fiscal years"),
    ("[costs]\nhosts_start_on = 2001-01-01", "costs.hosts_start_on", "outside the fiscal years"),
    ("[costs]\nyen_per_kwh = 99999999999999999999999", "costs.yen_per_kwh", "is not between"),
    ("[policy]\nallow_shared_platform = 'fire'", "policy.allow_shared_platform", "is not a list"),
    (
        "[comparison]\nmax_utilisation_after_loss_percent = 60",
        "comparison.max_utilisation_after_loss_percent",
        "60 is below the limit in the normal state, 70 (lines.max_utilisation_percent)",
    ),
    (
        "[comparison]\nmax_utilisation_after_loss_percent = 101",
        "comparison.max_utilisation_after_loss_percent",
        "101 is not between 1 and 100",
    ),
    (
        "[comparison]\nfee_change_percent_by_year = [1, 2, 3]",
        "comparison.fee_change_percent_by_year",
        "holds 3; 4 are wanted, one for each fiscal year after the first (2021-2024)",
    ),
    (
        "[lines]\nyears = 1\n[comparison]\nfee_change_percent_by_year = [1]",
        "comparison.fee_change_percent_by_year",
        "holds 1; 0 are wanted",
    ),
    (
        "[lines]\nyears = 2\nchange_on = 2020-10-01\n"
        "[comparison]\nfee_change_percent_by_year = [1]",
        "comparison.fee_change_percent_by_year",
        "holds 1; 2 are wanted, one for each fiscal year after the first (2021-2022)",
    ),
    (
        "[comparison]\nfee_change_percent_per_year = 2\nfee_change_percent_by_year = [1, 2, 3, 4]",
        "comparison.fee_change_percent_by_year",
        "there is a fee_change_percent_per_year = 2.0 too",
    ),
    (
        "[comparison]\nfee_change_percent_by_year = [0, -51, 0, 0]",
        "comparison.fee_change_percent_by_year[2]",
        "-51 is not between -50 and 50",
    ),
    (
        "[comparison]\nfee_change_percent_by_year = [0, 'x', 0, 0]",
        "comparison.fee_change_percent_by_year[2]",
        '"x" is not a number',
    ),
    (
        "[comparison]\nfee_change_percent_by_year = 3",
        "comparison.fee_change_percent_by_year",
        "3 is not a list",
    ),
    ("sizing = 5", "sizing", "5 is not a table"),
    ('name = "a/b"', "name", "'a/b' cannot be a folder's name"),
    ('name = ".."', "name", "'..' cannot be a folder's name"),
    ('name = ""', "name", "'' cannot be a folder's name"),
]


@pytest.mark.parametrize(("text", "column", "what"), WRONG, ids=[w[0] for w in WRONG])
def test_wrong_values(write, text: str, column: str, what: str):
    first, _, rest = text.partition("\n")
    whole = (
        f"{GOOD}\n{text}\n"
        if rest
        else f"{first}\n{GOOD}".replace("title = {", "#", first.startswith("title"))
    )
    found = problems(write(whole))
    assert [p.column for p in found] == [column]
    assert what in found[0].what.en
    assert found[0].fix is not None
    assert found[0].line is not None


STRUCTURE = [
    (GOOD.replace('["administrative"]', "[]"), "clusters[ADM].zones", "is empty"),
    (GOOD.replace('["HT-S", "HT-M"]', '["HT-S", "HT-S"]'), "host_types", "stands here 2 times"),
    (GOOD + GOOD[GOOD.index("[[platforms]]") :], "platforms[NEXT].id", "stands here twice"),
    (GOOD[: GOOD.index("[[platforms.clusters]]")], "platforms[NEXT].clusters", "has no cluster"),
    (GOOD.replace('id = "NEXT"', 'id = " "'), "platforms[ ].id", "cannot be an id"),
    (GOOD.replace('id = "NEXT"', r'id = "a\u001bb"'), "].id", "cannot be an id"),
    (
        GOOD + GOOD[GOOD.index("[[platforms.clusters]]") :].replace('"ADM"', '"B"'),
        "clusters[B].zones",
        "'administrative' is in cluster 'ADM' too",
    ),
    (GOOD + "most_guests_per_host = 0\n", "most_guests_per_host", "is not between 1 and 10000"),
    (GOOD + "pin = 3\n", "clusters[ADM].pin", "3 is not a table"),
    (GOOD + 'pin = { S1 = "HT-S" }\n', "clusters[ADM].pin.S1", "is not a list"),
    (GOOD + 'pin = { S1 = ["HT-X"] }\n', "pin.S1[1]", "no 'HT-X' in the cluster's host_types"),
    (GOOD + 'ban = { S1 = ["HT-S", "HT-S"] }\n', "ban.S1", "stands here 2 times"),
    (GOOD + 'ban = { S1 = ["HT-S", "HT-M"] }\n', "ban.S1", "leaves it no host type"),
    (
        GOOD + 'ban = { S1 = ["HT-S"] }\npin = { S1 = ["HT-S"] }\n',
        "ban.S1",
        "leaves it no host type",
    ),
    (
        GOOD + GOOD[GOOD.index("[[platforms]]") :].replace("NEXT", "N2").replace("ADM", "B"),
        "platforms[N2].replaces",
        "'NEXT' replaces 'OLD' too",
    ),
]


@pytest.mark.parametrize(("text", "column", "what"), STRUCTURE, ids=[s[2] for s in STRUCTURE])
def test_structure(write, text: str, column: str, what: str):
    found = problems(write(text))
    assert any(column in (p.column or "") and what in p.what.en for p in found), found


def test_all_mistakes_are_told_at_once_in_reading_order(write):
    text = "costt = 1\n" + GOOD + "cpu_ceiling_percent = 0\n[lines]\nyears = 'five'\n"
    found = problems(write(text))
    assert [p.line for p in found] == [1, 16, 18]


def test_based_on_mistakes(write):
    write(GOOD, "platform.toml")
    missing = only(write('based_on = ["platfrom"]\n'))
    assert "there is no file" in missing.what.en
    assert missing.fix == Text("'platform' ではないか", "did you mean 'platform'?")
    assert missing.line == 1
    assert "list of scenario names" in only(write('based_on = "platform"\n')).what.en
    assert "list of scenario names" in only(write("based_on = [3]\n")).what.en
    write('based_on = ["b"]\n', "a.toml")
    circle = only(write('based_on = ["a"]\n', "b.toml"))
    assert circle.what.en == "based_on goes in a circle: b.toml → a.toml → b.toml"
    assert "circle" in only(write('based_on = ["c"]\n', "c.toml")).what.en


def test_files_that_cannot_be_read(write, tmp_path):
    assert "there is no file" in only(tmp_path / "no.toml").what.en
    assert "is a folder" in only(tmp_path).what.en
    assert only(write("a = 1\nb = = 2\n")).line == 2
    assert only(write("a = 1\na = 2\n")).line is not None
    (tmp_path / "sjis.toml").write_bytes("title = '次期'\n".encode("cp932"))
    assert only(tmp_path / "sjis.toml").what.en == "is not UTF-8"


def test_every_problem_speaks_both_languages(write):
    text = "costt = 1\n" + GOOD.replace('"HALL"', "3") + "spare_hosts = -1\n[lines]\nmerge = 1\n"
    for problem in problems(write(text)):
        assert problem.what.ja != problem.what.en
        assert problem.fix is not None
        assert problem.fix.ja != problem.fix.en
