"""The tables and words of a comparison: what stands in them, rounded to the safe side."""

from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.comparing.model import Comparison, Kit, Lost, OptionAnswer
from consolidation.export.options.contents import all_tables, page_tables
from consolidation.export.options.report import tiles
from consolidation.export.options.shown import Shown
from consolidation.export.table import Cell, Table
from consolidation.inventory.tables.kinds import DeviceKind
from consolidation.policy.model import Outcome
from consolidation.redesign.model import Merge
from consolidation.solving.status import Status
from consolidation.text import Text
from tests.export.option_samples import FORMULA, MARKUP, comparison, shown
from tests.redesign.conftest import device, link


def rows(table: Table) -> list[dict[str, Cell]]:
    heads = [head.title.en for head in table.headings]
    assert len(set(heads)) == len(heads), "every column has a head of its own"
    assert len({head.title.ja for head in table.headings}) == len(heads)
    return [dict(zip(heads, row, strict=True)) for row in table.rows]


def english(cell: Cell) -> Cell:
    return cell.en if isinstance(cell, Text) else cell


def row_of(own: Shown, name: str) -> dict[str, Cell]:
    found = [row for row in rows(all_tables(own)["options"]) if row["option id"] == name]
    assert len(found) == 1
    return {head: english(cell) for head, cell in found[0].items()}


def said(own: Shown) -> dict[str, str]:
    return {label.en: text.en for label, text in all_tables(own)["answer"].rows}


def changed(which: str, **changes: object) -> Shown:
    """Return the sample with one option changed."""
    whole = comparison()
    options = tuple(replace(o, **changes) if o.name == which else o for o in whole.options)
    assert options != whole.options
    return shown(compared=replace(whole, options=options))


def test_every_table_has_rows_and_words_in_both_languages():
    for name, table in (*all_tables(shown()).items(), *page_tables(shown()).items()):
        assert table.rows, name
        for cell in (table.title, *(h.title for h in table.headings), *sum(table.rows, ())):
            if isinstance(cell, Text):
                assert cell.ja
                assert cell.en
        assert table.title.ja != table.title.en


def test_an_option_row_by_row():
    row = row_of(shown(), "both+vrf")
    assert row == {
        "option": "both merged + VRF",
        "option id": "both+vrf",
        "status": "optimal (proved)",
        "cost (present value, yen)": 143_850_001,
        "lower bound (yen)": 143_850_001,
        "gap (%)": 0.0,
        "FY2020 (yen)": 31_150_000,
        **{f"FY{year} (yen)": 29_000_000 for year in range(2021, 2025)},
        "lines removed": 1,
        "lines kept": 1,
        "lines new": 1,
        "ports freed": 2,
        "worst utilisation, normal (%)": 31.0,
        "limit, normal (%)": 70,
        "on line": f"{FORMULA}–豊中市役所 本庁舎 (L-1)",
        "worst utilisation after a loss (%)": 66.7,
        "limit after a loss (%)": 70,
        "on line (after the loss)": f"{FORMULA}–豊中市役所 本庁舎 (L-1)",
        "what was lost": f"line {MARKUP}–データセンター (N:S-2-S-DC)",
        "lowest utilisation proved": "yes",
        "single points of failure": 2,
        "losses nothing helps against": 1,
        "policy": "needs approval",
        "controls on the weakest way": 2,
        "controls required": 2,
        "margin of controls": 0,
        "controls after a single loss": 1,
        "breaches of the merge alone": 2,
        "changes": 2,
        "changes (yen)": 1_250_000,
        "approvals needed": 1,
        "sites with both": 5,
        "sites with terminals": 5,
        "share of sites with both (%)": 100.0,
        "rooms with both": 30,
        "rooms known": 30,
        "devices to operate": 7,
        "lines to operate": 3,
        "configurations to keep": 7,
        "may be chosen": "yes, the cheapest",
        "why not": None,
    }
    separate = row_of(shown(), "separate")
    assert separate["may be chosen"] == "yes"
    assert separate["margin of controls"] == "no way"
    assert separate["controls after a single loss"] == "no way"


def test_rounding_never_flatters():
    """A bound a hair below the cost is a gap; a bound above it is not shown above it."""
    cost = Fraction(143_850_000) + Fraction(1, 3)
    row = row_of(changed("both+vrf", bound=cost - Fraction(1, 10**9)), "both+vrf")
    assert row["lower bound (yen)"] == row["cost (present value, yen)"] == 143_850_001
    assert row["gap (%)"] == 0.01
    row = row_of(changed("both+vrf", bound=cost + 100), "both+vrf")
    assert row["lower bound (yen)"] == 143_850_001
    assert row["gap (%)"] == 0.0
    two_thirds = changed("both+vrf", sites_with_both=("S-1", "S-2"), num_sites=3)
    assert row_of(two_thirds, "both+vrf")["share of sites with both (%)"] == 66.6


def test_an_option_without_a_design_says_nothing_of_its_network():
    row = row_of(shown(), "in-facility+encrypted")
    assert row["why not"] == "cannot carry the traffic (proved)"
    assert row["may be chosen"] == "no"
    empty = {head for head, cell in row.items() if cell is None}
    assert {"cost (present value, yen)", "gap (%)", "FY2020 (yen)", "lines kept"} <= empty
    assert {"lowest utilisation proved", "sites with both", "devices to operate"} <= empty
    assert {"policy", "margin of controls", "lower bound (yen)"} <= empty
    timed_out = changed("in-facility+encrypted", status=Status.UNKNOWN)
    row = row_of(timed_out, "in-facility+encrypted")
    assert row["why not"] == "no design found in the time"
    assert row["lower bound (yen)"] == 0


def test_costs_by_kind_add_up_to_the_option():
    found = rows(all_tables(shown())["option-costs"])
    for option in comparison().options:
        own = [r for r in found if english(r["option"]) == english(shown().names[option.name])]
        *parts, total = own
        for head in ("a month (yen)", "once (yen)"):
            assert sum(part[head] for part in parts) == total[head]
        assert total["present value (yen)"] == -(-sum(i.value for i in option.items) // 1)
    both = [r for r in found if english(r["option"]) == "both merged + VRF"]
    assert [english(r["kind of cost"]) for r in both] == [
        "line fees",
        "isolation kit",
        "total",
    ]


def test_what_a_kit_is_priced_by_adds_up_to_its_cost():
    tables, names = all_tables(shown()), shown().names
    found, costs = rows(tables["option-kits"]), rows(tables["option-costs"])
    paid = {
        english(r["option"]): r["once (yen)"]
        for r in costs
        if english(r["kind of cost"]) == "isolation kit"
    }
    for name in (names[option.name].en for option in comparison().options):
        own = [r["in all, once (yen)"] for r in found if english(r["option"]) == name]
        assert sum(own) == paid.get(name, 0)
    whole, site = (r for r in found if english(r["option"]) == "both merged + VRF")
    assert (english(whole["for each"]), whole["how many"]) == ("the whole", 1)
    assert (english(site["for each"]), site["how many"]) == ("site with shared devices", 2)
    assert site["one of them, once (yen)"] == 215_000


def test_a_line_that_is_left_says_nothing_of_its_load():
    _, left, _ = [
        r
        for r in rows(all_tables(shown())["option-lines"])
        if english(r["option"]) == "both merged + VRF"
    ]
    assert left["load, normal (kbit/s)"] is None
    assert left["worst load (kbit/s)"] is None
    assert left["lost at that time"] is None


def test_planned_lines_are_told_in_the_readers_language():
    name, usage = "both/S-2-S-DC:例示", comparison().options[-1].after_loss
    assert usage is not None
    lost = Lost(kind="line", id=name)
    known = comparison().options[-1]
    lines = (replace(known.lines[0], id=name, link=None, worst_after=lost),)
    own = changed(
        known.name,
        lines=lines,
        after_loss=replace(usage, line=name, lost=lost),
        single_points=(Lost(kind="line", id=f"PLANNED-{name}"),),
        cut_off=((lost, ()),),
    )
    tables = all_tables(own)
    row = next(r for r in rows(tables["options"]) if r["option id"] == known.name)
    ends = f"{FORMULA}–豊中市役所 本庁舎"
    named = Text(f"{ends}（両網 S-2-S-DC:例示）", f"{ends} ({name})")
    assert row["on line (after the loss)"] == named
    assert row["what was lost"] == Text(f"回線 {named.ja}", f"line {named.en}")
    for table in ("option-lines", "option-single-points"):
        for cell in sum(tables[table].rows, ()):
            assert "both/" not in (cell.ja if isinstance(cell, Text) else str(cell))
    in_inventory = replace(own.estate, links=(link(name, "a", "b"),))
    assert replace(own, estate=in_inventory).line_id(name) == Text(name, name)


def test_details_of_lines_losses_and_policy():
    tables = all_tables(shown())
    kept, left, new = [
        r for r in rows(tables["option-lines"]) if english(r["option"]) == "both merged + VRF"
    ]
    assert [english(r["action"]) for r in (kept, left, new)] == ["kept", "left", "new"]
    assert english(kept["lost at that time"]) == f"line {MARKUP}–データセンター (N:S-2-S-DC)"
    assert english(new["lost at that time"]) == "normal state"
    assert new["far site"] == "データセンター"
    assert new["tariffs"] == "T-100;T-100"
    routes = rows(tables["option-routes"])
    assert {english(r["option"]) for r in routes} == {"kept separate", "both merged + VRF"}
    policy = [
        r for r in rows(tables["option-policy"]) if english(r["option"]) == "both merged + VRF"
    ]
    kinds = [english(r["kind"]) for r in policy]
    assert kinds == ["breach of the merge alone"] * 2 + ["change"] * 2 + ["approval needed"]
    assert [r["price (yen, no tax)"] for r in policy] == [None, None, 1_200_000, 50_000, None]
    points = rows(tables["option-single-points"])[:3]
    assert [english(p["kind"]) for p in points] == [
        "no lease helps against it",
        "single point of failure",
        "single point of failure",
    ]
    assert points[0]["sites cut off"] == 1


def test_single_points_and_losses_name_their_sites():
    own = changed(
        "both+vrf",
        single_points=(
            Lost(kind="device", id="SW-DC"),
            Lost(kind="device", id="MERGED-ROUTER-S-HALL"),
            Lost(kind="device", id="NEW"),
            Lost(kind="line", id="CABLE"),
            Lost(kind="line", id="L-1"),
        ),
    )
    devices = (
        device("SW-DC", DeviceKind.SWITCH, "S-DC", None),
        device("SW-HALL", DeviceKind.SWITCH, "S-HALL", None),
    )
    cable = link("CABLE", "SW-DC", "SW-HALL")
    own = replace(own, estate=replace(own.estate, devices=devices, links=(cable,)))
    points = [
        row
        for row in rows(all_tables(own)["option-single-points"])
        if english(row["option"]) == "both merged + VRF"
        and english(row["kind"]) == "single point of failure"
    ]
    hall, centre = "豊中市役所 本庁舎 (S-HALL)", "データセンター (S-DC)"
    where = {english(row["id"]): english(row["sites cut off, or where it is"]) for row in points}
    assert where == {
        "SW-DC": centre,
        "MERGED-ROUTER-S-HALL": hall,
        "NEW": None,
        "CABLE": f"{centre}, {hall}",
        "L-1": f"{FORMULA} (S-1), {hall}",
    }
    lost = own.lost(Lost(kind="line", id="CABLE"))
    assert lost.ja == "回線 データセンター–豊中市役所 本庁舎（CABLE）"
    assert own.lost(Lost(kind="device", id="SW-DC")).en == "device データセンター (SW-DC)"
    assert own.lost(Lost(kind="site", id="S-DC")).ja == "拠点 データセンター（S-DC）"


def test_break_evens_swings_and_steps():
    tables = all_tables(shown())
    fees, growth, router = rows(tables["break-evens"])
    assert english(fees["cheaper one by range"]) == (
        "×0.2 to ×0.417: separate is cheaper; ×0.417 to ×3: merged is cheaper"
    )
    assert english(growth["cheaper one changes at"]) == "none in the range"
    assert english(growth["proved"]) == "no"
    assert english(router["cheaper one by range"]) == (
        "0 yen to 1,234,567 yen: merged is cheaper; 1,234,567 yen to 1,666,667 yen: separate is "
        "cheaper; 1,666,667 yen to 3,000,000 yen: merged is cheaper"
    )
    swings = rows(tables["swings"])
    assert [s["difference, raised (yen)"] for s in swings] == [
        20_500_000,
        5_100_000,
        1_000_000,
        400_000,
        0,
    ]
    assert [s["difference, lowered (yen)"] for s in swings][:2] == [-21_000_000, -6_200_000]
    assert [english(s["does the cheapest change"]) for s in swings] == [
        *("no", "yes", "no", "yes", "no")
    ]
    steps = tables["steps"].rows
    assert [row[0].ja for row in steps] == ["平成31年度（2019）", *["令和2年度（2020）"] * 2]
    assert english(steps[0][3]) == "both merged + VRF"


def test_the_answer_in_words():
    words = said(shown())
    assert words["cheapest option"] == (
        "both merged + VRF: 143,850,001 yen (present value over 5 years, without tax)"
    )
    assert words["against keeping separate"] == "38,550,000 yen (21.1 %) less"
    assert words["proof"] == (
        "its cost is proved to be least; no other option that may be chosen can be cheaper, by "
        "their bounds"
    )
    assert words["policy"] == (
        "needs approval; 2 changes for 1,250,000 yen; controls on the weakest way: 2 (required: "
        "2, after a single loss: 1)"
    )
    assert "×0.417" in words["break-even, line fees"]
    assert "not proved" in words["break-even, growth of traffic in all"]
    assert "VRF" in words["when prices vary"]
    assert words["inventory"].endswith("(5 of 5 rows)")
    assert words["may not be chosen"].startswith("breaches of the policy remain: inter-site")


def test_a_rival_whose_bound_is_lower_is_named():
    """A refused one (both + VLAN is cheaper as it is) is no rival; one that is open is."""
    low = Fraction(100)
    rival = said(changed("both+sdn", bound=low))["proof"]
    assert rival.endswith("options that may yet be cheaper: both merged + SDN (overlay)")
    open_ = said(changed("in-facility+encrypted", status=Status.UNKNOWN, bound=low))["proof"]
    assert open_.endswith("may yet be cheaper: in-facility lines merged + encrypted tunnels")
    refused = said(changed("both+vlan", bound=low))["proof"]
    assert "may yet" not in refused
    gap = said(changed("both+vrf", bound=low))["proof"]
    assert gap.startswith("its cost is within 100.0 % of its bound, not proved")


def test_as_cheap_and_dearer_than_separate_are_said():
    cost = Fraction(143_850_000) + Fraction(1, 3)
    tied = said(changed("both+encrypted", cost=cost, bound=cost))
    assert tied["cheapest option"].endswith("; as cheap: both merged + encrypted tunnels")
    first = comparison().options[0]
    broken = replace(first.policy, outcome=Outcome.VIOLATED)
    dearer = said(changed("separate", policy=broken, cost=Fraction(100_000_000)))
    assert dearer["against keeping separate"] == (
        "43,850,001 yen (43.8 %) more; keeping separate may not be chosen"
    )
    no_cost = said(changed("separate", cost=None, status=Status.UNKNOWN))
    assert no_cost["against keeping separate"].startswith("keeping separate has no cost")


def all_options(change: object) -> Comparison:
    whole = comparison()
    return replace(whole, options=tuple(map(change, whole.options)))


@pytest.mark.parametrize("separate", [True, False])
def test_when_separate_is_cheapest_or_nothing_may_be_chosen(separate: bool):
    def refused(option: OptionAnswer) -> OptionAnswer:
        if separate and option.merge is Merge.SEPARATE:
            return option
        return replace(option, policy=replace(option.policy, outcome=Outcome.VIOLATED))

    own = shown("en", all_options(refused))
    words = said(own)
    if separate:
        assert words["cheapest option"].startswith("kept separate")
        assert "against keeping separate" not in words
        assert len(own.compared) == 1
        assert words["policy"].startswith("holds; no change needed; there is no way")
    else:
        assert words["cheapest option"] == "no option may be chosen"
        assert "proof" not in words
        assert [r["difference, raised (yen)"] for r in rows(all_tables(own)["swings"])] == [
            None
        ] * 5


def test_no_kit_and_no_merge_is_left_without_words():
    names = shown().names
    assert len({name.ja for name in names.values()}) == len({*names}) == 1 + 3 * len(Kit)
    assert len({name.en for name in names.values()}) == len(names)


def test_each_utilisation_stands_beside_the_limit_of_its_state():
    own = shown()
    limits = replace(own.asked.comparison, max_utilisation_after_loss_percent=90)
    two = replace(own, asked=replace(own.asked, comparison=limits))
    row = row_of(two, "both+vrf")
    assert (row["limit, normal (%)"], row["limit after a loss (%)"]) == (70, 90)
    by_state = {str(english(r["what was lost"])): r["limit (%)"] for r in routes_of(two)}
    assert by_state.pop("normal state") == 70
    assert set(by_state.values()) == {90}
    assert "31.0 % normally (limit 70 %)" in said(two)["traffic"]
    assert "(limit 90 %)" in said(two)["traffic"]
    assert "(70:90)" in str(english(all_tables(two)["frontier"].note))
    assert ":" not in str(english(all_tables(own)["frontier"].note)).partition("chosen:")[2]
    assert {r["limit (%)"] for r in routes_of(own)} == {70}


def routes_of(own: Shown) -> list[dict[str, Cell]]:
    return rows(all_tables(own)["option-routes"])


@pytest.mark.parametrize(
    ("losses", "en", "ja"),
    [
        (
            ("line",),
            "designed so that any one line may fail and traffic goes on",
            "どの回線が1本失われても通信が続く設計",
        ),
        (
            ("line", "site"),
            "designed so that any one line, or any one site (but for its own traffic), may fail "
            "and traffic goes on",
            "どの回線が1本、またはどの拠点が1つ（自身の通信は除く）失われても通信が続く設計",
        ),
        (
            (),
            "designed for the normal state alone: any failure may stop traffic",
            "平常時だけに備えた設計（障害時の通信は保証しない）",
        ),
    ],
)
def test_the_answer_says_which_losses_the_lines_are_designed_for(losses, en: str, ja: str):
    whole = comparison()
    options = tuple(replace(option, cut_off=()) for option in whole.options)
    own = shown("ja", replace(whole, options=options))
    asked = replace(own.asked, comparison=replace(own.asked.comparison, losses=losses))
    own = replace(own, asked=asked)
    assert said(own)["losses it is designed for"] == en
    assert tiles(own)[0].more.en.endswith(en)
    assert tiles(own)[0].more.ja.endswith(ja)
    some = replace(asked, comparison=replace(asked.comparison, protected_sites=("S-DC",)))
    if not losses:
        return
    assert "データセンター" in said(replace(own, asked=some))["losses it is designed for"]
    cut = said(replace(own, comparison=whole))["losses it is designed for"]
    assert cut == f"{en}, but for losses that no lease helps against: 1"


def test_assumptions_leave_out_what_decides_nothing():
    paths = {row["option of the scenario"] for row in rows(all_tables(shown())["assumptions"])}
    assert {"lines.years", "comparison.losses", "policy.edition"} <= paths
    assert not {"lines.merge", "lines.isolation"} & paths


def test_steps_of_more_room_are_told_apart_and_where_they_end():
    whole = comparison()
    shares = (Fraction(66_666, 100_000), Fraction(66_664, 100_000))
    points = tuple(replace(whole.frontier[0], share=share) for share in shares)
    table = all_tables(shown("en", replace(whole, frontier=points)))["frontier"]
    told = [row["no line fuller than (%)"] for row in rows(table)]
    assert told == [66.666, 66.664]
    assert "down to 50 % of the limit" in str(english(table.note))
    assert isinstance(table.note, Text)
    assert "上限の 50% まで" in table.note.ja
