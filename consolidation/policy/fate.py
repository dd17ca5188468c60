"""P3 shared fate, in part: elements that are both protected and wireless, or within its reach.

Judged now: wireless devices that have a protected segment (a breach), and other devices that have
one beside a segment which wireless gets to without a control, with no control on the device on
record (a caution: only its own separation stands between). Not judged yet: accepted kinds of
separation, management access, shared ducts, storage and power; `judge` says so.
"""

from consolidation.inventory.tables.kinds import Certainty
from consolidation.network import names, words
from consolidation.network.attributes import Layer
from consolidation.network.wireless import radiates
from consolidation.policy.case import Case
from consolidation.policy.entry import nothing_to_check
from consolidation.policy.model import Finding, Outcome, Step
from consolidation.policy.phrases import count, listed
from consolidation.text import Text

RULE = "P3-shared-fate"


def shared_fate(case: Case) -> tuple[Finding, ...]:
    """Judge devices that protected segments share with wireless."""
    missing = nothing_to_check(case, RULE)
    if missing is not None:
        return (missing,)
    holding = _protected_domains(case)
    wireless = [d for d in holding if radiates(case.estate.device[d])]
    found = [_wireless_device(case, device, holding[device]) for device in wireless]
    reached = {
        case.states[node].row
        for node, passed in case.from_air.controls.items()
        if passed == 0 and case.states[node].layer is Layer.DOMAIN
    }
    guarded = {c.device for c in case.estate.controls if c.kind in case.edition.counts}
    shared = [d for d in holding if d in reached and d not in wireless and d not in guarded]
    if shared:
        found.append(_beside(case, shared))
    return tuple(found) if found else (_holds(case, len(holding)),)


def _protected_domains(case: Case) -> dict[str, list[str]]:
    """Return the protected domains by device."""
    found: dict[str, list[str]] = {}
    for device in case.estate.devices:
        domains = [names.domain(device.id, segment) for segment in sorted(case.protected_segments)]
        there = [node for node in domains if node in case.states]
        if there:
            found[device.id] = there
    return found


def _wireless_device(case: Case, device: str, domains: list[str]) -> Finding:
    sure = [n for n in domains if case.states[n].certainty is Certainty.KNOWN]
    name = words.device_text(case.estate.device[device])
    first = case.states[(sure or domains)[0]]
    step = Step(node=(sure or domains)[0], table=first.table, row=first.row, text=first.words)
    if sure:
        message = Text(
            f"無線機器である{name.ja}に住民情報系のセグメントがある",
            f"{name.en} is wireless and has a resident segment",
        )
    else:
        message = Text(
            f"無線機器である{name.ja}に住民情報系のセグメントがあるかどうか確認されていない",
            f"{name.en} is wireless and may have a resident segment",
        )
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if sure else Outcome.UNDETERMINED,
        subject=device,
        message=message,
        witness=(step,),
        fix=Text(
            f"機器{device}につながる回線から住民情報系のセグメントを外す",
            f"take resident segments off the links to device {device}",
        ),
    )


def _beside(case: Case, shared: list[str]) -> Finding:
    names_ = listed(shared)
    return Finding(
        rule=RULE,
        outcome=Outcome.CAUTION,
        subject=case.state,
        message=Text(
            f"機器{len(shared)}台（{names_.ja}）では、住民情報系のセグメントと、無線から制御なしで"
            "届くセグメントが同居している。両者を隔てるのは機器内の分離だけである",
            f"on {count(len(shared), 'device')} ({names_.en}) a resident segment stands beside one "
            "that wireless gets to without a control; only the device's own separation keeps them "
            "apart",
        ),
        fix=Text(
            "同居を認めるかどうかを決め、認める場合は分離の方式と設定の管理者を記録する",
            "decide whether this is accepted; if so, record how they are kept apart and by whom",
        ),
    )


def _holds(case: Case, num_devices: int) -> Finding:
    return Finding(
        rule=RULE,
        outcome=Outcome.HOLDS,
        subject=case.state,
        message=Text(
            f"住民情報系のセグメントがある機器{num_devices}台を調べた。無線機器はなく、"
            "無線から制御なしで届くセグメントとの同居もない",
            f"{count(num_devices, 'device')} with resident segments checked; none is wireless or "
            "shared with a segment that wireless gets to without a control",
        ),
    )
