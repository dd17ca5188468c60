"""Functions compiled to machine code: the one door to Numba.

A compiled function takes and returns whole numbers and arrays of them, holds no state, and does
the same on every machine. The first call on a machine compiles it and keeps the result beside
the source (or, where that cannot be written, in the user's cache); later runs load that.

Numba notices when the file of a function changes, but not when a function that it calls changes in
another file. So what is kept lies in a folder named by a hash of all files beside the function's:
compiled functions may call each other within their folder, and nothing outside it.
"""

import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from os import W_OK, access, environ
from pathlib import Path
from typing import ParamSpec, TypeVar

import numba
from llvmlite.binding import get_host_cpu_name
from numba.core import config

P = ParamSpec("P")
T = TypeVar("T")

HASH_LENGTH = 12


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """Return the function in machine code, free of the interpreter's lock while it runs."""
    settings = vars(config)
    before = settings["CACHE_DIR"]
    try:
        settings["CACHE_DIR"] = _kept(Path(function.__code__.co_filename).parent) or before
        machine_code: Callable[P, T] = numba.njit(cache=True, nogil=True)(function)
    finally:
        settings["CACHE_DIR"] = before
    return machine_code


def mark_of(folder: Path) -> Path | None:
    """Return the file that says that all functions of a folder are compiled for this machine.

    It lies beside them and goes with them; ``None`` where Numba keeps them elsewhere.
    """
    kept = _kept(folder)
    if kept is None:
        return None
    versions = numba.__version__, sys.implementation.cache_tag, get_host_cpu_name()
    return Path(kept) / f"ready-{'-'.join(versions)}"


@cache
def _kept(folder: Path) -> str | None:
    """Return where to keep what a folder compiles to; ``None`` is Numba's own choice."""
    if "NUMBA_CACHE_DIR" in environ or not access(folder, W_OK):
        return None
    digest = sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return str(folder / "__pycache__" / digest.hexdigest()[:HASH_LENGTH])
