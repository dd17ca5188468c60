"""Re-check of the rules on who shares a host with whom."""

from collections.abc import Iterator

from consolidation.packing.amounts import labelled
from consolidation.packing.checking.account import Loads, num_labelled
from consolidation.packing.model import Apart, Packing, PackingProblem
from consolidation.text import Text


def rule_mistakes(problem: PackingProblem, packing: Packing, loads: Loads) -> Iterator[Text]:
    """Check that guests kept together share a host, and no host breaks a rule of `Apart`."""
    yield from _together(problem, packing)
    rules: dict[str, list[Apart]] = {}
    for rule in problem.rules:
        rules.setdefault(rule.label, []).append(rule)
    if not rules:
        return
    for host in packing.hosts:
        count = num_labelled(loads.get(host.id, ()))
        for label, num in count.items():
            for rule in rules.get(label, ()):
                if num > rule.most and (rule.beside is None or rule.beside in count):
                    yield _too_many(host.id, rule, num)


def _too_many(host: str, rule: Apart, num: int) -> Text:
    guests = labelled(rule.label)
    if rule.beside is None:
        return Text(
            f"ホスト{host}に{guests.ja}が{num}台ある（{rule.most}台まで）",
            f"host {host} carries {num} guests {guests.en}, {rule.most} at most",
        )
    return Text(
        f"ホスト{host}に{rule.beside}と並んで{guests.ja}が{num}台ある（{rule.most}台まで）",
        f"host {host} carries {num} guests {guests.en} beside {rule.beside}, {rule.most} at most",
    )


def _together(problem: PackingProblem, packing: Packing) -> Iterator[Text]:
    """Check that guests of one word, cluster and zone stand on one host."""
    host_of = {placement.server: placement.host for placement in packing.placements}
    groups: dict[tuple[str, str, str], dict[str, None]] = {}
    for guest in problem.guests:
        if guest.together is not None:
            key = (guest.together, guest.cluster, guest.zone)
            groups.setdefault(key, {})[host_of[guest.id]] = None
    for (word, _, _), hosts in groups.items():
        if len(hosts) > 1:
            where = ", ".join(sorted(hosts))
            yield Text(
                f"同居の組{word}が複数のホストに分かれている: {where}",
                f"guests kept together as {word} are spread over several hosts: {where}",
            )
