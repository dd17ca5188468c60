"""Line numbers of keys, and the walk over a scenario's keys."""

from dataclasses import fields, is_dataclass

from consolidation.nearest import nearest, suggestion
from consolidation.scenario.bounds import BOUNDS
from consolidation.scenario.keys import item_of, keys_of, plain, table_of
from consolidation.scenario.lines import key_lines
from consolidation.scenario.model import Scenario
from consolidation.text import Text

TOML = '''\
# [not] = "a header"
a.b = 1
"quoted key" = 2
text = """
c = 3
[d]
"""
[e]
f = """one line""" # g = 4
h = [
  "i",
]
[[p]]
id = "x"
[[p.c]]
id = "y"
[[p]]
[p.t]
k = 1
'''


def test_lines_of_keys_headers_and_entries():
    lines = key_lines(TOML)
    assert lines[("a", "b")] == 2
    assert lines[("quoted key",)] == 3
    assert lines[("e",)] == 8
    assert lines[("e", "h")] == 10
    assert lines[("p", 0, "id")] == 14
    assert lines[("p", 0, "c", 0, "id")] == 16
    assert lines[("p", 1)] == 17
    assert lines[("p", 1, "t", "k")] == 19
    assert ("c",) not in lines
    assert ("d",) not in lines
    assert ("e", "g") not in lines


def tables(table: type) -> set[type]:
    found = {table}
    for key in keys_of(table).values():
        inner = table_of(key.type)
        if inner is not None and inner not in found:
            found |= tables(inner)
    return found


def test_every_number_of_a_scenario_has_limits_and_every_limit_a_number():
    numbers = {
        (table, key.name)
        for table in tables(Scenario)
        for key in keys_of(table).values()
        if (item_of(key.type) or plain(key.type)) in (int, float)
    }
    assert numbers == set(BOUNDS)


def test_defaults_lie_within_their_limits():
    for table in tables(Scenario):
        for key in keys_of(table).values():
            if key.bounds is not None and isinstance(key.default, int | float):
                assert key.bounds[0] <= key.default <= key.bounds[1], (table, key.name)


def test_keys_are_the_fields():
    for table in tables(Scenario):
        assert is_dataclass(table)
        assert list(keys_of(table)) == [f.name for f in fields(table)]


def test_nearest():
    assert nearest("Resident", ["resident", "school"]) == "resident"
    assert nearest("zzz", ["resident"]) is None
    assert suggestion("zzz", []) == Text("使える名はない", "there is none to choose from")
    assert suggestion("zzz", list("abcdefghij")).en == "known: a, b, c, d, e, f, g, h, ..."
