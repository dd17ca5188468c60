"""What zones share: hosts, platforms, stores (datastores, backup targets).

Sharing is a breach unless the scenario asks for it, and then a caution that names the approval
needed. Guests of any two zones on one host are a breach; platforms and stores are shared in breach
where the edition sets one of the zones apart (`editions.set_apart`). Management is in
`rules.management`.
"""

from consolidation.inventory.tables.kinds import ServerForm
from consolidation.network import names
from consolidation.policy.case import Case
from consolidation.policy.editions import set_apart
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.phrases import count
from consolidation.policy.rules.sharing_words import (
    HOST_RULE,
    PLATFORM_RULE,
    STORE_RULE,
    finding,
    is_asked,
    kept_apart,
)
from consolidation.policy.rules.whose import (
    Element,
    by_zone,
    host_guests,
    platform_element,
    platform_guests,
    store_users,
)
from consolidation.text import Text


def shared_host(case: Case) -> tuple[Finding, ...]:
    """Judge that no host holds guests of two zones, unless the scenario asks for it."""
    hosts = host_guests(case.estate)
    asked = case.options.allow_shared_host
    found = tuple(
        finding(case, HOST_RULE, Element("hosts", host, names.host(host), _host(host)), guests,
                 asked=len(set(guests) - set(asked)) < 2)
        for host, guests in hosts.items()
        if len(guests) > 1
    )  # fmt: skip
    if found:
        return found
    unplaced = sum(
        server.form is ServerForm.VM and server.host is None for server in case.estate.servers
    )
    ja = f"。ホストの記録がない仮想サーバ{unplaced}台は調べられない" if unplaced else ""
    en = f"; {count(unplaced, 'VM')} without a host on record could not be" if unplaced else ""
    message = Text(
        f"ホスト{len(hosts)}台を調べた。2つの情報系のゲストが載るホストはない{ja}",
        f"{count(len(hosts), 'host')} checked, none of which holds guests of two zones{en}",
    )
    outcome = Outcome.HOLDS if hosts or not unplaced else Outcome.NOT_CHECKED
    return (Finding(rule=HOST_RULE, outcome=outcome, subject=case.state, message=message),)


def _host(host: str) -> Text:
    return Text(f"ホスト{host}", f"host {host}")


def shared_platform(case: Case) -> tuple[Finding, ...]:
    """Judge that no zone which the edition sets apart shares a platform, unless asked for."""
    platforms = platform_guests(case.estate)
    asked = case.options.allow_shared_platform
    found = tuple(
        finding(case, PLATFORM_RULE, platform_element(case.estate.platform[platform]), guests,
                 asked=is_asked(case, guests, asked))
        for platform, guests in platforms.items()
        if set_apart(case.edition, guests)
    )  # fmt: skip
    if found:
        return found
    kept = kept_apart(case)
    message = Text(
        f"仮想化基盤{len(platforms)}基を調べた。{kept.ja}が他の情報系と共用する基盤はない",
        f"{count(len(platforms), 'platform')} checked, none of which the zones {kept.en} share "
        "with another",
    )
    return (
        Finding(rule=PLATFORM_RULE, outcome=Outcome.HOLDS, subject=case.state, message=message),
    )


def shared_store(case: Case) -> tuple[Finding, ...]:
    """Judge that no zone which the edition sets apart shares a store, unless asked for."""
    stores = case.estate.stores
    users = store_users(case.estate)
    asked = case.options.allow_shared_store
    found = []
    for store in stores:
        zones = by_zone(users[store.id])
        if set_apart(case.edition, zones):
            name = Text(f"{store.kind.ja}{store.id}", f"{_STORE[store.kind.value]} {store.id}")
            element = Element("stores", store.id, next(iter(zones.values()))[0].node, name)
            found.append(
                finding(case, STORE_RULE, element, zones, asked=is_asked(case, zones, asked))
            )
    if found:
        return tuple(found)
    unknown = sum(not any(zones for _, zones in users[store.id]) for store in stores)
    return (_stores_apart(case, len(stores) - unknown, unknown),)


_STORE = {"datastore": "datastore", "backup": "backup target", "archive": "archive"}


def _stores_apart(case: Case, num_checked: int, num_unknown: int) -> Finding:
    kept = kept_apart(case)
    if not num_checked + num_unknown:
        message = Text(
            "台帳に記憶域（データストア、バックアップ先）の表がなく、共用は調べられない",
            "the inventory lists no store (datastore, backup target), so sharing cannot be checked",
        )
    elif not num_checked:
        message = Text(
            f"記憶域{num_unknown}個はいずれも利用元の情報系が記録になく、調べられない",
            f"for none of {count(num_unknown, 'store')} does a row tell which zones use it",
        )
    else:
        ja = f"。利用元の記録がない{num_unknown}個は調べられない" if num_unknown else ""
        en = f"; {num_unknown} without users on record could not be" if num_unknown else ""
        message = Text(
            f"記憶域{num_checked}個を調べた。{kept.ja}が他の情報系と共用するものはない{ja}",
            f"{count(num_checked, 'store')} checked, none of which the zones {kept.en} share with "
            f"another{en}",
        )
    outcome = Outcome.HOLDS if num_checked else Outcome.NOT_CHECKED
    return Finding(rule=STORE_RULE, outcome=outcome, subject=case.state, message=message)
