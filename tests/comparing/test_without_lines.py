"""Sites that no option leaves a line at are named, with what is known of their terminals."""

from dataclasses import replace

from consolidation.comparing.verify import verify_comparison
from consolidation.inventory.estate import Estate
from tests.comparing.city import asking, options_alone
from tests.comparing.test_hostile_estates import changed


def silent(city: Estate, resident: int | None, administrative: int | None) -> Estate:
    """No flow begins or ends at EAST."""
    by_id = {row.id: row for row in city.flows}
    flows = (by_id["F-2"], replace(by_id["F-5"], target="VM-1"))
    without = replace(city, flows=flows)
    return changed(
        without,
        "sites",
        "EAST",
        resident_terminals=resident,
        administrative_terminals=administrative,
    )


def test_a_site_without_flows_is_told_first_with_what_is_known_of_its_terminals(city: Estate):
    question = asking(silent(city, None, 7))
    found = options_alone(question)
    note = found.notes[0]
    assert note.en == (
        "sites left without a line in every option, as no flow asks for one: "
        "EAST (administrative, terminals: 7), EAST (resident, number of terminals not known)"
    )
    assert "どの案でも" in note.ja
    assert "EAST（住民情報系、端末数の記載なし）" in note.ja
    assert "端末7台" in note.ja
    assert verify_comparison(question, found) == ()
    empty = options_alone(asking(silent(city, 0, 7))).notes[0]
    assert "EAST (resident, no terminals)" in empty.en
    assert "EAST（住民情報系、端末なし）" in empty.ja


def test_a_line_that_carries_both_networks_is_a_line_of_each(city: Estate):
    flows = tuple(row for row in city.flows if row.id != "F-1")
    found = options_alone(asking(replace(city, flows=flows)))
    told = [note.en for note in found.notes if "without a line" in note.en]
    assert told == [
        "sites left without a line in options that do not merge lines between sites, as no flow "
        "asks for one: EAST (resident, number of terminals not known)"
    ]


def test_where_every_site_has_flows_nothing_is_said(city: Estate):
    assert not [own for own in options_alone(asking(city)).notes if "without a line" in own.en]
