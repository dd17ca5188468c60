"""Words for culprits: amounts, lists of names, what pins, bans and rules say."""

from collections.abc import Iterable, Sequence

from consolidation.packing.amounts import APART, label, labelled, shown
from consolidation.packing.model import Apart, Guest, HostOption
from consolidation.text import Text

MOST_NAMED = 10
"""Names listed before only their number is told."""
MOST_AMOUNTS = 3
"""Dimensions told of one demand: the scarcest."""


def joined(texts: Iterable[Text]) -> Text:
    """Return texts as a list.

    >>> joined([Text("甲", "a"), Text("乙", "b")])
    Text(ja='甲、乙', en='a, b')
    """
    listed = list(texts)
    return Text("、".join(t.ja for t in listed), ", ".join(t.en for t in listed))


def named(names: Sequence[str]) -> Text:
    """Return names as a list, the first `MOST_NAMED` and how many more there are.

    >>> named(["a", "b"]).ja, named([str(i) for i in range(12)]).en
    ('a、b', '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more')
    """
    listed = joined(Text(name, name) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    if more <= 0:
        return listed
    return Text(f"{listed.ja}ほか{more}", f"{listed.en} and {more} more")


def amounts(
    dimensions: Sequence[str], need: Sequence[int], options: Sequence[HostOption] = ()
) -> Text:
    """Return a demand in words, in its scarcest dimensions as measured by the largest host."""
    largest = [max(1, *column) for column in zip(*(o.capacity for o in options), strict=True)]
    largest = largest or [1] * len(need)
    scarce = sorted(range(len(need)), key=lambda d: (-need[d] / largest[d], d))[:MOST_AMOUNTS]
    return joined(
        Text(
            f"{label(dimensions[d]).ja} {shown(dimensions[d], need[d]).ja}",
            f"{label(dimensions[d]).en} {shown(dimensions[d], need[d]).en}",
        )
        for d in sorted(scarce)
    )


def only_where(guest: Guest) -> Text:
    """Return where the pin of a guest lets it stand."""
    names = named(sorted(guest.only or ()))
    return Text(f"{names.ja}のみ", f"only on {names.en}")


def never_where(guest: Guest) -> Text:
    """Return where the ban of a guest keeps it from."""
    names = named(sorted(guest.never))
    return Text(f"{names.ja}は不可", f"never on {names.en}")


def group_of(rule: Apart) -> tuple[str, str]:
    """Return kind and name of the culprit that a rule is."""
    if rule.label.startswith(APART) and rule.beside is None:
        return "group", rule.label.removeprefix(APART)
    beside = "" if rule.beside is None else f" / {rule.beside}"
    return ("group" if rule.beside is None else "rule"), rule.label + beside


def rule_words(rule: Apart) -> Text:
    """Return what a rule demands.

    >>> rule_words(Apart(label="apart:web")).en
    'at most 1 of keep-apart group web on one host'
    >>> rule_words(Apart(label="db", most=0, beside="web")).en
    'none labelled db on a host with guests labelled web'
    """
    guests = labelled(rule.label)
    num = f"at most {rule.most}" if rule.most else "none"
    if rule.beside is None:
        return Text(f"1ホストに{guests.ja}は{rule.most}台まで", f"{num} {guests.en} on one host")
    beside = labelled(rule.beside)
    return Text(
        f"{beside.ja}のあるホストに{guests.ja}は{rule.most}台まで",
        f"{num} {guests.en} on a host with guests {beside.en}",
    )
