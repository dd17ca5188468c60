"""What is not counted because the inventory does not know its price, and what is assumed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from consolidation.costs.case import Case
from consolidation.costs.model import Unpriced
from consolidation.inventory.tables.kinds import LicenceMetric, ServerForm
from consolidation.text import Text

SHOWN = 8
"""So many ids stand in a text; all of them in `Unpriced`."""
COLUMNS_JA: Mapping[str, str] = {
    "lease_yen_month": "リース月額",
    "maintenance_yen_year": "保守年額",
    "power_w": "消費電力",
    "cloud_yen_month": "クラウド月額",
    "cpu_cores": "CPUコア数(ライセンスの数え上げに要る)",
    "platform": "仮想化基盤(ライセンスの数え上げに要る)",
}
TABLES_JA: Mapping[str, str] = {
    "servers": "物理サーバ",
    "vms": "仮想サーバ",
    "platforms": "仮想化基盤",
    "devices": "ネットワーク機器",
    "host_types": "ホスト機種",
    "systems": "クラウドへ移すシステム",
}

ASSUMED: tuple[Text, ...] = (
    Text(
        "満了後のリース、保守、回線契約は同額で続くとみなす。買取機器の更新費用は台帳にないため"
        "含まない",
        "leases, maintenance and circuits run on at the same price after their end; buying "
        "successors of owned machines is not counted, because no price is given",
    ),
    Text(
        "消費税は支払月の税率による。リースは指定日前の契約なら経過措置により満了まで旧税率とし、"
        "導入日を契約日とみなす。電気、通信の検針期間の経過措置は扱わない",
        "consumption tax is that of the month paid; a lease contracted before the day named by law "
        "keeps its rate to its end (its installation stands for its contract); the transition of "
        "the first electricity and telephone bill is left out",
    ),
    Text(
        "電力単価は税抜とみなす。停止した基盤のリース残額と、ライセンスの買い直し差額は含まない",
        "the price of electricity is without tax; what remains of a replaced platform's lease, "
        "and credits for old licences, are not counted",
    ),
    Text(
        "職員の人件費は台帳にないため含まない",
        "the work of the city's own staff is not counted, because no price is given",
    ),
)


def unpriced(case: Case) -> tuple[Unpriced, ...]:
    """Return everything whose price is not known, by table and column."""
    return tuple(
        Unpriced(table=table, column=column, ids=ids)
        for table, column, ids in (*_of_rows(case), *_of_new(case), *_of_licences(case))
        if ids
    )


def texts(case: Case, missing: Iterable[Unpriced]) -> tuple[Text, ...]:
    """Return the assumptions and, for each kind of missing price, a sentence that names it."""
    return (
        *ASSUMED,
        *_licensed(case),
        *_zero(case),
        *_outside(case),
        *_unscheduled(case),
        *(_missing(u) for u in missing),
    )


def _missing(row: Unpriced) -> Text:
    shown, num = ", ".join(row.ids[:SHOWN]), len(row.ids)
    more = num - SHOWN
    ja = f"{shown} ほか{more}件" if more > 0 else shown
    en = f"{shown} and {more} more" if more > 0 else shown
    what = COLUMNS_JA[row.column]
    return Text(
        f"{TABLES_JA[row.table]}{num}件は{what}が不明で、費用に含まない: {ja}",
        f"{row.table}: {row.column} is not known in {num} row{'s' * (num != 1)} and not "
        f"counted: {en}",
    )


def _of_rows(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    physical = [s for s in case.estate.servers if s.form is ServerForm.PHYSICAL]
    for table, rows, columns in (
        ("servers", physical, ("lease_yen_month", "maintenance_yen_year", "power_w")),
        ("platforms", case.estate.platforms, ("lease_yen_month", "maintenance_yen_year")),
        ("devices", case.estate.devices, ("lease_yen_month", "maintenance_yen_year", "power_w")),
    ):
        for column in columns:
            yield table, column, tuple(r.id for r in rows if getattr(r, column) is None)


def _of_new(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    today = {host.host_type for host in case.estate.hosts}
    used = today | {case.host_type(host).id for host in case.packing.hosts}
    types = [t for t in case.to_be.host_types if t.id in used]
    yield "host_types", "power_w", tuple(t.id for t in types if t.power_w is None)
    systems = sorted(case.time.cloud)
    unknown = tuple(s for s in systems if case.estate.system[s].cloud_yen_month is None)
    yield "systems", "cloud_yen_month", unknown


def _of_licences(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    by_core = {x.id for x in case.estate.licences if x.metric is LicenceMetric.HOST_CORE}
    holders = [s for s in case.estate.servers if by_core & set(s.licences)]
    physical = [s for s in holders if s.form is ServerForm.PHYSICAL]
    yield "servers", "cpu_cores", tuple(s.id for s in physical if s.cpu_cores is None)
    vms = [s for s in holders if s.form is ServerForm.VM]
    yield "vms", "platform", tuple(s.id for s in vms if s.platform is None)


def _outside(case: Case) -> Iterator[Text]:
    time = case.time
    if case.packing.hosts and not time.first <= time.hosts_on <= time.last:
        yield _not_in_years("新しいホストの購入", "the purchase of the new hosts", time.hosts_on)
    if case.lines.choices and not time.first <= time.lines_on <= time.last:
        yield _not_in_years("回線の切替", "the change of lines", time.lines_on)
    late = [w.ends_on for w in case.schedule.waves if not time.first <= w.ends_on <= time.last]
    if late:
        yield _not_in_years("移行作業の一部", "part of the moves", max(late))


def _zero(case: Case) -> Iterator[Text]:
    """Say where the scenario's price is zero for work that the plan has done."""
    first, last = case.horizon
    waves = [wave for wave in case.schedule.waves if first <= wave.ends_on <= last]
    moves = sum(len(wave.moves) for wave in waves)
    if moves and not case.options.yen_per_move:
        yield Text(
            f"移行作業の単価(yen_per_move)が0円のため、{moves}台の移行作業費を含まない",
            f"the scenario's price of a move (yen_per_move) is 0: the work of moving {moves} "
            f"server{'s' * (moves != 1)} is not counted",
        )
    form = {s.id: s.form for s in case.estate.servers}
    gone = sum(
        form[name] is ServerForm.PHYSICAL and first <= day <= last
        for name, day in case.time.stopped.items()
    )
    if gone and not case.options.removal_yen_per_server:
        yield Text(
            f"撤去の単価(removal_yen_per_server)が0円のため、物理サーバ{gone}台の撤去費を含まない",
            f"the scenario's price of a removal (removal_yen_per_server) is 0: removing {gone} "
            f"physical server{'s' * (gone != 1)} is not counted",
        )


def _licensed(case: Case) -> Iterator[Text]:
    """Say on which new hosts licences by core are counted, and what follows."""
    if not any(_by_core(case)):
        return
    if case.licensed == "dedicated":
        yield Text(
            "コア課金のライセンスは、要るサーバの載るホストと予備だけで数える。そのサーバを"
            "載せたホストと予備の外では動かさない設定が要り、契約がこの数え方を認めることを"
            "確かめる",
            "licences by core are counted on the hosts that carry guests with them and on spares "
            "alone: these guests must be kept from running elsewhere, and the contract must allow "
            "counting so",
        )
    else:
        yield Text(
            "コア課金のライセンスは、要るサーバのあるクラスタと情報系区分の全ホストで数える。"
            "その額は配置が最小にしたものに入らない",
            "licences by core are counted on all hosts of the clusters and zones whose guests need "
            "them; packing did not minimise what they cost",
        )


def _by_core(case: Case) -> Iterator[bool]:
    """Yield for each placed guest whether it holds a licence per host core."""
    by_core = {x.id for x in case.estate.licences if x.metric is LicenceMetric.HOST_CORE}
    for placement in case.packing.placements:
        yield bool(by_core & set(case.estate.server[placement.server].licences))


def _not_in_years(ja: str, en: str, day: date) -> Text:
    return Text(
        f"{ja}({day})は比較する年度の外にあり、一時費用に含まない",
        f"{en} ({day}) lies outside the years compared; its one-off cost is not counted",
    )


def _unscheduled(case: Case) -> Iterator[Text]:
    planned = {move.server for wave in case.schedule.waves for move in wave.moves}
    ids = [d.server for d in case.sizing.dispositions if d.moves and d.server not in planned]
    if ids:
        listed = ", ".join(ids)
        yield Text(
            f"移行時期の決まらないサーバ{len(ids)}台は、期間中ずっと現状の費用も払う: {listed}",
            f"servers that move but have no wave are paid as today throughout: {listed}",
        )
