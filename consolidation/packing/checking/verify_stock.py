"""Re-check of how many hosts there may and must be: limited stock, and spares."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from consolidation.packing.checking.account import Options
from consolidation.packing.model import HostOption, PackedHost, Packing, PackingProblem
from consolidation.text import Text


def stock_mistakes(problem: PackingProblem, packing: Packing, options: Options) -> Iterator[Text]:
    """Check limits and spares."""
    used = Counter(host.option for host in packing.hosts)
    for name, limit in stock_limits(problem.options).items():
        if used[name] > limit:
            yield Text(
                f"機種{name}は{limit}台までだが{used[name]}台使う",
                f"host type {name}: {used[name]} used, {limit} can be had",
            )
    yield from _spares(problem, packing, options)


def stock_limits(options: Sequence[HostOption]) -> dict[str, int]:
    """Return the limit of each limited option id: one stock whichever cluster it is for.

    >>> options = [
    ...     HostOption(id="old", cluster=cluster, capacity=(1,), price_yen=0, limit=limit)
    ...     for cluster, limit in (("a", 3), ("b", 2), ("c", None))
    ... ]
    >>> stock_limits(options)
    {'old': 2}
    """
    limits: dict[str, int] = {}
    for option in sorted(options, key=lambda option: option.id):
        if option.limit is not None:
            limits[option.id] = min(option.limit, limits.get(option.id, option.limit))
    return limits


def _spares(problem: PackingProblem, packing: Packing, options: Options) -> Iterator[Text]:
    """Check N+k: each of the k spares is as large as every host in use, in every dimension.

    So whichever k hosts of the cluster fail, the guests of each failed host that was in use go
    to a spare of their own, zone and rules as before. A cluster without guests needs no spares.
    """
    own: dict[str, list[PackedHost]] = {}
    for host in packing.hosts:
        own.setdefault(host.cluster, []).append(host)
    asked = dict(problem.spares)
    for cluster in sorted(own):
        used = _options_in_use(own[cluster], options)
        spare = [host for host in own[cluster] if host.spare]
        wanted = asked.get(cluster, 0) if used else 0
        if len(spare) != wanted:
            yield Text(
                f"クラスタ{cluster}の予備が{wanted}台必要だが{len(spare)}台",
                f"cluster {cluster}: {wanted} spares asked for, {len(spare)} there",
            )
        for host in spare:
            for name, option in used.items():
                if not _as_large(options[cluster, host.option], option):
                    yield Text(
                        f"予備ホスト{host.id}は機種{name}のホストより小さい",
                        f"spare host {host.id} is smaller than the hosts of type {name}",
                    )


def _options_in_use(hosts: Sequence[PackedHost], options: Options) -> Mapping[str, HostOption]:
    names = sorted({host.option for host in hosts if not host.spare})
    return {name: options[hosts[0].cluster, name] for name in names}


def _as_large(spare: HostOption, used: HostOption) -> bool:
    """Tell whether a spare can stand in for a host in use, whatever that carries."""
    roomy = all(have >= need for have, need in zip(spare.capacity, used.capacity, strict=True))
    if spare.most_guests is None:
        return roomy
    return roomy and used.most_guests is not None and used.most_guests <= spare.most_guests
