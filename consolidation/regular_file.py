"""Reading a file that somebody handed over, and writing one completely or not at all.

Read is only a regular file, and only up to a size: a pipe or a device would never end, and a file
far too large would take the machine's memory.
"""

from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.text import Text

LARGEST_BYTES = 512 * 1024 * 1024


def read_regular(path: Path, most_bytes: int = LARGEST_BYTES) -> bytes:
    """Return the bytes of a regular file.

    Raises `InputProblems` when it is missing, a folder, a pipe or a device, larger than
    ``most_bytes``, or cannot be opened.
    """
    try:
        if not path.exists():
            raise _refused(path, Text("ファイルがない", "there is no such file"))
        if not path.is_file():
            raise _refused(path, Text("通常のファイルではない", "is not a regular file"))
        if path.stat().st_size > most_bytes:
            mib = most_bytes // 2**20
            raise _refused(path, Text(f"{mib} MiB を超える", f"is larger than {mib} MiB"))
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        what = Text(f"ファイルを開けない: {reason}", f"the file cannot be opened: {reason}")
        raise _refused(path, what) from error


def write_whole(path: Path, text: str) -> None:
    """Write a text completely or not at all, over what stood there; make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _refused(path: Path, what: Text) -> InputProblems:
    return InputProblems(path.name, [Problem(path.name, None, None, what)])
