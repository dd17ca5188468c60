"""Shared hosts and shared platforms between zones."""

from collections.abc import Callable, Mapping

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ServerForm, Zone
from consolidation.inventory.tables.servers import Server
from consolidation.network import names, words
from consolidation.policy.case import Case
from consolidation.policy.editions import Sharing
from consolidation.policy.model import Finding, Outcome, Step
from consolidation.policy.phrases import count, listed
from consolidation.text import Text

HOST_RULE = "shared-host"
PLATFORM_RULE = "shared-platform"
Guests = Mapping[Zone, list[Server]]


def shared_host(case: Case) -> tuple[Finding, ...]:
    """Judge that no host holds guests of two zones."""
    by_host = _guests(case.estate, lambda server: server.host)
    found = tuple(
        _host_violation(host, guests) for host, guests in by_host.items() if len(guests) > 1
    )
    if found:
        return found
    unplaced = sum(
        server.form is ServerForm.VM and server.host is None for server in case.estate.servers
    )
    ja = f"。ホストの記録がない仮想サーバ{unplaced}台は調べられない" if unplaced else ""
    en = f"; {count(unplaced, 'VM')} without a host on record could not be" if unplaced else ""
    message = Text(
        f"ホスト{len(by_host)}台を調べた。2つの情報系のゲストが載るホストはない{ja}",
        f"{count(len(by_host), 'host')} checked, none of which holds guests of two zones{en}",
    )
    outcome = Outcome.HOLDS if by_host or not unplaced else Outcome.NOT_CHECKED
    return (Finding(rule=HOST_RULE, outcome=outcome, subject=case.state, message=message),)


def shared_platform(case: Case) -> tuple[Finding, ...]:
    """Judge that no zone which an edition sets apart shares a platform, unless it is asked for.

    A zone that the scenario allows to share turns the breach into a caution that names the
    approval needed.
    """
    by_platform = _guests(case.estate, lambda server: _platform_of(case.estate, server))
    found = tuple(
        _platform_finding(case, platform, guests, rule)
        for platform, guests in by_platform.items()
        for rule in case.edition.sharing
        if rule.zone in guests and len(guests) > 1
    )
    if found:
        return found
    kept = [rule.zone for rule in case.edition.sharing]
    ja, en = listed([z.ja for z in kept]).ja, listed([z.value for z in kept]).en
    message = Text(
        f"仮想化基盤{len(by_platform)}基を調べた。{ja}が他の情報系と共用する基盤はない",
        f"{count(len(by_platform), 'platform')} checked, none of which the zones {en} share "
        "with another",
    )
    return (
        Finding(rule=PLATFORM_RULE, outcome=Outcome.HOLDS, subject=case.state, message=message),
    )


def _platform_of(estate: Estate, server: Server) -> str | None:
    if server.platform is None and server.host is not None:
        return estate.host[server.host].platform
    return server.platform


def _guests(estate: Estate, place: Callable[[Server], str | None]) -> dict[str, Guests]:
    """Return the servers with a system by where they are and by zone, in order."""
    found: dict[str, dict[Zone, list[Server]]] = {}
    for server in estate.servers:
        where = place(server)
        if where is not None and server.system is not None:
            zone = estate.system[server.system].zone
            found.setdefault(where, {}).setdefault(zone, []).append(server)
    order = list(Zone)
    return {
        where: dict(sorted(found[where].items(), key=lambda item: order.index(item[0])))
        for where in sorted(found)
    }


def _host_violation(host: str, guests: Guests) -> Finding:
    zones = list(guests)
    ja, en = listed([z.ja for z in zones]).ja, listed([z.value for z in zones]).en
    return Finding(
        rule=HOST_RULE,
        outcome=Outcome.VIOLATED,
        subject=host,
        message=Text(
            f"ホスト{host}に複数の情報系（{ja}）のゲストが載っている",
            f"host {host} holds guests of several zones: {en}",
        ),
        witness=_evidence(names.host(host), "hosts", host, guests),
        fix=Text(
            "情報系ごとにホストを分けて配置する",
            "place the guests of each zone on hosts of their own",
        ),
    )


def _evidence(node: str, table: str, row: str, guests: Guests) -> tuple[Step, ...]:
    """Return where the guests are, and the first guest of each zone."""
    text = Text(f"{table} {row}", f"{table} {row}")
    steps = [Step(node=node, table=table, row=row, text=text)]
    for zone, servers in guests.items():
        name = words.server_text(servers[0])
        text = Text(
            f"{name.ja}（{zone.ja}）が載っている。この情報系は計{len(servers)}台",
            f"{name.en} ({zone.value}) is on it, one of {len(servers)} of that zone",
        )
        node = names.server(servers[0].id)
        steps.append(Step(node=node, table="servers", row=servers[0].id, text=text))
    return tuple(steps)


def _platform_finding(case: Case, platform: str, guests: Guests, rule: Sharing) -> Finding:
    others = [zone for zone in guests if zone is not rule.zone]
    asked = case.options.allow_shared_platform
    allowed = rule.zone in asked or set(others) <= set(asked)
    ja, en = listed([z.ja for z in others]).ja, listed([z.value for z in others]).en
    shared_ja = f"仮想化基盤{platform}を{rule.zone.ja}と{ja}が共用する。{rule.reason.ja}"
    shared_en = f"platform {platform} is shared by {rule.zone.value} and {en}; {rule.reason.en}"
    needed = Text(f"必要な承認: {rule.approval.ja}", f"approval needed: {rule.approval.en}")
    if allowed:
        message = Text(
            f"{shared_ja}。シナリオが求める共用であり、{needed.ja}",
            f"{shared_en}. The scenario asks for it; {needed.en}",
        )
    else:
        message = Text(f"{shared_ja}。認められていない", f"{shared_en}. It is not allowed")
    return Finding(
        rule=PLATFORM_RULE,
        outcome=Outcome.CAUTION if allowed else Outcome.VIOLATED,
        subject=platform,
        message=message,
        witness=_evidence(names.platform(platform), "platforms", platform, guests),
        fix=Text(
            f"{rule.zone.ja}のゲストを別の基盤に置くか、承認を得てシナリオで認める",
            f"put guests of {rule.zone.value} on a platform of their own, or have it approved and "
            "allow it in the scenario",
        ),
    )
