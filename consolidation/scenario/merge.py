"""How one scenario overrides another.

- Tables merge key by key, to any depth.
- Lists of tables that have an ``id`` (``[[platforms]]``, ``[[platforms.clusters]]``) merge by it:
  an entry with a known id is merged into that entry and keeps its place, a new id is appended.
  An empty list empties.
- Everything else, other lists too, is replaced.
"""

from collections.abc import Mapping

Table = dict[str, object]


def merged(base: Mapping[str, object], over: Mapping[str, object]) -> Table:
    """Return ``base`` overridden by ``over``; neither is changed.

    >>> base = {"costs": {"yen_per_kwh": 20}, "platforms": [{"id": "P", "site": "A"}]}
    >>> merged(base, {"platforms": [{"id": "P", "site": "B"}, {"id": "Q"}]})["platforms"]
    [{'id': 'P', 'site': 'B'}, {'id': 'Q'}]
    """
    result = dict(base)
    for key, value in over.items():
        result[key] = _merged_value(base.get(key), value)
    return result


def _merged_value(base: object, over: object) -> object:
    if isinstance(base, dict) and isinstance(over, dict):
        return merged(base, over)
    if isinstance(base, list) and isinstance(over, list) and _mergeable(base) and _mergeable(over):
        return _merged_entries(base, over) if over else []
    return over


def _mergeable(entries: list[object]) -> bool:
    return all(isinstance(entry, dict) and "id" in entry for entry in entries)


def _merged_entries(base: list[Table], over: list[Table]) -> list[Table]:
    """Merge by id. An id that ``over`` itself holds twice stays twice, for the check to find."""
    result = list(base)
    place = {str(entry["id"]): i for i, entry in enumerate(base)}
    for entry in over:
        at = place.pop(str(entry["id"]), None)
        if at is None:
            result.append(entry)
        else:
            result[at] = merged(result[at], entry)
    return result
