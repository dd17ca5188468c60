"""The tables about a verdict: readings, failures, zones, repairs, rings, changes between states."""

from dataclasses import replace
from typing import get_args, get_type_hints

import pytest

from consolidation.export import policy_labels
from consolidation.export.cards import finding_groups, way_alt
from consolidation.export.contents import (
    answer,
    explained,
    findings,
    readings,
    repairs,
    rings,
    single_failures,
    state_changes,
    zone_pairs,
)
from consolidation.export.contents.all import all_tables
from consolidation.export.contents.assumptions import assumptions_of
from consolidation.export.controls import known_controls
from consolidation.export.review import Review
from consolidation.export.table import Table, shown
from consolidation.inventory.tables.kinds import ControlKind, Zone
from consolidation.policy.model import (
    CrossingMode,
    CrossingRule,
    FailureKind,
    Outcome,
    PolicyOptions,
    Repair,
    RepairPrices,
    Verdict,
)
from consolidation.policy.repair.actions import Kind
from consolidation.text import Text
from tests.export import verdict_samples as samples


@pytest.fixture(scope="module")
def judged(review: Review) -> Review:
    as_is = samples.with_controls(review.as_is)
    plan = replace(review.plan, verdicts=samples.VERDICTS)
    return Review(plan, as_is, review.to_be, review.problem, "en")


def lines(table: Table) -> list[str]:
    kinds = [head.kind for head in table.headings]
    return [
        " | ".join(shown(cell, kind, "en") for cell, kind in zip(row, kinds, strict=True))
        for row in table.rows
    ]


def test_readings_under_every_edition(judged: Review):
    rows = lines(readings.readings(judged))
    assert len(rows) == 4 * len(samples.VERDICTS)
    assert rows[0] == (
        "as-is | the city's rule (2018, functional reading) [city-2018] | holds | violated | 2 | 1 "
        "| 2 | P2 violated (national-2022, national-2025: holds), asks for 2 controls "
        "(national-2022, national-2025: 1)"
    )
    assert rows[1].endswith(
        "[city-2018-strict] | holds | violated |  | 1 | a breach whatever k is | P2 violated "
        "(national-2022, national-2025: holds), allows no connection at all, guarded or not"
    )
    assert rows[2].endswith("[national-2022] | holds | holds | 1 | 1 | 2 | ")
    assert rows[3].endswith("[national-2025] | holds | holds | 1 |  |  | ")
    states = [row.split(" | ")[0] for row in lines(readings.for_page(judged))]
    assert states == ["to-be"] * 4 + ["as-is"] * 4, "waves that say the same are left out"


def test_a_city_no_stricter_than_the_nation_says_so():
    city, _, national, _ = samples.READINGS
    same = replace(city, entry=Outcome.HOLDS, required_controls=1)
    assert readings.stricter(same, (same, national)) == Text(
        "この状態では差なし", "no difference in this state"
    )
    assert readings.stricter(city, (city,)) is None
    assert readings.stricter(national, samples.READINGS) is None


def test_failures_that_change_the_answer_and_a_count_of_the_others(judged: Review):
    assert len(single_failures.single_failures(judged).rows) == 2 * 4
    page = single_failures.for_page(judged)
    assert lines(page)[:2] == [
        "as-is | carrier | 事業者A | violated | 0 | 0 | L-LTE-1 | 4",
        "as-is | site entry | S001/E1 | holds | 2 |  |  | ",
    ]
    assert {row.split(" | ")[0] for row in lines(page)} == {"as-is", "to-be"}
    assert page.note is not None
    assert "28 were tried in all states; after the other 20 neither" in page.note.en
    assert "ほかの20件では判定も制御の数も変わらない" in page.note.ja


def test_a_failure_that_only_a_wave_shows_is_on_the_page(judged: Review):
    worse = replace(samples.FAILURES[1], kind="link", id="L-0", num_controls=1)
    wave = replace(samples.WAVES[0], failures=(*samples.FAILURES, worse))
    plan = replace(judged.plan, verdicts=(samples.AS_IS, samples.TO_BE, wave))
    changed = Review(plan, judged.as_is, judged.to_be, judged.problem, "en")
    rows = lines(single_failures.for_page(changed))
    assert rows[-1] == "after wave 1 | link | L-0 | holds | 1 |  |  | "
    assert len(rows) == 2 + 2 + 1


def test_the_matrix_of_zones_is_the_same_from_either_side(judged: Review):
    table = zone_pairs.zone_matrix(judged)
    assert [head.title.en for head in table.headings][2:] == [
        "resident",
        "administrative",
        "internet",
    ]
    rows = lines(table)[:3]
    past = "holds (past controls: 1), 6 joints: C-0, C-1, C-2, C-3 and 2 more"
    denied = "violated (no joint), 1 joint"
    assert rows == [
        f"as-is | resident | — | {past} | {denied}",
        f"as-is | administrative | {past} | — | ",
        f"as-is | internet | {denied} |  | —",
    ]
    pairs = lines(zone_pairs.zone_pairs(judged))
    assert "to-be | resident | internet | no joint |  | violated | 1 | " in pairs
    assert [r.split(" | ")[0] for r in lines(zone_pairs.for_page(judged))] == ["to-be"] * 3 + [
        "as-is"
    ] * 3


def test_repairs_with_prices_that_are_marked_as_illustrative(judged: Review):
    table = repairs.repairs(judged)
    assert "illustrative" in table.headings[4].title.en
    assert lines(table) == [
        "to-be | every breach | whole state | 2 | 1,250,000 | 1,250,000 | yes | minimum cut "
        "| holds",
        "to-be | no way in from wireless (P2-entry) | SW-3 | 2 | 1,250,000 | 1,250,000 | yes | "
        "minimum cut | holds",
    ]
    assert lines(repairs.changes(judged))[2] == (
        "to-be | no way in from wireless (P2-entry) | SW-3 | 1 | a segment taken off a link | "
        "links | L-7 | V-110 | take VLAN 110 off link L-7 | 50,000"
    )
    own = RepairPrices(control_yen=1, change_yen=2, unplug_yen=3, wire_yen=4)
    scenario = replace(judged.plan.scenario, policy=PolicyOptions(repair_prices=own))
    priced = replace(judged.plan, scenario=scenario)
    other = Review(priced, judged.as_is, judged.to_be, judged.problem, "en")
    assert "illustrative" not in repairs.repairs(other).headings[4].title.en
    (card, _) = finding_groups(other)[0].findings
    assert card.repair is not None
    assert "illustrative" not in card.repair.title.en


def test_a_repair_that_is_not_proved_cheapest_says_its_bound():
    unproved = replace(samples.REPAIR, lower_bound_yen=1_000_000, outcome=Outcome.UNDETERMINED)
    words = explained.repair_words(unproved, illustrative=True)
    assert words.en == (
        "2 changes for 1,250,000 yen (without tax, at illustrative prices); not proved cheapest "
        "(lower bound 1,000,000 yen); judged anew after it: undetermined; no changes on offer were "
        "found after which it holds"
    )
    assert "下界 1,000,000円" in words.ja
    assert "証明済み" in explained.repair_words(samples.REPAIR, illustrative=False).ja


def test_a_breach_that_nothing_on_offer_mends_says_so(judged: Review):
    hopeless = replace(samples.BROKEN, subject="SW-9", repair=None)
    verdict = replace(samples.TO_BE, findings=(samples.BROKEN, hopeless, samples.UNCLEAR))
    assert [explained.not_mended(verdict, finding) for finding in verdict.findings] == [
        False,
        True,
        False,
    ]
    plan = replace(judged.plan, verdicts=(verdict,))
    shown = Review(plan, judged.as_is, judged.to_be, judged.problem, "en")
    card = finding_groups(shown)[0].findings[1]
    assert card.repair is not None
    assert card.repair.title.en == "no repair was found among the changes on offer"
    never_sought = replace(verdict, findings=(hopeless,), repair=None)
    assert not explained.not_mended(never_sought, hopeless)


def test_facts_to_survey(judged: Review):
    assert lines(repairs.survey(judged)) == [
        "to-be | no way in from wireless (P2-entry) | whole state | 1 | links | L-9 | which VLANs "
        "it carries",
        "to-be | no way in from wireless (P2-entry) | whole state | 2 | devices | SW-9 | whether "
        "it routes between its segments",
    ]


def test_rings_name_their_gates_by_the_box_they_are_on(judged: Review):
    rows = lines(rings.rings(judged))
    assert len(rows) == 9
    assert rows[1] == (
        "as-is | 1 | reached past 1 control | 97 | 0 | FW-1 (controls C-FW-1, C-FW-2), control "
        "C-OTHER | devices FW-1, servers SRV-BUNSHO-02"
    )
    assert rows[2].startswith("as-is | 2 | behind 2 or more controls, or not reached at all | 31")


def test_further_ways_and_marks_stand_in_the_table_of_steps(judged: Review):
    rows = [row.split(" | ") for row in lines(findings.steps(judged))]
    of_breach = [row for row in rows if row[2] == "SW-3"]
    assert [(row[3], row[4]) for row in of_breach[8:]] == [
        ("1", "9"),
        ("2", "1"),
        ("2", "2"),
        ("2", "3"),
    ]
    assert of_breach[2][9] == "the step at fault"
    assert of_breach[3][9] == of_breach[5][9] == of_breach[10][9] == "taken to be lost"
    assert {row[9] for i, row in enumerate(of_breach) if i not in (2, 3, 5, 10)} == {""}


def test_differences_between_states_in_their_order(judged: Review):
    as_is, to_be, first, second = samples.VERDICTS
    pairs = list(state_changes.consecutive(samples.VERDICTS))
    assert pairs == [(as_is, to_be), (as_is, first), (first, second), (second, to_be)]
    assert list(state_changes.consecutive((as_is,))) == []
    switch = replace(as_is, state="switching")
    assert list(state_changes.consecutive((as_is, to_be, switch, first))) == [
        (as_is, to_be),
        (as_is, switch),
        (switch, to_be),
        (as_is, first),
        (first, to_be),
    ]
    rows = lines(state_changes.state_changes(judged))
    assert rows[0].startswith(
        "as-is | to-be | opened | no way in from wireless (P2-entry) | SW-3 | holds | violated | 2 "
        "| 1 | "
    )
    assert {row.split(" | ")[0] for row in rows} == {"as-is", "after wave 2"}


def test_the_summary_tells_both_readings_and_the_failures(judged: Review):
    found = {label.en: cell.en for label, cell in answer.answer(judged).rows}
    assert found["each reading of the city's rule"] == (
        "city-2018 P1 holds, P2 violated (k = 2, a breach from k = 2); city-2018-strict P1 holds, "
        "P2 violated (allows no connection at all, guarded or not)"
    )
    assert found["after a single failure"] == (
        "2 of 7 change the outcome or the number of controls (1 in breach)"
    )


def test_every_word_of_a_verdict_has_a_label():
    assert set(policy_labels.ACTION) == set(get_args(Kind))
    assert set(policy_labels.MODE) == set(get_args(CrossingMode))
    assert set(policy_labels.FAILURE) == set(get_args(FailureKind))
    methods = get_type_hints(Repair)["method"]
    assert set(policy_labels.METHOD) == set(get_args(methods))


def test_an_empty_verdict_leaves_every_table_empty(judged: Review):
    bare = Verdict(state="to-be", edition="city-2018", findings=())
    plan = replace(judged.plan, verdicts=(bare,))
    tables = all_tables(Review(plan, judged.as_is, judged.to_be, judged.problem, "ja"))
    for name in ("readings", "repairs", "repair-changes", "survey", "rings", "single-failures"):
        assert tables[name].rows == ()
    for name in ("zone-pairs", "zone-matrix", "state-changes"):
        assert tables[name].rows == ()


def test_what_a_control_falls_with(judged: Review):
    known = known_controls((judged.as_is,))
    assert known.groups["C-FW-1"] == ("account/net-team", "device/FW-1")
    assert known.fall_with("device/FW-1") == ("C-FW-1", "C-FW-2")
    assert known.is_lost("C-FW-1", ("account/net-team",))
    assert not known.is_lost("C-FW-1", ("device/FW-2",))
    assert not known.is_lost("C-NONE", ("device/FW-1",))
    assert not known.is_lost(None, ("device/FW-1",))


def test_options_of_the_policy_are_told_in_words(judged: Review):
    rule = CrossingRule(
        zones=(Zone.RESIDENT, Zone.LGWAN),
        mode="controls",
        controls=2,
        kinds=(ControlKind.FIREWALL,),
    )
    options = PolicyOptions(crossings=(rule,), allow_shared_store=(Zone.FIRE,))
    scenario = replace(judged.plan.scenario, policy=options)
    found = {a.path: a for a in assumptions_of(scenario)}
    assert found["policy.crossings"].value == Text(
        "住民情報系とLGWAN接続系: 制御を通す 2個以上（ファイアウォール）",
        "resident and lgwan: past controls, 2 or more (firewall)",
    )
    assert found["policy.repair_prices.control_yen"].value == 1_200_000
    assert found["policy.media"].value == Text("規則の基準による", "those of the edition")
    assert found["policy.allow_shared_store"].value == Text("消防系", "fire")


def test_a_sentence_that_two_steps_share_stands_once_in_tables_and_cards(judged: Review):
    verdict = replace(samples.TO_BE, findings=(samples.TWICE,))
    review = replace_verdicts(judged, verdict)
    rows = [line.split(" | ") for line in lines(findings.steps(review))]
    first = [row for row in rows if row[3] == "1"]
    assert [row[4] for row in first] == [str(n + 1) for n in range(len(samples.WAY))]
    assert [row[4] for row in first if "the step at fault" in row[9]] == ["3"]
    assert len([row for row in rows if row[3] == "2"]) == len(samples.WAY)
    (card,) = (card for group in finding_groups(review) for card in group.findings)
    assert [line.text for line in card.steps] == [step.text for step in samples.WAY]
    assert [explained.AT_FAULT in line.marks for line in card.steps].index(True) == 2
    assert [line.text for line in card.ways[0]] == [step.text for step in samples.WAY]
    assert "at fault: links L-7" in way_alt(card).en


def replace_verdicts(review: Review, *verdicts: Verdict) -> Review:
    plan = replace(review.plan, verdicts=verdicts)
    return Review(plan, review.as_is, review.to_be, review.problem, "en")
