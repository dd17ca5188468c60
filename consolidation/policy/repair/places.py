"""Which row and segment a state stands for, read back from its name."""

from collections.abc import Callable
from urllib.parse import unquote


def parts(node: str) -> tuple[str, ...]:
    """Return the pieces of a state's name, ids as the inventory writes them.

    >>> from consolidation.network import names
    >>> parts(names.domain("SW/1", "V-20"))
    ('domain', 'SW/1', 'V-20')
    """
    return tuple(map(_plain, node.split("/")))


_plain: Callable[[str], str] = unquote
