"""A new folder: written completely under another name, then put in place, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.text import Text

_FOLDER_MODE = 0o777


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder beside the wanted one to write into, and rename it when all went well.

    Raises `InputProblems` when ``folder`` is a file, the working folder, or not empty: nothing
    that exists is ever overwritten. A folder half written is removed again.
    """
    folder = folder.absolute()
    _refuse_existing(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield draft
        draft.chmod(_FOLDER_MODE & ~_umask())
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _refuse_existing(folder: Path) -> None:
    is_empty = folder.is_dir() and not any(folder.iterdir())
    if not folder.exists() or (is_empty and not folder.samefile(Path.cwd())):
        return
    what = Text("すでにあり、使えない", "it exists already and cannot be taken")
    fix = Text("別の名前を指定するか、先に消す", "give another name, or delete it first")
    raise InputProblems(folder.name, [Problem(folder.name, None, None, what, fix)])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
