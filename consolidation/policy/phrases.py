"""Short pieces of the findings' sentences."""

from collections.abc import Sequence

from consolidation.network.groups import NOBODY_NAMED
from consolidation.text import Text

MOST_NAMES = 5


def listed(names: Sequence[str], most: int = MOST_NAMES) -> Text:
    """Return names in a row, the first few of them and how many more there are.

    >>> listed(["a", "b", "c"], most=2).en
    'a, b and 1 more'
    """
    shown, more = list(names[:most]), len(names) - most
    ja, en = "、".join(shown), ", ".join(shown)
    if more > 0:
        return Text(f"{ja}、ほか{more}件", f"{en} and {more} more")
    return Text(ja, en)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its English noun.

    >>> count(1, "server"), count(2, "server"), count(0, "way in", "ways in")
    ('1 server', '2 servers', '0 ways in')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def rows_to_survey(rows: Sequence[tuple[str, str]], most: int = 12) -> Text:
    """Return the inventory rows to survey, named by table and id.

    >>> rows_to_survey([("links", "L-7"), ("servers", "SV-1")]).en
    'links L-7, servers SV-1'
    """
    return listed([f"{table} {row}" for table, row in sorted(set(rows))], most)


def group_text(group: str) -> Text:
    """Return what a group of controls falls with: a box, an account or a platform.

    >>> group_text("device/FW-A").en, group_text("account/net-admin").ja
    ('device FW-A', '管理者net-admin')
    """
    if group == NOBODY_NAMED:
        return Text("記録のない管理者", "an administrator who is not on record")
    table, _, name = group.partition("/")
    ja = {"device": "機器", "account": "管理者", "platform": "仮想化基盤"}.get(table, table)
    return Text(f"{ja}{name}", f"{table} {name}")
