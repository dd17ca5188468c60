"""What a plan says for the city's yearly indicators."""

from dataclasses import replace
from datetime import date

import pytest

from consolidation.costs.model import Category, CostLine, Costs, YearTotal
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, ServerForm, Zone
from consolidation.inventory.tables.network import Device
from consolidation.inventory.tables.places import System
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.times import Indicator
from consolidation.migration.model import Move, Schedule, Wave
from consolidation.packing.model import PackedHost, Packing
from consolidation.policy.model import Finding, Outcome, Verdict
from consolidation.redesign.model import LineChoice, LineDesign, Merge
from consolidation.scenario.indicators import Facts, indicator_lines
from consolidation.sizing.model import Demand, Disposition, DispositionKind, Sizing
from consolidation.solving.status import Status
from consolidation.text import Text

NO_TEXT = Text("", "")


def system(name: str, replacement_fiscal_year=None, retire_on=None) -> System:
    return System(
        id=name,
        name=name,
        department="d",
        zone=Zone.ADMINISTRATIVE,
        replacement_fiscal_year=replacement_fiscal_year,
        retire_on=retire_on,
    )


def move(server: str) -> Move:
    return Move(server=server, host="h1", group=server, hours=1.0, method="p2v")


def demand(server: str, zone: Zone) -> Demand:
    return Demand(
        server=server,
        platform="P",
        zone=zone,
        cpu_centicores=100,
        memory_mib=1024,
        disk_gib=1,
        basis="allocated",
        sample_percent=None,
        cpu_profile_centicores=(),
        reason=NO_TEXT,
    )


def disposition(server: str, kind: DispositionKind) -> Disposition:
    return Disposition(
        server=server, kind=kind, platform=None, moves=False, rule="r", reason=NO_TEXT
    )


def estate(measure: str) -> Estate:
    years = [2018, 2019, 2020, 2030]
    return Estate(
        name="town",
        systems=(
            system("web", replacement_fiscal_year=2020),
            system("old", retire_on=date(2020, 3, 31)),
        ),
        servers=tuple(
            Server(id=name, site="H", form=ServerForm.PHYSICAL, system=of)
            for name, of in (("a", None), ("b", None), ("web-1", "web"), ("mf", "old"))
        ),
        devices=(
            Device(
                id="AP", name="ap", kind=DeviceKind.ACCESS_POINT, site="H", zone=Zone.ADMINISTRATIVE
            ),
            Device(id="AP-L", name="ap", kind=DeviceKind.ACCESS_POINT, site="H", zone=Zone.PUBLIC),
        ),
        indicators=tuple(
            Indicator(id=f"I-{year}", measure=measure, department="d", fiscal_year=year, target="t")
            for year in years
        ),
    )


CHOICE = LineChoice(
    link="L",
    site="S",
    action="resize",
    carries=(),
    load_kbit_s=1,
    tariffs=(),
    capacity_mbit_s=1,
    yen_month_before=1,
    yen_month_after=1,
    one_off_yen=0,
    reason=NO_TEXT,
)
SEPARATE = LineDesign(
    merge=Merge.SEPARATE,
    isolation="vrf",
    status=Status.OPTIMAL,
    cost_yen=0,
    lower_bound_yen=0,
    yen_month=0,
    one_off_yen=0,
    choices=(CHOICE, replace(CHOICE, action="keep")),
    devices_removed=(),
    devices_added=(),
    sites_with_both=("S",),
)


def facts(measure: str) -> Facts:
    waves = (
        Wave(number=1, starts_on=date(2020, 3, 1), ends_on=date(2020, 3, 31), moves=(move("a"),)),
        Wave(number=2, starts_on=date(2020, 4, 1), ends_on=date(2020, 4, 30), moves=(move("b"),)),
    )
    return Facts(
        estate=estate(measure),
        sizing=Sizing(
            dispositions=(
                disposition("web-1", DispositionKind.CLOUD),
                disposition("mf", DispositionKind.RETIRE),
            ),
            demands=(demand("a", Zone.ADMINISTRATIVE), demand("b", Zone.RESIDENT)),
            counts=(),
        ),
        packing=Packing(
            status=Status.OPTIMAL,
            price_yen=0,
            lower_bound_yen=0,
            hosts=(PackedHost(id="h1", option="X", cluster="C", zone="administrative"),),
            placements=(),
            clusters=(),
        ),
        lines=SEPARATE,
        verdict=Verdict(state="to-be", edition="city-2018", findings=()),
        schedule=Schedule(status=Status.OPTIMAL, waves=waves, cost_yen=0, lower_bound_yen=0),
        costs=Costs(
            lines=(
                CostLine(
                    side="to-be",
                    fiscal_year=2019,
                    department="d",
                    system=None,
                    category=Category.LINE,
                    kind="per_year",
                    subject="L",
                    yen=1,
                    optimised=True,
                ),
            ),
            years=tuple(
                YearTotal(fiscal_year=year, as_is_yen=2000, to_be_yen=1500)
                for year in range(2018, 2025)
            ),
            as_is_yen=0,
            to_be_yen=0,
            as_is_present_value_yen=0,
            to_be_present_value_yen=0,
        ),
    )


def planned(found: Facts) -> list[str | None]:
    return [line.planned.en if line.planned else None for line in indicator_lines(found)]


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (
            "サーバを集約できる仮想化基盤の導入",
            [
                "0 of 2 servers moved by the end of the year",
                "1 hosts built; 1 of 2 servers moved by the end of the year",
                "2 of 2 servers moved by the end of the year",
                None,
            ],
        ),
        (
            "住民情報系システムの仮想サーバ統合",
            [
                "0 of 1 servers moved by the end of the year",
                "0 of 1 servers moved by the end of the year",
                "1 of 1 servers moved by the end of the year",
                None,
            ],
        ),
        (
            "ネットワークの再編・統合",
            [None, "the two networks stay separate", "the two networks stay separate", None],
        ),
        (
            "クラウドの活用",
            [
                "0 of 1 systems gone to the cloud by the end of the year",
                "0 of 1 systems gone to the cloud by the end of the year",
                "1 of 1 systems gone to the cloud by the end of the year",
                None,
            ],
        ),
        (
            "最適化基本方針の見直し",
            [
                "0 of 1 servers taken out of use by the end of the year",
                "1 of 1 servers taken out of use by the end of the year",
                "1 of 1 servers taken out of use by the end of the year",
                None,
            ],
        ),
        (
            "全庁情報システム経費の公開",
            ["costs in scope 1,500 yen (going on as is 2,000 yen)"] * 3 + [None],
        ),
        (
            "無線LAN環境整備",
            ["1 administrative access points; no breach of keeping wireless from resident systems"]
            * 3
            + [None],
        ),
        ("図書館利用者への公衆無線LANの運用", [None] * 4),
        ("コンビニ交付件数", [None] * 4),
    ],
)
def test_each_measure_that_a_plan_speaks_to(measure, said):
    assert planned(facts(measure)) == said


def test_merged_lines_and_breaches_are_said():
    merged = replace(facts("network reorganisation"), lines=replace(SEPARATE, merge=Merge.BOTH))
    said = planned(merged)[2]
    assert said is not None
    assert said.startswith("inter-site and in-facility lines merged; 1 lines change")
    breach = Finding(
        rule="P2-entry", outcome=Outcome.VIOLATED, subject="AP", message=Text("違反", "breach")
    )
    verdict = Verdict(state="to-be", edition="city-2018", findings=(breach,))
    said = planned(replace(facts("無線LAN環境整備"), verdict=verdict))[0]
    assert said is not None
    assert "1 breaches" in said


def test_a_plan_that_moves_nothing_says_nothing_of_moves():
    still = facts("仮想化基盤の導入")
    still = replace(
        still,
        sizing=replace(still.sizing, demands=()),
        schedule=replace(still.schedule, waves=()),
    )
    assert planned(still) == [None] * 4
