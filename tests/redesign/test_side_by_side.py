"""Old and new side by side hold every way that either state has, and that the middle may have."""

from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    ControlKind,
    DeviceKind,
    Medium,
    ServerForm,
    SiteKind,
)
from consolidation.inventory.tables.network import Control, Device, Link
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.servers import Server
from consolidation.redesign.side_by_side import side_by_side

SITE = Site(id="HALL", name="庁舎", kind=SiteKind.CITY_HALL)
SWITCHES = tuple(
    Device(id=name, name=name, kind=DeviceKind.SWITCH, site="HALL", segments=("V",))
    for name in ("A", "B", "C")
)
LINK = Link(id="L", a_device="A", b_device="B", medium=Medium.RADIO, segments=("V",))
SERVER = Server(id="S", site="HALL", form=ServerForm.PHYSICAL, device="A", segments=("V",))
WALL = Control(id="W", kind=ControlKind.FIREWALL, device="A", from_segment="V", to_segment="V")
AS_IS = Estate(
    "x", sites=(SITE,), devices=SWITCHES, links=(LINK,), servers=(SERVER,), controls=(WALL,)
)


def test_a_link_that_carries_more_is_one_link_with_the_segments_of_both():
    after = replace(AS_IS, links=(replace(LINK, segments=("W",), capacity_mbit_s=9, note="n"),))
    both = side_by_side(AS_IS, after)
    assert [(row.id, set(row.segments)) for row in both.links] == [("L", {"V", "W"})]


def test_a_link_led_elsewhere_or_made_wired_stands_in_both_forms():
    for change in ({"b_device": "C"}, {"medium": Medium.FIBRE}):
        both = side_by_side(AS_IS, replace(AS_IS, links=(replace(LINK, **change),)))
        old, new = both.link["L@as-is"], both.link["L"]
        assert (old.b_device, old.medium) == ("B", Medium.RADIO)
        assert (new.b_device, new.medium) == (
            change.get("b_device", "B"),
            change.get("medium", Medium.RADIO),
        )


def test_a_server_that_moves_and_a_control_that_changes_stand_twice():
    after = replace(
        AS_IS,
        servers=(replace(SERVER, device="C"),),
        controls=(replace(WALL, kind=ControlKind.NONE),),
    )
    both = side_by_side(AS_IS, after)
    assert {(row.id, row.device) for row in both.servers} == {("S", "C"), ("S@as-is", "A")}
    kinds = {(row.id, row.kind) for row in both.controls}
    assert kinds == {("W", ControlKind.NONE), ("W@as-is", ControlKind.FIREWALL)}


def test_what_goes_and_what_comes_are_both_there():
    after = replace(AS_IS, links=(replace(LINK, id="NEW"),), servers=())
    both = side_by_side(AS_IS, after)
    assert set(both.link) == {"L", "NEW"}
    assert set(both.server) == {"S"}
