"""Nothing made up, unknown or not designed reads as surveyed, zero or proved."""

from dataclasses import fields, replace

import pytest

from consolidation.costs.model import CostOptions, Unpriced
from consolidation.export.contents import wording
from consolidation.export.contents.all import all_tables
from consolidation.export.contents.answer import answer
from consolidation.export.contents.assumptions import MEANINGS, assumptions_of
from consolidation.export.contents.basis import unpriced
from consolidation.export.contents.comparison import Named, overview
from consolidation.export.contents.provenance import illustrative
from consolidation.export.figures.all import all_drawings
from consolidation.export.figures.style import drawing_style, finish, new_figure
from consolidation.export.folder import review_files
from consolidation.export.readme import readme
from consolidation.export.report import report, tiles
from consolidation.export.review import Review
from consolidation.migration.model import MigrationOptions
from consolidation.network.model import NetworkReport
from consolidation.packing.asking.options import PackingOptions
from consolidation.packing.model import Packing
from consolidation.policy.model import Finding, Outcome, PolicyOptions
from consolidation.redesign.model import LineOptions
from consolidation.sizing.model import SizingOptions
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.solving.status import Status
from consolidation.text import Text

MADE_UP = "市の実際の値ではない"


def changed(review: Review, **changes: object) -> Review:
    plan = replace(review.plan, **changes)
    return Review(plan, review.as_is, review.to_be, review.problem, "ja")


def rows(review: Review) -> dict[str, str]:
    return {str(label.ja): str(said.ja) for label, said in answer(review).rows}


@pytest.fixture(scope="module")
def made_up(review: Review) -> Review:
    """The hand-made review with three servers marked in three ways."""
    first, second, third, *rest = review.as_is.servers
    marked = [
        replace(first, source="例示 (illustrative)"),
        replace(second, source="Illustrative"),
        replace(third, source="例示"),
        *(replace(server, source="台帳") for server in rest),
    ]
    sites = tuple(replace(site, source="例示") for site in review.as_is.sites)
    as_is = replace(review.as_is, servers=tuple(marked), sites=sites)
    return Review(review.plan, as_is, review.to_be, review.problem, "ja")


def test_illustrative_rows_are_counted(made_up: Review, review: Review):
    count = illustrative(made_up.as_is)
    assert count.num_rows == 3 + len(made_up.as_is.sites)
    assert set(count.tables) == {"servers", "sites"}
    assert count.num_all > count.num_rows
    assert illustrative(replace(review.as_is, name="x")).words is None


def test_every_output_says_that_values_are_made_up(made_up: Review, review: Review):
    words = made_up.made_up.words
    assert words is not None
    assert MADE_UP in words.ja
    assert answer(made_up).rows[0][1] == words
    assert words.ja in readme(made_up.plan, made_up.made_up)
    assert words.en in readme(made_up.plan, made_up.made_up)
    assert words.ja in review_files(made_up)["report.html"].decode()
    assert MADE_UP not in report(review, all_tables(review), all_drawings(review))
    assert MADE_UP not in readme(review.plan, review.made_up)


def test_a_footnote_adds_a_strip_and_moves_nothing():
    words = Text("図", "figure")
    with drawing_style():
        bare = finish(new_figure(4, 2), "x", words, words)
        noted = finish(new_figure(4, 2), "x", words, words, "made up")
    assert 'viewBox="0 0 288 144"' in bare.svg
    assert 'viewBox="0 0 288 164.16"' in noted.svg


OPTIONS = {
    "sizing": SizingOptions,
    "packing": PackingOptions,
    "lines": LineOptions,
    "policy": PolicyOptions,
    "migration": MigrationOptions,
    "costs": CostOptions,
    "platforms": PlatformPlan,
    "clusters": ClusterPlan,
}


@pytest.mark.parametrize("part", OPTIONS)
def test_every_option_has_a_name(part: str):
    named = {key.partition(".")[2] for key in MEANINGS if key.startswith(f"{part}.")}
    assert {field.name for field in fields(OPTIONS[part])} - {"clusters"} <= named


def test_assumptions_are_in_words(review: Review):
    found = {a.path: a for a in assumptions_of(review.plan.scenario)}
    assert found["sizing.allow_cloud"].value == Text("はい", "yes")
    assert found["sizing.comfort_percent"].value == 130
    assert found["sizing.comfort_percent"].unit == Text("%", "%")
    assert found["lines.merge"].value == Text("分離のまま", "kept separate")
    zones = found["platforms.P-NEW.clusters.C.zones"].value
    assert isinstance(zones, Text)
    assert "行政情報系" in zones.ja
    assert found["policy.allow_shared_platform"].value == Text("なし", "none")


def test_unknown_prices_are_said_beside_the_totals(review: Review):
    lost = Unpriced(table="servers", column="power_w", ids=("SRV-00", "SRV-01"))
    lame = changed(review, costs=replace(review.plan.costs, unpriced=(lost,)))
    assert "不明2件は含まない" in rows(lame)["経費"]
    assert "不明2件は含まない" in tiles(lame)[3].more.ja
    table = unpriced(lame)
    assert [row[2] for row in table.rows] == ["SRV-00", "SRV-01"]
    assert table.rows[0][0] == Text("サーバ", "servers")
    assert "含まない" not in rows(review)["経費"]


def test_no_prices_are_not_a_price_of_zero(review: Review):
    lame = changed(review, costs=replace(review.plan.costs, as_is_yen=0))
    assert "増減は分からない" in rows(lame)["経費"]
    assert "現状維持 0円" not in rows(lame)["経費"]
    assert tiles(lame)[3].value == Text("不明", "unknown")


def test_no_network_is_not_proved_cheapest(review: Review):
    study = review.plan.lines
    empty = tuple(replace(o, choices=(), cost_yen=0) for o in study.options)
    nothing = NetworkReport(loads=(), single_points=(), unrouted=())
    lame = changed(
        review,
        lines=replace(study, options=empty),
        network_before=nothing,
        network_after=nothing,
    )
    assert rows(lame)["回線"] == "台帳に拠点間の回線がない"
    assert rows(lame)["単一障害点"].startswith("調べていない")
    facts = {row[0].ja: row[1] for row in overview([Named("a", lame.plan)]).rows}
    assert facts["回線の判定"] == wording.NO_LINES
    assert facts["単一障害点 (構成後)"] == wording.NOT_EXAMINED


def test_unchecked_rules_are_no_clean_verdict(review: Review):
    as_is, to_be, *waves = review.plan.verdicts
    open_ = Finding(
        rule="P1-carriage",
        outcome=Outcome.NOT_CHECKED,
        subject="to-be",
        message=Text("網がない", "no network"),
    )
    lame = changed(review, verdicts=(as_is, replace(to_be, findings=(open_,)), *waves))
    assert rows(lame)["規則の判定（構成後）"].startswith(
        "違反は見つからない（未検査・判定不能 1件）"
    )
    assert tiles(lame)[1].value.ja == "違反は見つからない（未検査・判定不能 1件）"
    assert tiles(review)[1].value.ja == "違反なし"


def test_the_gravest_violation_is_said_in_a_sentence(review: Review):
    as_is, to_be, *waves = review.plan.verdicts
    mild = replace(as_is.findings[0], subject="A", num_controls=1)
    grave = replace(
        mild,
        num_controls=0,
        subject="Z",
        message=Text("AP-1から18件（税、国保 (旧)、ほか）へ制御0個で届く", "x (a, b) y"),
    )
    lame = changed(review, verdicts=(as_is, replace(to_be, findings=(mild, grave)), *waves))
    assert rows(lame)["最も重い違反"] == "AP-1から18件へ制御0個で届く（P2-entry）"
    assert "最も重い違反" not in rows(review)


def test_a_plan_that_keeps_everything_claims_no_proof(review: Review):
    plan = review.plan
    none = Packing(
        status=Status.OPTIMAL,
        price_yen=0,
        lower_bound_yen=0,
        hosts=(),
        placements=(),
        clusters=(),
    )
    small = tuple(
        replace(
            o,
            status=Status.INFEASIBLE,
            choices=tuple(replace(c, action="keep") for c in o.choices),
        )
        for o in plan.lines.options
    )
    same = replace(plan.costs, to_be_yen=plan.costs.as_is_yen)
    kept = changed(
        review,
        scenario=replace(plan.scenario, platforms=()),
        sizing=replace(plan.sizing, demands=()),
        packing=none,
        lines=replace(plan.lines, options=small),
        schedule=replace(plan.schedule, waves=(), late=()),
        costs=same,
    )
    said = rows(kept)
    assert said["移行"] == "移行なし"
    assert "差なし" in said["経費"]
    facts = {row[0].ja: row[1] for row in overview([Named("a", kept.plan)]).rows}
    assert facts["ホストの判定"] == wording.NO_HOSTS
    assert facts["移行の段階"] == wording.NO_MOVES
    assert facts["差 (円、税込)"] == wording.NO_CHANGE
    assert said["回線"].startswith("設計の対象外") or not plan.lines.design.choices
    assert [tile.value.ja for tile in tiles(kept)][2:] == ["移行なし", "差なし"]
