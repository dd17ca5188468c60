"""The nearest known name to a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches

from consolidation.text import Text


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """Return the known name most like ``wrong``, or ``None`` where none is near.

    >>> nearest("spare_host", ["spare_hosts", "zones"])
    'spare_hosts'
    """
    by_lower = {name.lower(): name for name in sorted(known, reverse=True)}
    found = get_close_matches(wrong.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def suggestion(wrong: str, known: Iterable[str]) -> Text:
    """Return the fix for a wrong name: the nearest known one, or what there is to choose from."""
    names = list(dict.fromkeys(known))
    near = nearest(wrong, names)
    if near is not None:
        return Text(f"'{near}' ではないか", f"did you mean '{near}'?")
    if not names:
        return Text("使える名はない", "there is none to choose from")
    shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
    return Text(f"使える名: {shown}", f"known: {shown}")
