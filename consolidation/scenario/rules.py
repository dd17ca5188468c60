"""What a scenario must hold by itself: one small rule each, all of them in `RULES`.

A rule yields what is wrong as a `Fault`: where in the scenario, what, and how to mend it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from consolidation.fiscal import fiscal_year
from consolidation.inventory.tables.kinds import ControlKind, Zone
from consolidation.nearest import suggestion
from consolidation.scenario.fault import Fault, Rule
from consolidation.scenario.keys import KeyPath
from consolidation.scenario.model import Scenario
from consolidation.scenario.rules_of_comparisons import OF_COMPARISONS
from consolidation.sizing.platform import ClusterPlan
from consolidation.text import Text

LONGEST_SPAN_YEARS = 30
LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def name_makes_a_folder(scenario: Scenario) -> Iterator[Fault]:
    """Ask that the name can be the name of a review folder on every system."""
    name = scenario.name
    bad = _NOT_IN_NAMES.search(name) or name != name.strip(" .") or len(name) > LONGEST_NAME
    if bad or not name:
        yield Fault(
            ("name",),
            Text(f"フォルダー名にできない: {name!r}", f"{name!r} cannot be a folder's name"),
            Text(
                f'{LONGEST_NAME}字以内で、/ \\ : * ? " < > | を含めない',
                f'use at most {LONGEST_NAME} characters and none of / \\ : * ? " < > |',
            ),
        )


def ids_are_plain(scenario: Scenario) -> Iterator[Fault]:
    """Ask that ids of platforms and clusters are not empty and hold no control characters."""
    for path, name in _ids(scenario):
        if not name.strip() or _CONTROL.search(name):
            yield Fault(
                path,
                Text(f"記号として使えない: {name!r}", f"{name!r} cannot be an id"),
                Text("文字、数字、- を使う", "use letters, digits and -"),
            )


def ids_are_unique(scenario: Scenario) -> Iterator[Fault]:
    """Ask that a platform id occurs once, and a cluster id once over all platforms."""
    ids = list(_ids(scenario))
    for depth in (3, 5):  # of a platform's path, of a cluster's path
        seen: set[str] = set()
        for path, name in ids:
            if len(path) != depth:
                continue
            if name in seen:
                yield Fault(
                    path,
                    Text(f"'{name}' が2度出ている", f"'{name}' stands here twice"),
                    Text("片方の記号を変える", "give one of them another id"),
                )
            seen.add(name)


def platforms_have_clusters(scenario: Scenario) -> Iterator[Fault]:
    """Ask that every platform has a cluster, every cluster a zone and a host type."""
    for p, platform in enumerate(scenario.platforms):
        if not platform.clusters:
            yield Fault(
                ("platforms", p, "clusters"),
                Text("クラスターがない", "has no cluster"),
                Text("[[platforms.clusters]] を加える", "add a [[platforms.clusters]] table"),
            )
        for c, cluster in enumerate(platform.clusters):
            for key, values in (("zones", cluster.zones), ("host_types", cluster.host_types)):
                if not values:
                    yield Fault(
                        ("platforms", p, "clusters", c, key),
                        Text("空である", "is empty"),
                        Text("少なくとも1つ書く", "name at least one"),
                    )


def lists_name_each_once(scenario: Scenario) -> Iterator[Fault]:
    """Ask that no list of names holds the same name twice."""
    for path, values in _name_lists(scenario):
        for name, times in Counter(values).items():
            if times > 1:
                yield Fault(
                    path,
                    Text(f"'{name}' が{times}度出ている", f"'{name}' stands here {times} times"),
                    Text("1度だけ書く", "write it once"),
                )


def pins_name_host_types_of_their_cluster(scenario: Scenario) -> Iterator[Fault]:
    """Ask that pins and bans speak of host types that their cluster may use."""
    for path, cluster in _clusters(scenario):
        for key, rules in (("pin", cluster.pin), ("ban", cluster.ban)):
            for server, names in rules.items():
                for i, name in enumerate(names):
                    if name not in cluster.host_types:
                        what = Text(
                            f"クラスターの host_types に '{name}' がない",
                            f"no '{name}' in the cluster's host_types",
                        )
                        fix = suggestion(name, cluster.host_types)
                        yield Fault((*path, key, server, i), what, fix)


def pins_leave_a_host_type(scenario: Scenario) -> Iterator[Fault]:
    """Ask that no server is banned from every host type that it may stand on."""
    for path, cluster in _clusters(scenario):
        for server, banned in cluster.ban.items():
            allowed = cluster.pin.get(server) or cluster.host_types
            if banned and set(allowed) <= set(banned):
                yield Fault(
                    (*path, "ban", server),
                    Text("載れる機種が残らない", "leaves it no host type to stand on"),
                    Text("pin か ban から1つ外す", "take one out of ban, or add one to pin"),
                )


def a_zone_has_one_cluster(scenario: Scenario) -> Iterator[Fault]:
    """Ask that a zone belongs to one cluster of a platform: where its guests go is no riddle."""
    for p, platform in enumerate(scenario.platforms):
        seen: dict[str, str] = {}
        for c, cluster in enumerate(platform.clusters):
            for zone in dict.fromkeys(cluster.zones):
                if zone in seen:
                    yield Fault(
                        ("platforms", p, "clusters", c, "zones"),
                        Text(
                            f"'{zone}' はクラスター '{seen[zone]}' にもある",
                            f"'{zone}' is in cluster '{seen[zone]}' too",
                        ),
                        Text("どちらか一方に置く", "leave it in one of them"),
                    )
                seen.setdefault(zone, cluster.id)


def a_platform_is_replaced_once(scenario: Scenario) -> Iterator[Fault]:
    """Ask that no existing platform is taken over by two planned ones."""
    seen: dict[str, str] = {}
    for p, platform in enumerate(scenario.platforms):
        for old in dict.fromkeys(platform.replaces):
            if old in seen:
                yield Fault(
                    ("platforms", p, "replaces"),
                    Text(
                        f"'{old}' は '{seen[old]}' も置き換える",
                        f"'{seen[old]}' replaces '{old}' too",
                    ),
                    Text("どちらか一方に書く", "leave it in one of them"),
                )
            seen.setdefault(old, platform.id)


def crossings_join_two_zones(scenario: Scenario) -> Iterator[Fault]:
    """Ask that a crossing is of two zones, and that no other speaks of the same two."""
    seen: set[frozenset[Zone]] = set()
    for i, crossing in enumerate(scenario.policy.crossings):
        path: KeyPath = ("policy", "crossings", i, "zones")
        pair, (one, other) = frozenset(crossing.zones), crossing.zones
        if one is other:
            yield Fault(
                path,
                Text(f"2つとも '{one}' である", f"both are '{one}'"),
                Text("異なる2つの区分を書く", "name two different zones"),
            )
        elif pair in seen:
            yield Fault(
                path,
                Text(
                    f"'{one}' と '{other}' の組は前にもある",
                    f"'{one}' and '{other}' stand together here before",
                ),
                Text("どちらか一方にする", "leave one of the two"),
            )
        seen.add(pair)


def crossings_ask_what_their_mode_knows(scenario: Scenario) -> Iterator[Fault]:
    """Ask that controls are counted, and kinds named, only where the mode of a crossing does so."""
    for i, crossing in enumerate(scenario.policy.crossings):
        at: KeyPath = ("policy", "crossings", i)
        if crossing.controls != 1 and crossing.mode != "controls":
            yield Fault(
                (*at, "controls"),
                Text(
                    f"mode が '{crossing.mode}' のときは数えない",
                    f"mode '{crossing.mode}' does not count controls",
                ),
                Text('外すか、mode を "controls" にする', 'take it out, or make mode "controls"'),
            )
        if crossing.kinds and crossing.mode in ("deny", "screen"):
            yield Fault(
                (*at, "kinds"),
                Text(
                    f"mode が '{crossing.mode}' のときは種別を選べない",
                    f"mode '{crossing.mode}' leaves no choice of kinds",
                ),
                Text("外す", "take it out"),
            )
        for j, kind in enumerate(crossing.kinds):
            if kind is ControlKind.NONE:
                yield Fault(
                    (*at, "kinds", j),
                    Text("'none' は制御ではない", "'none' is no control"),
                    Text("外す", "take it out"),
                )


def years_are_in_order(scenario: Scenario) -> Iterator[Fault]:
    """Ask that the first fiscal year is not after the last, and the span is a plan's."""
    first, last = scenario.costs.first_fiscal_year, scenario.costs.last_fiscal_year
    if not first <= last < first + LONGEST_SPAN_YEARS:
        yield Fault(
            ("costs", "last_fiscal_year"),
            Text(
                f"{last} は最初の年度 {first} から{LONGEST_SPAN_YEARS}年の間にない",
                f"{last} is not within {LONGEST_SPAN_YEARS} years from the first year, {first}",
            ),
            Text(
                f"{first} から {first + LONGEST_SPAN_YEARS - 1} の間の年度を書く",
                f"write a year from {first} to {first + LONGEST_SPAN_YEARS - 1}",
            ),
        )


def migration_runs_forward(scenario: Scenario) -> Iterator[Fault]:
    """Ask that migration begins before it ends."""
    options = scenario.migration
    if options.ends_on < options.starts_on:
        yield Fault(
            ("migration", "ends_on"),
            Text(
                f"{options.ends_on} は開始日 {options.starts_on} より前である",
                f"{options.ends_on} is before the start, {options.starts_on}",
            ),
            Text("開始日以後の日を書く", "write a day on or after the start"),
        )


def days_lie_in_the_years(scenario: Scenario) -> Iterator[Fault]:
    """Ask that the days of a scenario that builds lie in the years whose costs are counted."""
    migration, costs = scenario.migration, scenario.costs
    first, last = scenario.fiscal_years
    days: tuple[tuple[KeyPath, date | None], ...] = (
        (("migration", "starts_on"), migration.starts_on),
        (("migration", "ends_on"), max(migration.starts_on, migration.ends_on)),
        (("costs", "hosts_start_on"), costs.hosts_start_on),
        (("lines", "change_on"), scenario.lines.change_on),
    )
    if not scenario.platforms or last < first:
        return
    for path, day in days:
        if day is not None and not first <= fiscal_year(day) <= last:
            yield Fault(
                path,
                Text(
                    f"{day} は費用を数える年度 {first}-{last} の外にある",
                    f"{day} is outside the fiscal years whose costs are counted, {first}-{last}",
                ),
                Text(
                    "日を変えるか [costs] の年度を広げる",
                    "change the day, or widen the years in [costs]",
                ),
            )


RULES: tuple[Rule, ...] = (
    name_makes_a_folder,
    ids_are_plain,
    ids_are_unique,
    platforms_have_clusters,
    lists_name_each_once,
    pins_name_host_types_of_their_cluster,
    pins_leave_a_host_type,
    a_zone_has_one_cluster,
    a_platform_is_replaced_once,
    crossings_join_two_zones,
    crossings_ask_what_their_mode_knows,
    years_are_in_order,
    migration_runs_forward,
    days_lie_in_the_years,
    *OF_COMPARISONS,
)


def _ids(scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    for p, platform in enumerate(scenario.platforms):
        yield ("platforms", p, "id"), platform.id
        for c, cluster in enumerate(platform.clusters):
            yield ("platforms", p, "clusters", c, "id"), cluster.id


def _name_lists(scenario: Scenario) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    policy = scenario.policy
    yield ("policy", "media"), policy.media
    yield ("policy", "allow_shared_platform"), policy.allow_shared_platform
    yield ("policy", "allow_shared_host"), policy.allow_shared_host
    yield ("policy", "allow_shared_store"), policy.allow_shared_store
    yield ("policy", "allow_shared_management"), policy.allow_shared_management
    for i, crossing in enumerate(policy.crossings):
        yield ("policy", "crossings", i, "kinds"), crossing.kinds
    for p, platform in enumerate(scenario.platforms):
        yield ("platforms", p, "replaces"), platform.replaces
        for c, cluster in enumerate(platform.clusters):
            yield ("platforms", p, "clusters", c, "zones"), cluster.zones
            yield ("platforms", p, "clusters", c, "host_types"), cluster.host_types
    for path, cluster in _clusters(scenario):
        for key, rules in (("pin", cluster.pin), ("ban", cluster.ban)):
            for server, names in rules.items():
                yield (*path, key, server), names


def _clusters(scenario: Scenario) -> Iterator[tuple[KeyPath, ClusterPlan]]:
    for p, platform in enumerate(scenario.platforms):
        for c, cluster in enumerate(platform.clusters):
            yield ("platforms", p, "clusters", c), cluster
