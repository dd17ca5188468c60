"""options.json: a comparison as canonical text, and back to an equal one; fractions stay exact."""

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from consolidation.comparing.model import Comparison
from consolidation.errors import InputProblems, Problem
from consolidation.export import canonical_json
from consolidation.text import Text

OPTIONS_FILE = "options.json"
OPTIONS_SCHEMA = 1
"""Version of the file's format; a reader refuses what it does not know."""
FORMAT = "consolidation-options"
"""What the file says that it is."""

_FIX = Text(
    "手で直さず、consolidation options で作り直す",
    "do not mend it by hand; make it again with consolidation options",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsFile:
    """A comparison as it is written, with what it was made from and by."""

    comparison: Comparison
    scenario: str
    """Name of the scenario."""
    title: Text
    """Its title."""
    inventory: str
    """Name of the inventory."""
    illustrative: Text | None
    """What a reader must be told of made-up rows; ``None`` where there are none."""
    tool_version: str
    format: str = FORMAT
    schema: int = OPTIONS_SCHEMA


@cache
def _adapter() -> TypeAdapter[OptionsFile]:
    return TypeAdapter(OptionsFile)


def dumps(file: OptionsFile) -> str:
    """Return a comparison as canonical JSON text."""
    return canonical_json.dumps(_adapter(), file)


def loads(text: str, source: str = OPTIONS_FILE) -> OptionsFile:
    """Return the comparison that a text holds, equal to the one that was written.

    Raises `InputProblems` naming every place that is wrong: not JSON, not a file of this kind, a
    version that this tool does not know, a key or value that the format does not have.
    """
    tree = canonical_json.parse(text, source, _FIX)
    _check_kind(tree, source)
    return canonical_json.loads(_adapter(), tree, text, source, _FIX)


def _check_kind(tree: object, source: str) -> None:
    found = tree if isinstance(tree, dict) else {}
    if found.get("format") != FORMAT:
        what = Text("案の比較のファイルではない", "is not a file of compared options")
        fix = Text(
            f"consolidation options が書いた {OPTIONS_FILE} を渡す",
            f"give the {OPTIONS_FILE} that consolidation options wrote",
        )
        raise InputProblems(source, [Problem(source, None, "format", what, fix)])
    version = found.get("schema")
    if type(version) is not int or version != OPTIONS_SCHEMA:
        what = Text(
            f"書式の版が {version!r} である。この道具が読めるのは {OPTIONS_SCHEMA}",
            f"format version is {version!r}; this tool reads version {OPTIONS_SCHEMA}",
        )
        fix = Text(
            "これを書いた版の道具で開くか、作り直す",
            "open it with the version of the tool that wrote it, or make it again",
        )
        raise InputProblems(source, [Problem(source, None, "schema", what, fix)])
