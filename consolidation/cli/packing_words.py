"""A packing as ``consolidation pack`` tells it: on a screen, and as one JSON document."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text as Line

from consolidation.cli.layout import labelled
from consolidation.cli.plain import plain
from consolidation.cli.talk import NARROWEST
from consolidation.export import labels
from consolidation.packing.model import Objective, PackedHost, Packing, SecondAnswer, Then
from consolidation.text import Language, Text

MOST_HOSTS = 200
"""Hosts listed on a screen; ``--json`` lists all."""


def packing_record(
    packing: Packing, seconds: float, placements: bool, remarks: Sequence[Text] = ()
) -> dict[str, object]:
    """Return the main numbers of a packing; with ``placements`` also who stands where."""
    record: dict[str, object] = {
        "bins": packing.num_hosts,
        "bound": packing.lower_bound_hosts,
        "status": packing.status.value,
        "seconds": seconds,
        "objective": packing.objective.value,
        "price_yen": packing.price_yen,
        "lower_bound_yen": packing.lower_bound_yen,
        "gap_percent": packing.gap_percent,
        "spares": sum(host.spare for host in packing.hosts),
        "bound_by": _methods([cluster.bound_by for cluster in packing.clusters]),
        "found_by": _methods([cluster.found_by for cluster in packing.clusters]),
        "certified_bound": packing.certificate.bound if packing.certificate else None,
        "second": _second_record(packing.second),
        "remarks": [{"ja": remark.ja, "en": remark.en} for remark in remarks],
    }
    if placements:
        record["hosts"] = [
            {
                "id": host.id,
                "option": host.option,
                "cluster": host.cluster,
                "zone": host.zone,
                "spare": host.spare,
                "guests": guests,
            }
            for host, guests in _standing(packing)
        ]
    return record


def packing_lines(
    file: Path, packing: Packing, language: Language, seconds: float, placements: bool
) -> Iterator[Line]:
    """Yield the screen: how good the packing is, who found and proved it."""
    status = labels.STATUS[packing.status].in_(language)
    heading = Line(plain(f"{file.name}: "), "bold")
    heading.append(status)
    yield heading
    rows = [(label.in_(language), Line(plain(t.in_(language)))) for label, t in _rows(packing)]
    took = Text(f"{seconds}秒", f"{seconds} s")
    rows.append((Text("時間", "time").in_(language), Line(took.in_(language))))
    yield from labelled(rows, NARROWEST)
    if placements:
        yield from _shown_hosts(packing, language)


def _rows(packing: Packing) -> Iterator[tuple[Text, Text]]:
    spares = sum(host.spare for host in packing.hosts)
    spare = Text(f"、ほかに予備{spares}", f", and {spares} spare") if spares else Text("", "")
    yield (
        Text("ホスト", "hosts"),
        Text(
            f"{packing.num_hosts}台 (下界 {packing.lower_bound_hosts}){spare.ja}",
            f"{packing.num_hosts}, at least {packing.lower_bound_hosts} needed{spare.en}",
        ),
    )
    price = f"{packing.price_yen:,}"
    cost = Text(f"{price}円", f"{price} yen")
    if packing.objective is Objective.COST:
        lower = f"{packing.lower_bound_yen:,}"
        cost = Text(f"{cost.ja} (下界 {lower}円)", f"{cost.en}, at least {lower} needed")
    yield Text("費用", "cost"), cost
    gap = f"{packing.gap_percent} %"
    yield Text("隔たり", "gap"), Text(gap, gap)
    found, bound = (
        ", ".join(_methods([getattr(cluster, by) for cluster in packing.clusters])) or "-"
        for by in ("found_by", "bound_by")
    )
    yield Text("割当ての手法", "found by"), Text(found, found)
    yield Text("下界の手法", "bound by"), Text(bound, bound)
    yield Text("証明書", "certificate"), _certificate(packing)
    if packing.second is not None:
        yield _second(packing.second)


def _certificate(packing: Packing) -> Text:
    if packing.certificate is None:
        return Text("なし", "none")
    bound = packing.certificate.bound
    if packing.objective is Objective.HOSTS:
        return Text(f"{bound:,}台を下界と示す", f"shows that at least {bound:,} hosts are needed")
    return Text(f"{bound:,}円を下界と示す", f"shows that at least {bound:,} yen are needed")


def _second(answer: SecondAnswer) -> tuple[Text, Text]:
    """Say what the second solve reached; utilisation in percent, moves as they are."""
    even = answer.then is Then.EVEN
    before, reached, lower = (
        f"{value / 100:.2f} %" if even else f"{value:,}"
        for value in (answer.before, answer.reached, answer.lower_bound)
    )
    name = Text("最大使用率", "highest load") if even else Text("移動", "moves")
    status = labels.STATUS[answer.status]
    return name, Text(
        f"{before} → {reached} (下界 {lower}): {status.ja}",
        f"{before} -> {reached}, at least {lower}: {status.en}",
    )


def _shown_hosts(packing: Packing, language: Language) -> Iterator[Line]:
    standing = _standing(packing)
    for host, guests in standing[:MOST_HOSTS]:
        head = f"{host.id} ({host.option}): "
        spare = Text("予備", "spare").in_(language)
        yield Line(plain(head + (spare if host.spare else ", ".join(guests))))
    left = len(standing) - MOST_HOSTS
    if left > 0:
        more = Text(f"ほか{left}台 (--json で全件)", f"and {left} more (--json lists all)")
        yield Line(more.in_(language), "dim")


def _standing(packing: Packing) -> list[tuple[PackedHost, list[str]]]:
    guests: dict[str, list[str]] = {}
    for placement in packing.placements:
        guests.setdefault(placement.host, []).append(placement.server)
    return [(host, sorted(guests.get(host.id, []))) for host in packing.hosts]


def _methods(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _second_record(answer: SecondAnswer | None) -> dict[str, object] | None:
    if answer is None:
        return None
    return {
        "then": answer.then.value,
        "status": answer.status.value,
        "before": answer.before,
        "reached": answer.reached,
        "lower_bound": answer.lower_bound,
    }
