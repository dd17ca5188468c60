"""manifest.json: what a written folder holds, with the SHA-256 of every file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from consolidation.errors import InputProblems, Problem
from consolidation.regular_file import read_regular
from consolidation.text import Language, Text

MANIFEST_FILE = "manifest.json"
MANIFEST_SCHEMA = 1
LITTER = ("~$", "._", ".DS_Store", "Thumbs.db", "desktop.ini")
"""How files begin that operating systems and spreadsheets leave anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The files of a folder by their paths (with ``/``), and where its inputs stand in it."""

    schema: int
    tool_version: str
    inventory: str
    """Folder or file of the copied inventory."""
    scenario: str
    """File of the copied scenario."""
    language: Language
    """Language of everything in the folder but plan.json."""
    files: Mapping[str, str]
    """SHA-256 in hexadecimal by path; the manifest itself is not in it."""


_ADAPTER = TypeAdapter(Manifest)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def files_in(folder: Path) -> Iterator[str]:
    """Yield the paths of all files of a folder but the manifest and litter, in order."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    names = (path.as_posix() for path in paths if not path.name.startswith(LITTER))
    yield from sorted(name for name in names if name != MANIFEST_FILE)


def write_manifest(
    folder: Path, tool_version: str, inventory: str, scenario: str, language: Language
) -> None:
    """Write the manifest of a folder that is otherwise complete."""
    manifest = Manifest(
        schema=MANIFEST_SCHEMA,
        tool_version=tool_version,
        inventory=inventory,
        scenario=scenario,
        language=language,
        files={name: digest(folder / name) for name in files_in(folder)},
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST_FILE).write_bytes(text.encode("utf-8"))


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's manifest, or raise `InputProblems`."""
    path = folder / MANIFEST_FILE
    try:
        found = _ADAPTER.validate_json(read_regular(path), strict=True)
    except ValidationError as error:
        raise _unreadable(path, error.errors()[0]["msg"]) from error
    if found.schema != MANIFEST_SCHEMA:
        raise _unreadable(path, f"schema {found.schema}")
    for name in (found.inventory, found.scenario):
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            raise _unreadable(path, f"{name} is not in this folder")
    return found


def _unreadable(path: Path, reason: str) -> InputProblems:
    what = Text(f"読めない: {reason}", f"cannot be read: {reason}")
    fix = Text("consolidation plan で作り直す", "make the folder again with consolidation plan")
    return InputProblems(str(path.parent), [Problem(path.name, None, None, what, fix)])
