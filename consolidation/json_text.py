"""JSON text that somebody handed over to plain values, and plain values to JSON text for people.

Read: no key twice, no NaN, no half of a character. Written: one entry of a list of objects per
line, so that a difference between two files is seen line by line.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.regular_file import read_regular
from consolidation.text import Text


def read_text(path: Path) -> str:
    """Return the text of a regular file in UTF-8, or raise `InputProblems`."""
    try:
        return read_regular(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = Text("UTF-8 で書かれていない", "is not written in UTF-8")
        raise InputProblems(path.name, [Problem(path.name, None, None, what)]) from error


def json_tree(text: str, source: str) -> object:
    """Return what a JSON text says, or raise `InputProblems` that name the source."""
    try:
        tree: object = json.loads(
            text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant
        )
        if "\\u" in text:  # half of a character can be written in this way only
            json.dumps(tree, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        what = Text(f"JSONとして読めない: {error.msg}", f"cannot be read as JSON: {error.msg}")
        problem = Problem(source, error.lineno, None, what)
        raise InputProblems(source, [problem]) from error
    except (ValueError, RecursionError) as error:
        what = Text(f"JSONとして読めない: {error}", f"cannot be read as JSON: {error}")
        raise InputProblems(source, [Problem(source, None, None, what)]) from error
    return tree


def laid_out(tree: object) -> str:
    """Write objects of objects over several lines, and each entry of a long list on its own.

    >>> print(laid_out({"name": "n", "rows": [{"a": 1}, {"a": [2, 3]}]}), end="")
    {
     "name": "n",
     "rows": [
      {"a": 1},
      {"a": [2, 3]}
     ]
    }
    """
    return _laid_out(tree, "") + "\n"


def _laid_out(tree: object, indent: str) -> str:
    inner = indent + " "
    if isinstance(tree, dict) and any(map(_is_nested, tree.values())):
        rows = [f"{json.dumps(key)}: {_laid_out(part, inner)}" for key, part in tree.items()]
        return "{\n" + ",\n".join(inner + row for row in rows) + f"\n{indent}}}"
    if isinstance(tree, list) and any(isinstance(part, dict) for part in tree):
        rows = [json.dumps(part, ensure_ascii=False, allow_nan=False) for part in tree]
        return "[\n" + ",\n".join(inner + row for row in rows) + f"\n{indent}]"
    return json.dumps(tree, ensure_ascii=False, allow_nan=False)


def _is_nested(tree: object) -> bool:
    if isinstance(tree, dict):
        return True
    return isinstance(tree, list) and any(isinstance(part, dict) for part in tree)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of the format")


def _no_key_twice(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        count = Counter(key for key, _ in pairs)
        twice = sorted(key for key, num in count.items() if num > 1)
        raise ValueError(f"key twice: {', '.join(twice)[:200]}")
    return found
