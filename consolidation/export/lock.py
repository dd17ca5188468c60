"""One writer at a time: a lock that the system lets go of when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from consolidation.export.errors import CannotWrite
from consolidation.text import Text

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at ``path``; raise `CannotWrite` when another run holds it.

    The file is removed at the end. A file left by a killed run hinders nobody: the system has let
    its lock go.
    """
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        if not _held(handle, path):
            raise CannotWrite(
                Text(f"別の実行が書き込み中である: {path}", f"another run is writing here: {path}")
            )
        try:
            yield
        finally:
            _remove(path)
    finally:
        os.close(handle)


def _held(handle: int, path: Path) -> bool:
    """Take the lock; a file that its last holder removed in the meantime locks nothing."""
    try:
        _take(handle)
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _remove(path: Path) -> None:
    """Remove the lock file; Windows cannot while it is open, and then it stays, let go."""
    with suppress(PermissionError):
        path.unlink(missing_ok=True)
