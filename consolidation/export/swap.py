"""A folder that is replaced completely or not at all.

The new folder is filled beside the old one, forced to disk, then put in its place. On Linux the
two change places in one step; elsewhere the old one is first renamed, and a run that is killed
between the two renames leaves it complete beside its place, where the next run puts it back.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from consolidation.export.errors import CannotWrite
from consolidation.export.lock import locked
from consolidation.text import Text

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def replace_folder(out: Path, fill: Callable[[Path], None], check: Callable[[Path], None]) -> None:
    """Put a new folder at ``out``, filled by ``fill``; an older one goes only once it stands.

    ``check`` is given the folder that stands at ``out``, if it is not empty, and raises when it
    must not be replaced. Raises `CannotWrite` when the disk or another run is in the way; what
    stood at ``out`` then still stands.
    """
    out = out.resolve()
    with _explained(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        new, old = _beside(out, "new"), _beside(out, "old")
        with locked(_beside(out, "lock")):
            _clear_up(out, new, old)
            _may_replace(out, check)
            try:
                new.mkdir()
                fill(new)
                _to_disk(new)
                _swap(out, new, old)
            finally:
                if old.exists() and not out.exists():
                    old.rename(out)
                for left in (new, old):
                    shutil.rmtree(left, ignore_errors=True)


def _beside(out: Path, what: str) -> Path:
    """Return the place of a folder or file that only this module uses."""
    return out.with_name(f".{out.name}.{what}")


def _clear_up(out: Path, new: Path, old: Path) -> None:
    """Remove what a killed run left; put back the old folder if it was on its way out."""
    if old.exists() and not out.exists():
        old.rename(out)
    for left in (new, old):
        if left.exists():
            shutil.rmtree(left)


def _may_replace(out: Path, check: Callable[[Path], None]) -> None:
    if out.is_dir():
        if any(out.iterdir()):
            check(out)
    elif out.exists():
        raise CannotWrite(
            Text(
                f"フォルダーではなくファイルがある: {out}", f"there is a file, not a folder: {out}"
            )
        )


def _swap(out: Path, new: Path, old: Path) -> None:
    if not out.exists():
        new.rename(out)
    elif not _exchanged(new, out):
        out.rename(old)
        try:
            new.rename(out)
        except OSError:
            old.rename(out)
            raise
    _sync(out.parent)


def _exchanged(a: Path, b: Path) -> bool:
    """Make two folders change places in one step, where the system can; say whether it did."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    result: int = rename(
        _AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), ctypes.c_uint(_RENAME_EXCHANGE)
    )
    return result == 0


def _to_disk(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Force a file or folder to disk; some systems cannot do it for folders."""
    if path.is_dir() and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY if sys.platform != "win32" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    """Turn an error of the operating system into one that says what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotWrite(
            Text(
                f"{out} に書けない: {reason}。空き容量と権限を確かめ、開いているファイルを閉じる",
                f"cannot write {out}: {reason}; check space and rights, close files that are open",
            )
        ) from error
