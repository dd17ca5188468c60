"""The policy's options in a scenario file: crossings, media, sharing, prices of repairs."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from consolidation.errors import InputProblems
from consolidation.export.contents.assumptions import assumptions_of
from consolidation.inventory.tables.kinds import ControlKind, RadioFamily, Zone
from consolidation.policy.model import CrossingRule, PolicyOptions, RepairPrices
from consolidation.scenario.read import read_scenario
from consolidation.scenario.schema import scenario_schema
from consolidation.text import Text

POLICY = """\
inventory = "../inventories/x"
[policy]
edition = "national-2025"
media = ["802.11", "cellular"]
separate_fibre = true
allow_shared_host = ["school"]
allow_shared_store = ["resident"]
allow_shared_management = ["lgwan"]
[policy.repair_prices]
wire_yen = 5_000_000
[[policy.crossings]]
zones = ["resident", "school"]
mode = "deny"
[[policy.crossings]]
zones = ["lgwan", "resident"]
mode = "controls"
controls = 2
kinds = ["firewall", "acl"]
[[policy.crossings]]
zones = ["lgwan", "internet"]
mode = "listed"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.toml"


def read(path: Path, text: str) -> PolicyOptions:
    path.write_text(text, encoding="utf-8")
    return read_scenario(path).policy


def refused(path: Path, policy: str) -> list[tuple[str | None, int | None, str]]:
    with pytest.raises(InputProblems) as caught:
        read(path, f'inventory = "x"\n[policy]\n{policy}\n')
    return [(p.column, p.line, p.what.en) for p in caught.value.problems]


def test_every_option_is_read(path: Path):
    assert read(path, POLICY) == PolicyOptions(
        edition="national-2025",
        media=(RadioFamily.WIFI, RadioFamily.CELLULAR),
        separate_fibre=True,
        crossings=(
            CrossingRule(zones=(Zone.RESIDENT, Zone.SCHOOL), mode="deny"),
            CrossingRule(
                zones=(Zone.LGWAN, Zone.RESIDENT),
                mode="controls",
                controls=2,
                kinds=(ControlKind.FIREWALL, ControlKind.ACL),
            ),
            CrossingRule(zones=(Zone.LGWAN, Zone.INTERNET), mode="listed"),
        ),
        allow_shared_host=(Zone.SCHOOL,),
        allow_shared_store=(Zone.RESIDENT,),
        allow_shared_management=(Zone.LGWAN,),
        repair_prices=RepairPrices(wire_yen=5_000_000),
    )
    schema = jsonschema.Draft202012Validator(scenario_schema())
    schema.validate(json.loads(json.dumps(tomllib.loads(POLICY))))


@pytest.mark.parametrize(
    ("policy", "column", "what"),
    [
        ('media = ["wifi"]', "policy.media[1]", "not one of the words"),
        ('media = ["802.11", "802.11"]', "policy.media", "2 times"),
        ('allow_shared_store = ["school", "school"]', "policy.allow_shared_store", "2 times"),
        ("[policy.repair_prices]\ncontrol_yen = -1", "control_yen", "not between"),
        ('[[policy.crossings]]\nmode = "deny"\nzones = ["school"]', "zones", "not hold 2"),
        (
            '[[policy.crossings]]\nmode = "deny"\nzones = ["school", "fire", "water"]',
            "zones",
            "not hold 2",
        ),
        ('[[policy.crossings]]\nmode = "deny"\nzones = ["fire", "fire"]', "zones", "both are"),
        ('[[policy.crossings]]\nmode = "ask"\nzones = ["fire", "water"]', "mode", "words known"),
        (
            '[[policy.crossings]]\nmode = "screen"\ncontrols = 2\nzones = ["fire", "water"]',
            "controls",
            "does not count controls",
        ),
        (
            '[[policy.crossings]]\nmode = "deny"\nkinds = ["acl"]\nzones = ["fire", "water"]',
            "kinds",
            "no choice of kinds",
        ),
        (
            '[[policy.crossings]]\nmode = "listed"\nkinds = ["none"]\nzones = ["fire", "water"]',
            "kinds",
            "no control",
        ),
        (
            '[[policy.crossings]]\nmode = "controls"\ncontrols = 11\nzones = ["fire", "water"]',
            "controls",
            "not between 1 and 10",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(path: Path, policy: str, column: str, what: str):
    ((where, line, said),) = refused(path, policy)
    assert column in (where or "")
    assert what in said
    assert line is not None


def test_two_crossings_of_the_same_zones_are_refused(path: Path):
    one = '[[policy.crossings]]\nmode = "deny"\nzones = ["fire", "water"]\n'
    other = '[[policy.crossings]]\nmode = "screen"\nzones = ["water", "fire"]\n'
    ((_, line, said),) = refused(path, one + other)
    assert "stand together here before" in said
    assert line == 8


def test_assumptions_say_what_the_policy_is_asked(path: Path):
    path.write_text(POLICY, encoding="utf-8")
    found = {a.path: a for a in assumptions_of(read_scenario(path))}
    assert found["policy.media"].value == Text("無線LAN、携帯電話網", "802.11, cellular")
    assert found["policy.crossings"].value == Text(
        "住民情報系と教育系: 接続不可；"
        "LGWAN接続系と住民情報系: 制御を通す 2個以上（ファイアウォール、ACL）；"
        "LGWAN接続系とインターネット接続系: 一覧の通信のみ",
        "resident and school: no joint; "
        "lgwan and resident: past controls, 2 or more (firewall, acl); "
        "lgwan and internet: listed flows only",
    )
    assert found["policy.repair_prices.wire_yen"].value == 5_000_000
    assert found["policy.repair_prices.wire_yen"].unit == Text("円", "yen")
    assert "policy.repair_prices" not in found
    path.write_text('inventory = "x"\n', encoding="utf-8")
    plain = {a.path: a.value for a in assumptions_of(read_scenario(path))}
    assert plain["policy.crossings"] == Text("規則の基準による", "as in the edition")
