"""The merge rule, against a second, plainer statement of it."""

from hypothesis import assume, given
from hypothesis import strategies as st

from consolidation.scenario.merge import merged

KEYS = st.sampled_from("abc")
IDS = st.sampled_from(["P", "Q", "R"])
SCALARS = st.integers(0, 3) | st.lists(st.integers(0, 3), max_size=2)
ENTRIES = st.lists(
    st.fixed_dictionaries({"id": IDS}, optional={"v": SCALARS, "w": SCALARS}),
    max_size=3,
    unique_by=lambda e: e["id"],
)
TABLES = st.recursive(
    st.dictionaries(KEYS, SCALARS | ENTRIES, max_size=3),
    lambda inner: st.dictionaries(KEYS, inner | SCALARS | ENTRIES, max_size=3),
    max_leaves=6,
)


def leaves(node, at=()):
    """Return every plain value by its path, entries of lists by their id."""
    if isinstance(node, dict) and node:
        return {k: v for key, value in node.items() for k, v in leaves(value, (*at, key)).items()}
    if isinstance(node, list) and node and all(isinstance(e, dict) for e in node):
        return {k: v for e in node for k, v in leaves(e, (*at, e["id"])).items()}
    return {at: node}


@given(TABLES)
def test_nothing_over_anything_changes_nothing(table):
    assert merged(table, {}) == merged({}, table) == merged(table, table) == table


@given(TABLES, TABLES)
def test_what_the_later_says_holds(base, over):
    result = leaves(merged(base, over))
    for path, value in leaves(over).items():
        if path and value != {}:
            assert result[path] == value


def shapes(node, at=()):
    """Return what stands at every path: a table, a list of tables or a plain value."""
    if isinstance(node, dict):
        inner = {k: v for key, value in node.items() for k, v in shapes(value, (*at, key)).items()}
        return {at: "table", **inner}
    if isinstance(node, list) and node and all(isinstance(e, dict) for e in node):
        inner = {k: v for e in node for k, v in shapes(e, (*at, e["id"])).items()}
        return {at: "entries", **inner}
    return {at: "value"}


@given(TABLES, TABLES)
def test_what_the_later_does_not_touch_stays(base, over):
    before, after = shapes(base), shapes(over)
    assume(all(before[path] == after[path] for path in before.keys() & after.keys()))
    result, later = leaves(merged(base, over)), leaves(over)
    for path, value in leaves(base).items():
        touched = any(path[: len(other)] == other[: len(path)] for other in later if other)
        if path and not touched:
            assert result[path] == value


@given(TABLES, TABLES, TABLES)
def test_overriding_twice_is_overriding_by_the_merged_where_kinds_agree(a, b, c):
    def kinds(table):
        return {p: type(v) for p, v in leaves(table).items()}

    same = {**kinds(a), **kinds(b), **kinds(c)}
    if all(kinds(t).items() <= same.items() for t in (a, b, c)) and not _clash([a, b, c]):
        assert merged(merged(a, b), c) == merged(a, merged(b, c))


def _clash(tables):
    """Tell whether one table has a value where another has a table, or an emptied list."""
    paths = {p for t in tables for p in leaves(t)}
    prefixes = any(p != q and q[: len(p)] == p for p in paths for q in paths)
    return prefixes or any(v == [] for t in tables for v in leaves(t).values())


@given(TABLES, TABLES)
def test_neither_side_is_changed(base, over):
    import copy

    before = copy.deepcopy((base, over))
    merged(base, over)
    assert (base, over) == before


def test_entries_keep_their_place_and_new_ones_come_last():
    base = {"platforms": [{"id": "A", "x": 1}, {"id": "B"}]}
    over = {"platforms": [{"id": "C"}, {"id": "A", "x": 2}]}
    assert merged(base, over)["platforms"] == [{"id": "A", "x": 2}, {"id": "B"}, {"id": "C"}]
