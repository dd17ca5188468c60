"""Where two results differ, by the path to each place."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import islice

MOST_SHOWN = 60
"""Characters of a value that a message shows."""


def differences(written: object, expected: object, path: str, most: int = 5) -> list[str]:
    """Return where two values of the same type differ, at most so many places.

    >>> from consolidation.text import Text
    >>> differences((Text("a", "b"), 1), (Text("a", "c"), 1), "x")
    ["x[0].en: 'b', expected 'c'"]
    """
    return list(islice(_walk(written, expected, path), most))


def _walk(written: object, expected: object, path: str) -> Iterator[str]:
    if written == expected:
        return
    if is_dataclass(written) and type(written) is type(expected):
        for field in fields(written):
            here = f"{path}.{field.name}"
            yield from _walk(getattr(written, field.name), getattr(expected, field.name), here)
    elif isinstance(written, tuple) and isinstance(expected, tuple):
        if len(written) != len(expected):
            yield f"{path}: {len(written)} entries, expected {len(expected)}"
        for i, (a, b) in enumerate(zip(written, expected, strict=False)):
            yield from _walk(a, b, f"{path}[{i}]")
    else:
        yield f"{path}: {_shown(written)}, expected {_shown(expected)}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
