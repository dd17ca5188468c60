"""plan.json: canonical, strict, and back to an equal plan."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.errors import InputProblems
from consolidation.export.plan_json import dumps, loads
from consolidation.export.review import Review
from consolidation.packing.model import Placement
from consolidation.policy.model import Finding, Outcome
from consolidation.scenario.model import Plan
from consolidation.text import Text

any_text = st.text(st.characters(codec="utf-8"), max_size=20)


def leaves(
    tree: object, path: tuple[object, ...] = ()
) -> Iterator[tuple[tuple[object, ...], object]]:
    items = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    for key, value in items:
        if isinstance(value, (dict, list)):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


def test_a_plan_reads_back_equal_and_writes_the_same_bytes(review: Review):
    text = dumps(review.plan)
    again = loads(text)
    assert again == review.plan
    assert dumps(again) == text
    assert text.endswith("}\n")
    assert "住民記録" in text or "手作りの計画" in text, "Japanese stays as it is"


def test_keys_are_in_order(review: Review):
    def ordered(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        assert keys == sorted(keys)
        return dict(pairs)

    json.loads(dumps(review.plan), object_pairs_hook=ordered)


@settings(max_examples=40, deadline=None)
@given(
    title=any_text,
    servers=st.lists(st.tuples(any_text, any_text), max_size=4),
    hours=st.floats(0, 1e6, allow_nan=False),
    controls=st.none() | st.integers(-5, 10**15),
    outcome=st.sampled_from(list(Outcome)),
)
def test_many_plans_read_back_equal(review, title, servers, hours, controls, outcome):
    plan: Plan = review.plan
    wave = plan.schedule.waves[0]
    moves = tuple(replace(move, hours=hours) for move in wave.moves)
    finding = Finding(
        rule="r",
        outcome=outcome,
        subject=title,
        message=Text(title, title),
        num_controls=controls,
    )
    changed = replace(
        plan,
        scenario=replace(plan.scenario, title=Text(title, title)),
        packing=replace(
            plan.packing,
            placements=tuple(Placement(server=s, host=h) for s, h in servers),
        ),
        schedule=replace(plan.schedule, waves=(replace(wave, moves=moves),)),
        verdicts=(replace(plan.verdicts[0], findings=(finding,)),),
    )
    assert loads(dumps(changed)) == changed


@pytest.mark.parametrize("version", [0, 1, 2, 3, 4, 6, None, "1", True, 1.5])
def test_an_unknown_schema_version_is_refused_and_named(review: Review, version: object):
    tree = json.loads(dumps(review.plan))
    tree["schema"] = version
    with pytest.raises(InputProblems) as caught:
        loads(json.dumps(tree))
    (problem,) = caught.value.problems
    assert problem.column == "schema"
    assert repr(version) in problem.what.en
    assert problem.fix is not None


def test_unknown_keys_are_refused_wherever_they_stand(review: Review):
    tree = json.loads(dumps(review.plan))
    tree["surprise"] = 1
    tree["packing"]["hosts"][0]["colour"] = "red"
    with pytest.raises(InputProblems) as caught:
        loads(json.dumps(tree))
    found = {problem.column for problem in caught.value.problems}
    assert found == {"surprise", "packing.hosts.0.colour"}


def test_a_value_of_another_type_is_refused_and_not_coerced(review: Review):
    tree = json.loads(dumps(review.plan))
    tree["packing"]["price_yen"] = "7000000"
    tree["schedule"]["cost_yen"] = 1.0
    tree["costs"]["lines"][0]["category"] = "bribes"
    del tree["sizing"]["dispositions"][0]["server"]
    with pytest.raises(InputProblems) as caught:
        loads(json.dumps(tree))
    found = {problem.column for problem in caught.value.problems}
    assert "packing.price_yen" in found
    assert "schedule.cost_yen" in found
    assert "costs.lines.0.category" in found
    assert "sizing.dispositions.0.server" in found


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"schema": 2}', '{"schema": 2, "schema": 2}', "[" * 9999]
)
def test_what_is_no_plan_is_refused(text: str):
    with pytest.raises(InputProblems):
        loads(text)


def test_nothing_of_the_machine_is_written(review: Review):
    tree = json.loads(dumps(review.plan))
    keys = {str(part) for path, _ in leaves(tree) for part in path}
    assert not {key for key in keys if "seconds" in key and key != "time_limit_s"}
    assert not {key for key in keys if key in ("time", "host_name", "user", "path", "created")}
