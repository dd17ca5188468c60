"""options.json: exact, canonical, strict, and back to an equal comparison."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.errors import InputProblems
from consolidation.export.options.options_json import OptionsFile, dumps, loads
from consolidation.policy.model import Outcome
from consolidation.text import Text
from tests.export.option_samples import FORMULA, TURNED, comparison

FILE = OptionsFile(
    comparison=comparison(),
    scenario="hand-made",
    title=Text(TURNED, FORMULA),
    inventory="hand-made",
    illustrative=None,
    tool_version="0.1.0",
)


def columns(text: str) -> set[str | None]:
    with pytest.raises(InputProblems) as caught:
        loads(text)
    assert all(problem.fix for problem in caught.value.problems)
    return {problem.column for problem in caught.value.problems}


def test_it_reads_back_equal_and_writes_the_same_bytes():
    text = dumps(FILE)
    again = loads(text)
    assert again == FILE
    assert again.comparison.cheapest == FILE.comparison.cheapest
    assert dumps(again) == text


def test_fractions_are_exact_and_keys_in_order():
    def ordered(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        assert keys == sorted(keys)
        return dict(pairs)

    tree = json.loads(dumps(FILE), object_pairs_hook=ordered)
    first = tree["comparison"]["options"][0]
    assert first["cost"] == "547200001/3"
    assert first["after_loss"]["share"] == "13/25"
    assert tree["comparison"]["break_evens"][0]["at"] == ["5/12"]


@settings(max_examples=40, deadline=None)
@given(
    cost=st.none() | st.fractions(),
    words=st.text(st.characters(codec="utf-8"), max_size=12),
    years=st.lists(st.tuples(st.integers(), st.integers()), max_size=3),
    outcome=st.sampled_from(Outcome),
)
def test_many_comparisons_read_back_equal(cost, words, years, outcome):
    first, *rest = FILE.comparison.options
    changed = replace(
        first,
        cost=cost,
        by_year=tuple(years),
        policy=replace(first.policy, outcome=outcome, breaches=((words, words),)),
    )
    swing = replace(FILE.comparison.swings[0], price=Text(words, words), high=cost or Fraction(1))
    compared = replace(FILE.comparison, options=(changed, *rest), swings=(swing,))
    file = replace(FILE, comparison=compared, illustrative=Text(words, words))
    assert loads(dumps(file)) == file


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"schema": 1}', "[" * 9999, '{"format": 1, "format": 1}']
)
def test_what_is_no_such_file_is_refused(text: str):
    assert columns(text) <= {None, "format"}


@pytest.mark.parametrize("version", [0, 2, None, "1", True, 1.0])
def test_an_unknown_version_is_refused_and_named(version: object):
    tree = json.loads(dumps(FILE))
    tree["schema"] = version
    assert columns(json.dumps(tree)) == {"schema"}


def test_every_place_that_is_wrong_is_named():
    tree = json.loads(dumps(FILE))
    options = tree["comparison"]["options"]
    options[0]["kit"] = "magic"
    options[1]["cost"] = "1/0"
    options[2]["lines"][0]["yen_month"] = "60000"
    del options[3]["policy"]
    found = columns(json.dumps(tree))
    where = "comparison.options"
    assert {f"{where}.0.kit", f"{where}.1.cost", f"{where}.3.policy"} <= found
    assert f"{where}.2.lines.0.yen_month" in found


@pytest.mark.parametrize("spelling", [0.5, "0.5", "2/4", " 1/2", "1 / 2"])
def test_a_fraction_is_written_in_one_way_only(spelling: object):
    """A decimal in its place may be a rounded one."""
    tree = json.loads(dumps(FILE))
    tree["comparison"]["options"][0]["bound"] = spelling
    tree["comparison"]["colour"] = "red"
    found = columns(json.dumps(tree))
    assert "comparison.options.0.bound" in found
    tree["comparison"]["options"][0]["bound"] = "1/2"
    assert columns(json.dumps(tree)) == {"comparison.colour"}
