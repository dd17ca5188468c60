"""Ctrl-C ends a command, also where a solver only takes it as a wish to stop searching.

The solving stage answers Ctrl-C with the best solution found so far, and libraries have been seen
to swallow it while they load. Someone who presses Ctrl-C wants the command to end: so it is
remembered, and obeyed at the next step or at the end, whatever became of it meanwhile.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType


@contextmanager
def remembered() -> Iterator[Callable[[], None]]:
    """Yield a function that raises `KeyboardInterrupt` once Ctrl-C was pressed in this block."""
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not heard or current_thread() is not main_thread():
        yield lambda: None  # a background job ignores Ctrl-C; signals reach the main thread alone
        return
    pressed = Event()

    def remember(_signal: int, _frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    def ask() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield ask
    finally:
        signal.signal(signal.SIGINT, before)
        ask()
