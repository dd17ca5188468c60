"""The hand-built city of `tests.redesign.conftest`, and the comparison of its options."""

from collections.abc import Mapping
from dataclasses import replace
from unittest.mock import patch

from consolidation.comparing import compare
from consolidation.comparing.compare import Question, compare_options
from consolidation.comparing.model import Comparison, ComparisonOptions, Kit
from consolidation.inventory.estate import Estate
from consolidation.policy.model import PolicyOptions
from consolidation.redesign.model import LineOptions
from consolidation.scenario.accept import accept
from tests.redesign.conftest import link

NO_LOSS = ComparisonOptions(losses=(), kits=(Kit.VLAN,))
PLAIN = LineOptions(growth_percent_per_year=0, max_utilisation_percent=100)


def asking(
    estate: Estate,
    options: ComparisonOptions = NO_LOSS,
    *,
    lines: LineOptions = PLAIN,
    discount_percent: float = 0.0,
    policy: PolicyOptions | None = None,
) -> Question:
    return Question(
        placed=estate,
        lines=lines,
        options=options,
        policy=policy or PolicyOptions(),
        discount_percent=discount_percent,
        limit_s=20.0,
    )


def compared(question: Question) -> Comparison:
    """Return the comparison; a re-check that finds something wrong raises."""
    return compare_options(question, accept, lambda _: None)


def options_alone(question: Question) -> Comparison:
    """Return the options without what is said about them at other prices, which takes longest."""
    with (
        patch.object(compare, "break_evens", lambda *_: ()),
        patch.object(compare, "swings", lambda *_: ()),
    ):
        return compared(question)


def only_shared(estate: Estate) -> Estate:
    """EAST is reached by one line alone, and it carries both networks."""
    both = ("V-ADM", "V-RES")
    gone = {"W-E-RES", "EAST-RES", "W-E-ADM"}
    return replace(
        estate,
        links=(
            *(row for row in estate.links if row.id not in gone),
            replace(estate.link["W-E-ADM"], segments=both),
            link("X-HALL", "H-RES", "H-ADM", "V-RES"),
            link("X-EAST", "E-RES", "E-R-ADM", "V-RES"),
        ),
        circuits=tuple(row for row in estate.circuits if row.id != "C-E-RES"),
        devices=tuple(
            replace(row, segments=(*row.segments, "V-RES"), zone=None)
            if row.id in {"E-R-ADM", "H-ADM"}
            else row
            for row in estate.devices
            if row.id != "E-R-RES"
        ),
    )


def renamed(estate: Estate, names: Mapping[str, str]) -> Estate:
    """Return the city with sites of other names."""

    def at(name: str) -> str:
        return names.get(name, name)

    return replace(
        estate,
        sites=tuple(replace(row, id=at(row.id)) for row in estate.sites),
        devices=tuple(replace(row, site=at(row.site)) for row in estate.devices),
        servers=tuple(replace(row, site=at(row.site)) for row in estate.servers),
        platforms=tuple(replace(row, site=at(row.site)) for row in estate.platforms),
        flows=tuple(replace(row, origin=at(row.origin)) for row in estate.flows),
    )


def quiet(estate: Estate) -> Estate:
    """The city without wireless terminals: then no option is in breach of anything."""
    return replace(
        estate,
        devices=tuple(row for row in estate.devices if row.id != "AP-HILL"),
        links=tuple(row for row in estate.links if row.id != "HILL-AP"),
    )
