"""The words that reviewers read for the closed vocabularies of a verdict."""

from collections.abc import Mapping, Sequence

from consolidation.export.labels import inventory_table
from consolidation.policy.model import CrossingMode, FailureKind
from consolidation.text import Text

FAILURE: Mapping[FailureKind, Text] = {
    "link": Text("回線", "link"),
    "device": Text("機器", "device"),
    "entry": Text("引込口", "site entry"),
    "duct": Text("管路", "duct"),
    "carrier": Text("通信事業者", "carrier"),
}
"""What fails."""

MODE: Mapping[CrossingMode, Text] = {
    "deny": Text("接続不可", "no joint"),
    "controls": Text("制御を通す", "past controls"),
    "screen": Text("画面転送のみ", "screen transfer only"),
    "listed": Text("一覧の通信のみ", "listed flows only"),
}
"""How two zones may meet."""

METHOD: Mapping[str, Text] = {
    "minimum-cut": Text("最小カット", "minimum cut"),
    "hitting-set": Text("整数計画（最小の打撃集合）", "integer programme (hitting set)"),
    "greedy": Text("貪欲法（最小の探索は打ち切り）", "greedy (search for the cheapest given up)"),
}
"""How the cheapest repair was found."""

ACTION: Mapping[str, Text] = {
    "guard": Text("制御の追加", "a control put in"),
    "narrow": Text("許可の限定", "a rule narrowed"),
    "take-off": Text("回線からセグメントを外す", "a segment taken off a link"),
    "take-off-device": Text("機器からセグメントを外す", "a segment taken off a device"),
    "unplug": Text("接続を外す", "unplugged"),
    "remove": Text("撤去", "taken away"),
    "part": Text("セグメントを分ける", "segments parted"),
    "wire": Text("有線化", "made wired"),
}
"""What a change of a repair does."""


def action(name: str) -> Text:
    """Return what a change does; a word unknown stays itself."""
    return ACTION.get(name, Text(name, name))


def row(table: str, identity: str) -> Text:
    """Return how an inventory row is cited: the table's title and the row's id.

    >>> row("links", "L-7"), row("segments", "")
    (Text(ja='回線 L-7', en='links L-7'), Text(ja='セグメント', en='segments'))
    """
    title = inventory_table(table)
    return Text(f"{title.ja} {identity}".rstrip(), f"{title.en} {identity}".rstrip())


def joined(texts: Sequence[Text]) -> Text:
    """Return texts in a row.

    >>> joined([Text("甲", "a"), Text("乙", "b")])
    Text(ja='甲、乙', en='a, b')
    """
    return Text("、".join(t.ja for t in texts), ", ".join(t.en for t in texts))
