"""The state graph as a whole: names, parallel links, hash, hostile ids."""

from dataclasses import replace

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    RadioFamily,
    SegmentKind,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site
from consolidation.network.attributes import (
    Edge,
    Layer,
    Relation,
    State,
    add_edge,
    add_state,
    edges,
    empty_graph,
    state_of,
    states,
    ways,
)
from consolidation.network.graph import build_graph, graph_hash
from consolidation.text import Text


def two_switches(**change: object) -> Estate:
    link = Link(id="L1", a_device="A", b_device="B", medium=Medium.COPPER, segments=("V1", "V2"))
    return Estate(
        name="x",
        sites=(Site(id="S", name="S", kind=SiteKind.OTHER),),
        segments=tuple(
            Segment(id=v, name=v, kind=SegmentKind.VLAN, zone=zone)
            for v, zone in (("V1", Zone.RESIDENT), ("V2", Zone.SCHOOL))
        ),
        devices=tuple(
            Device(id=d, name=d, kind=DeviceKind.SWITCH, site="S", segments=("V1", "V2"))
            for d in ("A", "B")
        ),
        links=(replace(link, **change), replace(link, id="L2")),
        controls=(
            Control(
                id="C",
                kind=ControlKind.ACL,
                device="A",
                from_segment="V1",
                to_segment="V2",
                both_ways=True,
            ),
        ),
    )


def test_parallel_links_are_states_of_their_own():
    graph = build_graph(two_switches())
    assert {n for n, s in states(graph) if s.table == "links"} == {
        "wire/L1/V1", "wire/L1/V2", "wire/L2/V1", "wire/L2/V2",
    }  # fmt: skip
    assert state_of(graph, "wire/L1/V1").zone is Zone.RESIDENT


def test_vlans_on_a_device_are_apart_but_for_the_control():
    graph = build_graph(two_switches())
    across = {(u, v) for u, v, _ in ways(graph) if u.endswith("V1") and not v.endswith("V1")}
    assert across == {("domain/A/V1", "control/C")}


def test_every_edge_is_complete_and_worded():
    for _, _, edge in edges(build_graph(two_switches())):
        assert edge.weight in (0, 1)
        assert edge.table
        assert edge.row
        assert edge.words.ja
        assert edge.words.en
        assert (edge.weight == 1) <= (edge.control is not None)


@pytest.mark.parametrize(
    "change",
    [
        {"segments": ("V1",)},
        {"segments": ()},
        {"medium": Medium.RADIO},
        {"certainty": Certainty.ASSUMED},
        {"technology": "LTE"},
        {"a_device": "B"},
        {"a_native": "V1", "b_native": "V2"},
        {"rides_on": ("L2",), "rides_in": "V1"},
        {"ducts": ("D",)},
        {"a_port": "1"},
    ],
)
def test_hash_changes_with_each_fact(change):
    assert graph_hash(build_graph(two_switches())) != graph_hash(
        build_graph(two_switches(**change))
    )


def test_hash_does_not_hang_on_order_or_names():
    estate = two_switches()
    turned = replace(
        estate,
        name="other",
        devices=estate.devices[::-1],
        links=estate.links[::-1],
        segments=estate.segments[::-1],
    )
    assert graph_hash(build_graph(turned)) == graph_hash(build_graph(estate))


STATE = State(Layer.DOMAIN, "devices", "D")
EDGE = Edge(Relation.WAY, 1, "controls", "C", Text("", ""))
OTHER_STATES = {
    "layer": Layer.WIRE,
    "table": "links",
    "row": "E",
    "zone": Zone.RESIDENT,
    "certainty": Certainty.ASSUMED,
    "family": RadioFamily.WIFI,
}
OTHER_EDGES = {
    "relation": Relation.PART,
    "weight": 0,
    "table": "links",
    "row": "E",
    "certainty": Certainty.UNKNOWN,
    "control": "C",
    "control_kind": ControlKind.ACL,
    "medium": Medium.RADIO,
    "groups": ("account/x", "device/D"),
    "unsure_groups": ("account/x",),
    "bridged": Certainty.KNOWN,
}


def hash_of(state: State, edge: Edge, names: tuple[str, str] = ("a", "b")) -> str:
    graph = empty_graph()
    for name in names:
        add_state(graph, name, state)
    add_edge(graph, *names, edge)
    return graph_hash(graph)


def test_hash_covers_every_attribute_but_the_words():
    assert set(OTHER_STATES) == set(State._fields) - {"said"}
    assert set(OTHER_EDGES) == set(Edge._fields) - {"said"}
    found = {hash_of(STATE, EDGE), hash_of(STATE, EDGE, ("a", "c"))}
    found |= {hash_of(STATE._replace(**{k: v}), EDGE) for k, v in OTHER_STATES.items()}
    found |= {hash_of(STATE, EDGE._replace(**{k: v})) for k, v in OTHER_EDGES.items()}
    found |= {hash_of(STATE, EDGE._replace(groups=g)) for g in (("a b",), ("a", "b"), ("b", "a"))}
    assert len(found) == 2 + len(OTHER_STATES) + len(OTHER_EDGES) + 3
    worded = hash_of(STATE._replace(said=Text("x", "x")), EDGE._replace(said=Text("x", "x")))
    assert worded == hash_of(STATE, EDGE)


def test_hash_cannot_be_forged_by_ids_that_look_like_its_own_text():
    plain = hash_of(STATE, EDGE._replace(row='C" known "'))
    assert plain != hash_of(STATE, EDGE._replace(row="C", control='"'))
    assert hash_of(STATE._replace(row="D\n"), EDGE) != hash_of(STATE, EDGE)
    assert hash_of(STATE, EDGE._replace(control="")) != hash_of(STATE, EDGE)


def test_hostile_ids_keep_states_apart():
    """Slashes, percent signs, markup and formulas in ids make no two states one."""
    names = ("A", "A/V1", "A%2FV1", "=cmd()", "<b>x</b>", "V1", "／", "a b")
    estate = Estate(
        name="x",
        sites=(Site(id="S", name="S", kind=SiteKind.OTHER),),
        segments=tuple(
            Segment(id=v, name=v, kind=SegmentKind.VLAN, zone=Zone.SCHOOL) for v in names
        ),
        devices=tuple(
            Device(id=d, name=d, kind=DeviceKind.SWITCH, site="S", segments=names) for d in names
        ),
    )
    domains = [n for n in build_graph(estate) if n.startswith("domain/")]
    assert len(domains) == len(names) ** 2


def test_edge_to_nowhere_is_an_error():
    graph = empty_graph()
    with pytest.raises(KeyError):
        add_edge(graph, "a", "b", Edge(Relation.WAY, 0, "links", "L", Text("", "")))


def test_surer_and_lighter_edge_stays():
    graph = build_graph(two_switches())
    before = {(u, v): e for u, v, e in edges(graph)}
    loose = before["domain/A/V1", "control/C"]._replace(weight=1, certainty=Certainty.UNKNOWN)
    add_edge(graph, "domain/A/V1", "control/C", loose)
    assert {(u, v): e for u, v, e in edges(graph)} == before
    open_way = loose._replace(weight=0, certainty=Certainty.KNOWN)
    add_edge(graph, "domain/A/V1", "control/C", open_way)
    assert {(u, v): e for u, v, e in edges(graph)}["domain/A/V1", "control/C"] == open_way


def test_states_come_in_order_of_name():
    listed = [n for n, _ in states(build_graph(two_switches()))]
    assert listed == sorted(listed)
    assert isinstance(state_of(build_graph(two_switches()), listed[0]), State)


def test_edge_is_never_surer_than_its_states():
    """A hub joins what is on it for certain, but not a VLAN that may not be on it."""
    estate = two_switches(certainty=Certainty.ASSUMED)
    hub = Device(id="B", name="B", kind=DeviceKind.HUB, site="S", segments=("V2",))
    rare = replace(estate.links[0], segments=("V1",))
    graph = build_graph(replace(estate, devices=(estate.devices[0], hub), links=(rare,)))
    found = {(u, v): edge.certainty for u, v, edge in edges(graph)}
    assert found["ports/B", "domain/B/V2"] is Certainty.KNOWN
    assert found["ports/B", "domain/B/V1"] is Certainty.ASSUMED
