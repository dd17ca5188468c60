"""How good the packing is shown to be: in what was minimised, how far, by which methods."""

from consolidation.export import labels
from consolidation.export.contents import wording
from consolidation.export.review import Review
from consolidation.export.table import Cell, Table, heading
from consolidation.packing.model import Objective, Packing, SecondAnswer, Then
from consolidation.text import Text

HUNDREDTHS = 100
"""A percent in the unit of `SecondAnswer`."""
NO_CERTIFICATE = Text(
    "証明書がなく、下界はソルバーの答えによる",
    "there is no certificate: the bound is the solver's word",
)


def proof(review: Review) -> Table:
    """Return the proof of the packing as a whole, a row for each thing that it says."""
    packing = review.plan.packing
    rows = _rows(review) if packing.hosts else [(Text("判定", "status"), wording.NO_HOSTS)]
    return Table(
        "packing-proof",
        Text("配置の証明", "Proof of the packing"),
        (heading("項目", "item"), heading("内容", "what", "long")),
        tuple(rows),
        Text(
            "下界は、それより小さい値の配置が存在しないという値。証明書は verify が"
            "ソルバーなしで検算する。",
            "No packing has a smaller value than the lower bound; verify checks the certificate "
            "without a solver.",
        ),
    )


def _rows(review: Review) -> list[tuple[Cell, ...]]:
    packing, asked = review.plan.packing, review.plan.scenario.packing
    rows: list[tuple[Cell, ...]] = [
        (Text("最小にしたもの", "what is minimised"), labels.OBJECTIVE[packing.objective]),
        (Text("CPUの比べ方", "how CPU is compared"), labels.PROFILES[asked.profiles]),
        (Text("値", "value"), amount(packing, value(packing))),
        (Text("下界", "lower bound"), amount(packing, bound(packing))),
        (Text("差 (%)", "gap (%)"), packing.gap_percent),
        (Text("判定", "status"), labels.STATUS[packing.status]),
        (Text("配置の求め方", "found by"), _methods([c.found_by for c in packing.clusters])),
        (Text("下界の求め方", "bound by"), _methods([c.bound_by for c in packing.clusters])),
        (Text("証明書", "certificate"), certified(packing)),
    ]
    if packing.second is not None:
        rows.append((Text("次に最小にしたもの", "minimised next"), second(packing.second)))
    return rows


def value(packing: Packing) -> int:
    """Return what was minimised: yen, or hosts with guests."""
    if packing.objective is Objective.HOSTS:
        return packing.num_hosts
    return packing.price_yen


def bound(packing: Packing) -> int:
    """Return the lower bound of what was minimised."""
    if packing.objective is Objective.HOSTS:
        return packing.lower_bound_hosts
    return packing.lower_bound_yen


def amount(packing: Packing, number: int) -> Text:
    """Return a value of what was minimised with its unit."""
    if packing.objective is Objective.HOSTS:
        return Text(f"{number:,}台", f"{number:,} host{'s' * (number != 1)}")
    return Text(f"{number:,}円", f"{number:,} yen")


def certified(packing: Packing) -> Text:
    """Return what a checker that uses no solver has proved of the bound."""
    if packing.certificate is None:
        return NO_CERTIFICATE
    least = amount(packing, packing.certificate.bound)
    return Text(
        f"ソルバーを使わない検算で、少なくとも{least.ja}と証明",
        f"a checker without the solver proved at least {least.en}",
    )


def is_certified(packing: Packing) -> bool:
    """Return whether the certificate shows all of the lower bound."""
    return packing.certificate is not None and packing.certificate.bound >= bound(packing)


def second(answer: SecondAnswer) -> Text:
    """Return what the second solve reached, from where, with its bound."""
    words = labels.THEN[answer.then]
    before, reached, least = (
        _second_amount(answer.then, number)
        for number in (answer.before, answer.reached, answer.lower_bound)
    )
    status = labels.STATUS[answer.status]
    return Text(
        f"{words.ja}: {before.ja}から{reached.ja}へ、下界{least.ja}（{status.ja}）",
        f"{words.en}: from {before.en} to {reached.en}, lower bound {least.en} ({status.en})",
    )


def _second_amount(then: Then, number: int) -> Text:
    if then is Then.EVEN:
        text = f"{number / HUNDREDTHS:.2f}%"
        return Text(text, text.replace("%", " %"))
    return Text(f"{number:,}台", f"{number:,}")


def _methods(names: list[str]) -> Text:
    """Return the methods of all clusters, each once."""
    found = [labels.solved_by(name) for name in dict.fromkeys(names)]
    return Text("、".join(t.ja for t in found), ", ".join(t.en for t in found))
