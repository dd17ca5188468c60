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

    Raises `InputProblems` when ``folder`` is a file or a folder that is not empty: nothing that
    exists is ever overwritten. A folder half written is removed again.
    """
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
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    what = Text("すでにあり、空ではない", "it exists already and is not empty")
    fix = Text("別の名前を指定するか、先に消す", "give another name, or delete it first")
    raise InputProblems(folder.as_posix(), [Problem(folder.name, None, None, what, fix)])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
