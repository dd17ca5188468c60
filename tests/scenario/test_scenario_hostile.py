"""Whatever a scenario file holds, it is read or refused with problems; nothing else happens."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consolidation.errors import InputProblems, Problem
from consolidation.scenario.keys import keys_of, table_of
from consolidation.scenario.model import Scenario
from consolidation.scenario.read import read_scenario
from consolidation.text import Text

NOTHING = Text("", "")


def names(table: type) -> set[str]:
    found = set(keys_of(table))
    for key in keys_of(table).values():
        inner = table_of(key.type)
        found |= names(inner) if inner is not None else set()
    return found


KEYS = st.sampled_from([*sorted(names(Scenario)), "based_on", "ja", "en", "x"])
TEXTS = st.sampled_from(["", "resident", "NEXT", "a\x1b[31m", "漢字", "2019-10-01", "../x", "[b]"])
SCALARS = TEXTS | st.integers() | st.booleans() | st.floats()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def toml(value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{k}" = {toml(v)}' for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, float):
        return repr(value) if "e" not in repr(value) else "0.5"
    return json.dumps(value)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_content_is_read_or_refused(tmp_path: Path, data):
    path = tmp_path / "s.toml"
    path.write_text("\n".join(f"{k} = {toml(v)}" for k, v in data.items()), encoding="utf-8")
    for problem in refusal(path):
        assert problem.what != NOTHING
        assert problem.render("ja")
        assert problem.render("en")


def refusal(path: Path) -> tuple[Problem, ...]:
    try:
        read_scenario(path)
    except InputProblems as error:
        return error.problems or (Problem("no problem named", None, None, NOTHING),)
    return ()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"\xff\xfe", b"[" * 5000, b"a = [" + b"[" * 5000, b'based_on = ["\\u0000"]'],
)
def test_any_bytes_are_refused(tmp_path, content):
    path = tmp_path / "s.toml"
    path.write_bytes(content)
    with pytest.raises(InputProblems):
        read_scenario(path)
