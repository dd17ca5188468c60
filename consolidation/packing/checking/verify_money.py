"""Re-check of what a packing says of itself: prices, numbers of hosts, bounds and status."""

from collections import Counter
from collections.abc import Iterator

from consolidation.packing.checking.account import SECOND_VALUE, price_by_cluster
from consolidation.packing.model import (
    ClusterBound,
    Objective,
    Packing,
    PackingProblem,
    SecondAnswer,
)
from consolidation.solving.status import Status
from consolidation.text import Text


def money_mistakes(problem: PackingProblem, packing: Packing) -> Iterator[Text]:
    """Check prices, bounds and status in total and per cluster, certificate and second answer."""
    paid = price_by_cluster(problem, packing.hosts, packing.placements)
    total = sum(paid.values())
    if packing.price_yen != total:
        yield Text(
            f"合計額が{packing.price_yen}円だが、ホスト・加算・配置費の和は{total}円",
            f"the price is {packing.price_yen} yen; hosts, surcharges and placement costs add up "
            f"to {total}",
        )
    if packing.objective is not problem.objective:
        yield Text(
            f"{problem.objective}を最小にすべきところ{packing.objective}を最小にしている",
            f"{packing.objective} is minimised, {problem.objective} was asked for",
        )
    yield from _clusters(packing, paid)
    yield from _whole(packing)
    yield from _certificate(problem, packing)
    yield from _second(problem, packing)


def _clusters(packing: Packing, paid: dict[str, int]) -> Iterator[Text]:
    """Check what is said of each cluster that has hosts."""
    if sorted(bound.cluster for bound in packing.clusters) != sorted(paid):
        yield Text("クラスタの一覧が合わない", "the list of clusters does not match the hosts")
    carrying = Counter(host.cluster for host in packing.hosts if not host.spare)
    for bound in packing.clusters:
        name = bound.cluster
        if bound.price_yen != paid.get(name) or bound.num_hosts != carrying[name]:
            yield Text(
                f"クラスタ{name}の額または台数が合わない",
                f"cluster {name}: price or number of hosts does not match",
            )
        yield from _bounded(Text(name, name), bound, packing.objective)


def _whole(packing: Packing) -> Iterator[Text]:
    yield from _bounded(Text("全体", "total"), packing, packing.objective)


def _bounded(name: Text, said: Packing | ClusterBound, objective: Objective) -> Iterator[Text]:
    """Check that no bound is above its value and the status says what they show."""
    if said.lower_bound_yen > said.price_yen:
        yield Text(
            f"{name.ja}: 下界{said.lower_bound_yen}円が額{said.price_yen}円を超える",
            f"{name.en}: bound {said.lower_bound_yen} yen is above the price {said.price_yen}",
        )
    if said.lower_bound_hosts > said.num_hosts:
        yield Text(
            f"{name.ja}: 台数の下界{said.lower_bound_hosts}が台数{said.num_hosts}を超える",
            f"{name.en}: {said.lower_bound_hosts} hosts are said to be needed, {said.num_hosts} "
            "are used",
        )
    proved = said.lower_bound_yen >= said.price_yen
    if objective is Objective.HOSTS:
        proved = said.lower_bound_hosts >= said.num_hosts
    yield from _status(name, said.status, proved)


def _status(name: Text, status: Status, proved: bool) -> Iterator[Text]:
    expected = Status.OPTIMAL if proved else Status.FEASIBLE
    if status is not expected:
        yield Text(
            f"{name.ja}: 状態が{status}だが{expected}であるべき",
            f"{name.en}: status is {status}, should be {expected}",
        )


def _certificate(problem: PackingProblem, packing: Packing) -> Iterator[Text]:
    """Check that a certificate speaks of this problem and of no more than the value."""
    if packing.certificate is None:
        return
    value = packing.price_yen if packing.objective is Objective.COST else packing.num_hosts
    bound = packing.certificate.bound
    if bound > value:
        yield Text(
            f"証明書の下界{bound}が値{value}を超える",
            f"the certificate's bound {bound} is above the value {value}",
        )
    known = {guest.cluster for guest in problem.guests}
    known.update(option.cluster for option in problem.options)
    count = Counter(name for lot in packing.certificate.lots for name in lot.clusters)
    for name, num in sorted(count.items()):
        if name not in known:
            yield Text(
                f"証明書のクラスタ{name}は問題にない",
                f"the certificate speaks of cluster {name}, which the problem does not have",
            )
        if num > 1:
            yield Text(
                f"証明書がクラスタ{name}を{num}回数えている",
                f"the certificate counts cluster {name} {num} times",
            )


def _second(problem: PackingProblem, packing: Packing) -> Iterator[Text]:
    """Check that a second answer is there if asked for, and says what was reached."""
    answer = packing.second
    if (answer.then if answer else None) is not problem.then:
        yield Text(
            "二つ目の目的の答が、求められたものと合わない",
            "the answer to the second objective is not what was asked for",
        )
    if answer is not None:
        yield from _reached(problem, packing, answer)


def _reached(problem: PackingProblem, packing: Packing, answer: SecondAnswer) -> Iterator[Text]:
    value = SECOND_VALUE[answer.then](problem, packing.hosts, packing.placements)
    if answer.reached != value:
        yield Text(
            f"二つ目の目的の値が{answer.reached}とあるが{value}である",
            f"the second objective is said to reach {answer.reached}, but is {value}",
        )
    if not answer.lower_bound <= answer.reached <= answer.before:
        yield Text(
            f"二つ目の目的の下界{answer.lower_bound}、値{answer.reached}、"
            f"元の値{answer.before}の順が合わない",
            f"second objective: bound {answer.lower_bound}, value {answer.reached} and former "
            f"value {answer.before} are not in order",
        )
    name = Text("二つ目の目的", "second objective")
    yield from _status(name, answer.status, answer.lower_bound >= answer.reached)
