"""A scenario against its inventory: every row that it names exists and can be what it asks."""

from collections.abc import Callable, Iterator

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import PlatformKind
from consolidation.nearest import suggestion
from consolidation.scenario.fault import Fault
from consolidation.scenario.keys import KeyPath
from consolidation.scenario.model import Scenario
from consolidation.scenario.sources import dotted
from consolidation.text import Text

Reference = tuple[KeyPath, tuple[str, ...], str]
"""Where a row is named, in which table, or which of several, it should be, and its id."""
ToProblem = Callable[[Fault], Problem]


def check_scenario(
    scenario: Scenario, estate: Estate, to_problem: ToProblem | None = None
) -> tuple[Problem, ...]:
    """Return what of the scenario does not fit the inventory.

    ``to_problem`` (a `ReadScenario`'s ``problem``) adds file and line; without it the problem
    names the scenario.
    """
    named = to_problem or (lambda fault: _without_line(scenario, fault))
    return tuple(named(fault) for rule in RULES for fault in rule(scenario, estate))


def refuse_what_does_not_fit(scenario: Scenario, estate: Estate) -> None:
    """Raise `InputProblems` with all that `check_scenario` finds."""
    problems = check_scenario(scenario, estate)
    if problems:
        raise InputProblems(scenario.name, problems)


def rows_exist(scenario: Scenario, estate: Estate) -> Iterator[Fault]:
    """Ask that every site, device, platform, host type, segment and server named is a row."""
    for path, tables, name in _references(scenario):
        known = [row.id for table in tables for row in getattr(estate, table)]
        if name not in known:
            what = Text(
                f"台帳の {'・'.join(tables)} に '{name}' がない",
                f"no '{name}' in the inventory's {' or '.join(tables)}",
            )
            yield Fault(path, what, suggestion(name, known))


def replaced_platforms_stand(scenario: Scenario, estate: Estate) -> Iterator[Fault]:
    """Ask that a platform to be replaced is one that stands today."""
    for p, platform in enumerate(scenario.platforms):
        for i, old in enumerate(platform.replaces):
            row = estate.platform.get(old)
            if row is not None and row.kind is not PlatformKind.EXISTING:
                what = Text(f"'{old}' は既存の基盤ではない", f"'{old}' does not stand yet")
                standing = [p.id for p in estate.platforms if p.kind is PlatformKind.EXISTING]
                yield Fault(("platforms", p, "replaces", i), what, suggestion(old, standing))


def new_platforms_are_new(scenario: Scenario, estate: Estate) -> Iterator[Fault]:
    """Ask that no planned platform takes the id of one that stands today."""
    for p, platform in enumerate(scenario.platforms):
        row = estate.platform.get(platform.id)
        if row is not None and row.kind is PlatformKind.EXISTING:
            yield Fault(
                ("platforms", p, "id"),
                Text(
                    f"既存の基盤 '{platform.id}' と同じ記号である",
                    f"'{platform.id}' is the id of a platform that stands today",
                ),
                Text("別の記号にする", "choose another id"),
            )


def a_switch_stands_where_its_hosts_do(scenario: Scenario, estate: Estate) -> Iterator[Fault]:
    """Ask that the switch a platform is plugged into stands at the platform's site."""
    for p, platform in enumerate(scenario.platforms):
        device = estate.device.get(platform.device or "")
        known = platform.site in estate.site
        if known and device is not None and device.site != platform.site:
            what = Text(
                f"'{device.id}' は拠点 '{device.site}' にあり、'{platform.site}' にない",
                f"'{device.id}' stands at '{device.site}', not at '{platform.site}'",
            )
            there = [d.id for d in estate.devices if d.site == platform.site]
            yield Fault(("platforms", p, "device"), what, suggestion(device.id, there))


RULES: tuple[Callable[[Scenario, Estate], Iterator[Fault]], ...] = (
    rows_exist,
    replaced_platforms_stand,
    new_platforms_are_new,
    a_switch_stands_where_its_hosts_do,
)


def _references(scenario: Scenario) -> Iterator[Reference]:
    for p, platform in enumerate(scenario.platforms):
        at: KeyPath = ("platforms", p)
        yield (*at, "site"), ("sites",), platform.site
        if platform.device is not None:
            yield (*at, "device"), ("devices",), platform.device
        if platform.management_segment is not None:
            yield (*at, "management_segment"), ("segments",), platform.management_segment
        for i, manager in enumerate(platform.managed_by):
            yield (*at, "managed_by", i), ("servers", "devices"), manager
        for i, old in enumerate(platform.replaces):
            yield (*at, "replaces", i), ("platforms",), old
        for c, cluster in enumerate(platform.clusters):
            for i, host_type in enumerate(cluster.host_types):
                yield (*at, "clusters", c, "host_types", i), ("host_types",), host_type
            for key, rules in (("pin", cluster.pin), ("ban", cluster.ban)):
                for server in rules:
                    yield (*at, "clusters", c, key, server), ("servers",), server
    compared = scenario.comparison
    for key, sites in (
        ("protected_sites", compared.protected_sites),
        ("new_lines_to", compared.new_lines_to),
    ):
        for i, site in enumerate(sites):
            yield ("comparison", key, i), ("sites",), site


def _without_line(scenario: Scenario, fault: Fault) -> Problem:
    return Problem(scenario.name, None, dotted(_ids(scenario), fault.path), fault.what, fault.fix)


def _ids(scenario: Scenario) -> dict[str, object]:
    """Return just what `dotted` needs to say list entries by their id."""
    return {
        "platforms": [
            {"id": p.id, "clusters": [{"id": c.id} for c in p.clusters]} for p in scenario.platforms
        ]
    }
