"""What P3 says in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from consolidation.inventory.tables.network import Device
from consolidation.inventory.tables.servers import Server
from consolidation.network import words
from consolidation.network.attributes import Layer
from consolidation.policy.case import Case
from consolidation.policy.model import Finding, Outcome, Step
from consolidation.policy.phrases import count, listed, rows_to_survey
from consolidation.policy.repair.survey_words import fact
from consolidation.policy.ways.faults import step_in
from consolidation.text import Text

RULE = "P3-shared-fate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many elements with protected state were looked at."""

    devices: int
    servers: int
    platforms: int
    managers: int
    stores: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Elements that carry both and keep them apart by themselves, by id."""

    devices: Sequence[str]
    platforms: Sequence[str]
    stores: Sequence[str]


def wireless_device(case: Case, device: Device, domain: str, *, sure: bool) -> Finding:
    """Say that a wireless device has a protected segment, or may have one."""
    name, state = words.device_text(device), case.states[domain]
    if sure:
        message = Text(
            f"無線機器である{name.ja}に住民情報系のセグメントがある",
            f"{name.en} is wireless and has a resident segment",
        )
    else:
        message = Text(
            f"{name.ja}が無線機器であって住民情報系のセグメントを持つかどうか確認されていない",
            f"{name.en} may be wireless and have a resident segment; it is not confirmed",
        )
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if sure else Outcome.UNDETERMINED,
        subject=device.id,
        message=message,
        witness=(Step(node=domain, table=state.table, row=state.row, text=state.words),),
        fix=Text(
            f"{name.ja}につながる回線から住民情報系のセグメントを外す",
            f"take resident segments off the links to {name.en}",
        ),
        guilty=0,
    )


def wireless_server(
    case: Case, server: Server, way: tuple[str, ...], *, manages: bool, sure: bool
) -> Finding:
    """Say that a server with protected state, or that manages such, is wireless."""
    name = words.server_text(server)
    if not sure:
        message = Text(
            f"無線アダプタを持つ{name.ja}が住民情報系の機器や基盤を管理するかどうかは、"
            "確認されていない行の実際による",
            f"{name.en} has a wireless adapter; whether it manages resident devices or platforms "
            "depends on rows that are not confirmed",
        )
    elif manages:
        message = Text(
            f"{name.ja}は住民情報系の機器や基盤を管理するが、無線アダプタを持つ",
            f"{name.en} manages resident devices or platforms and has a wireless adapter",
        )
    else:
        message = Text(
            f"{name.ja}は住民情報系に属するが、無線アダプタを持つ",
            f"{name.en} is in the resident zone and has a wireless adapter",
        )
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if sure else Outcome.UNDETERMINED,
        subject=server.id,
        message=message,
        witness=case.witness(way),
        fix=Text(
            f"サーバ{server.id}から無線アダプタを外す",
            f"take the wireless adapter out of server {server.id}",
        ),
        guilty=1,
    )


def entered(
    case: Case, node: str, way: tuple[str, ...], with_it: Sequence[str], *, sure: bool
) -> Finding:
    """Say that wireless holds an element, and what falls with it."""
    state = case.states[node]
    name = _element(case, node)
    rows = [case.states[held].row for held in with_it]
    more = Text("", "")
    if rows:
        named = listed(rows)
        more = Text(
            f"。それが管理する{named.ja}の分離も失われる",
            f"; what it manages falls with it: {named.en}",
        )
    if sure:
        message = Text(
            f"住民情報系を預かる{name.ja}の設定に、無線から認められた制御なしで手が届く{more.ja}",
            f"{name.en}, on which the resident zone depends, can be taken over from wireless past "
            f"no accepted control{more.en}",
        )
    else:
        message = Text(
            f"住民情報系を預かる{name.ja}の設定に無線から手が届くかどうかは、確認されていない行の"
            f"実際による{more.ja}",
            f"whether {name.en}, on which the resident zone depends, can be taken over from "
            f"wireless depends on rows that are not confirmed{more.en}",
        )
    unsure = sorted(case.unsure_rows(way))
    survey = rows_to_survey(unsure)
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if sure else Outcome.UNDETERMINED,
        subject=state.row,
        message=message,
        witness=case.witness(way),
        fix=Text(
            f"{name.ja}の管理を、無線から届かない管理用セグメントに移すか、その手前に制御を置く",
            f"move the management of {name.en} to a segment that wireless does not get to, or put "
            "a control before it",
        )
        if sure
        else Text(f"次の行を現地で確認する: {survey.ja}", f"survey these rows: {survey.en}"),
        guilty=len(way) - 1,
        survey=() if sure else tuple(fact(case, row, [way]) for row in unsure),
    )


def _element(case: Case, node: str) -> Text:
    state = case.states[node]
    if state.layer is Layer.SERVER:
        return words.server_text(case.estate.server[state.row])
    if state.table == "devices":
        return words.device_text(case.estate.device[state.row])
    return Text(f"仮想化基盤{state.row}", f"platform {state.row}")


def reached(case: Case, places: Sequence[str], way: tuple[str, ...], *, sure: bool) -> Finding:
    """Say that wireless is in protected segments or on protected servers."""
    rows = sorted({(case.states[p].table, case.states[p].row) for p in places})
    named, total = listed([row for _, row in rows]), len(rows)
    if sure:
        message = Text(
            f"機器・サーバ{total}台（{named.ja}）では、住民情報系そのものに無線から認められた制御"
            "なしで届く",
            f"on {count(total, 'device or server', 'devices and servers')} ({named.en}) wireless "
            "gets to the resident part itself past no accepted control",
        )
    else:
        message = Text(
            f"機器・サーバ{total}台（{named.ja}）の住民情報系そのものに無線から制御なしで届くか"
            "どうかは、確認されていない行の実際による",
            f"whether wireless gets to the resident part of "
            f"{count(total, 'device or server', 'devices and servers')} ({named.en}) past no "
            "control depends on rows that are not confirmed",
        )
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if sure else Outcome.UNDETERMINED,
        subject=case.state,
        message=message,
        witness=case.witness(way),
        fix=Text(
            "P2-entryの指摘を解消すれば解消する", "what mends the findings of P2-entry mends this"
        ),
        guilty=step_in(case, way),
    )


def beside(case: Case, found: Beside) -> Finding:
    """Name what carries both, and what keeps them apart."""
    ja, en = [], []
    if found.devices:
        named = listed(found.devices)
        ja.append(
            f"機器{len(found.devices)}台（{named.ja}）では、住民情報系のセグメントと、無線から制御"
            "なしで届くセグメントが同居している。両者を隔てるのは機器内の分離だけである"
        )
        en.append(
            f"on {count(len(found.devices), 'device')} ({named.en}) a resident segment stands "
            "beside one that wireless gets to without a control; only the device's own separation "
            "keeps them apart"
        )
    if found.platforms:
        named = listed(found.platforms)
        ja.append(
            f"仮想化基盤{len(found.platforms)}基（{named.ja}）では、住民情報系のゲストと、無線から"
            "制御なしで届くゲストが同居している。両者を隔てるのはハイパーバイザだけである"
        )
        en.append(
            f"on {count(len(found.platforms), 'platform')} ({named.en}) a resident guest runs "
            "beside one that wireless gets to without a control; only the hypervisor keeps them "
            "apart"
        )
    if found.stores:
        named = listed(found.stores)
        ja.append(
            f"記憶域{len(found.stores)}個（{named.ja}）は、住民情報系のサーバと、無線から制御なしで"
            "届くサーバが使う。両者を隔てるのはアクセス権だけである"
        )
        en.append(
            f"{count(len(found.stores), 'store')} ({named.en}) used by a resident server and by "
            "one that wireless gets to without a control; only access rights keep them apart"
        )
    return Finding(
        rule=RULE,
        outcome=Outcome.CAUTION,
        subject=case.state,
        message=Text("。".join(ja), "; ".join(en)),
        fix=Text(
            "同居を認めるかどうかを決め、認める場合は分離の方式と設定の管理者を記録する",
            "decide whether this is accepted; if so, record how they are kept apart and by whom",
        ),
    )


def holding(case: Case, counts: Counts) -> Finding:
    """Say that the rule holds and what was looked at."""
    return Finding(
        rule=RULE,
        outcome=Outcome.HOLDS,
        subject=case.state,
        message=Text(
            f"住民情報系を預かる機器{counts.devices}台、サーバ{counts.servers}台、"
            f"仮想化基盤{counts.platforms}基、管理元のサーバ{counts.managers}台と、"
            f"記憶域{counts.stores}個を調べた。無線のものも、無線から制御なしで手が届くものも、"
            "そうしたものと同居するものもない",
            f"{count(counts.devices, 'device')}, {count(counts.servers, 'server')}, "
            f"{count(counts.platforms, 'platform')} and {count(counts.managers, 'managing server')}"
            f" with resident state and {count(counts.stores, 'store')} checked; none is wireless, "
            "within its reach without a control, or shared with what is",
        ),
    )
