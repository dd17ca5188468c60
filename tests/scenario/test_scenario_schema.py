"""The schema for editors: committed as generated, and true of every scenario file."""

import json
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from consolidation.scenario.schema import main, scenario_schema, schema_text

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.toml"))


def as_json(text: str) -> object:
    return json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))


@pytest.fixture(scope="module")
def validator():
    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_committed_schema_is_the_generated_one():
    written = (ROOT / "scenarios" / "scenario.schema.json").read_text("utf-8")
    assert written == schema_text(), "run `make docs`"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_every_scenario_fits_the_schema(validator, path: Path):
    validator.validate(as_json(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        "unknown = 1",
        "time_limit_s = 0",
        "[sizing]\npercentile = 94",
        "[lines]\nmerge = 'bothe'",
        "[[platforms]]\n[[platforms.clusters]]\nzones = ['nowhere']",
        "[[platforms]]\nspare = 1",
        "title = {ja = 'x'}",
        "[packing]\nprofiles = 'weeks'",
        "[comparison]\nfee_change_percent_by_year = [0, -60]",
        "[comparison]\nfee_change_percent_by_year = -2",
        "[[platforms]]\n[[platforms.clusters]]\npin = {a = 'HT-S'}",
    ],
)
def test_the_schema_refuses_what_reading_refuses(validator, text: str):
    assert not validator.is_valid(as_json(text))


def test_descriptions_come_from_the_docstrings():
    schema = json.loads(schema_text())
    cluster = schema["$defs"]["ClusterPlan"]["properties"]
    assert cluster["host_types"]["description"].startswith("Ids of the inventory's host types")
    assert cluster["spare_hosts"]["default"] == 1
    assert schema["$defs"]["Merge"]["enum"] == ["separate", "inter-site", "in-facility", "both"]


def test_writing_it(tmp_path, capsys):
    target = tmp_path / "s.json"
    assert main([str(target)]) == 0
    assert target.read_text("utf-8") == schema_text()
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
