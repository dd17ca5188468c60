"""One writer at a time: a lock that the system lets go of when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
        try:
            _take(handle)
        except OSError as error:
            raise CannotWrite(
                Text(
                    f"別の実行が書き込み中である: {path.parent / path.name}",
                    f"another run is writing here: {path.parent / path.name}",
                )
            ) from error
        yield
        path.unlink(missing_ok=True)
    finally:
        os.close(handle)
