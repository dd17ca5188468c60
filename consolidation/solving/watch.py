"""Run something long under our own watch: a time limit that holds, and Ctrl-C.

HiGHS tests its time limit only at some points and has been seen to pass it by 75 %. So it runs
in a thread of its own; when the time is up it is asked to stop, and if it does not within the
grace period it is left behind and the best answer it reported so far is used.
"""

import atexit
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Literal

from consolidation.solving.deadline import Deadline

GRACE_S = 0.5
"""How long a job that was asked to stop may take before it is left behind."""

TICK_S = 0.05
"""How often the watching thread looks up, so that Ctrl-C is heard."""

AT_EXIT_S = 3.0
"""How long the end of the program waits for a job that was left behind."""

FAILURES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a solver's run is known to raise; handed over to the thread that watches."""

Ending = Literal["done", "time", "interrupt"]


@dataclass(slots=True)
class Watch:
    """What the watching and the working thread share."""

    stop: Event = field(default_factory=Event)
    """Set when the work should end; the job looks at it whenever it can."""
    failure: Exception | None = None
    """What the job raised, if anything."""
    left_behind: bool = False
    """Whether the job was still running when the watch ended."""


def run_watched(job: Callable[[], object], watch: Watch, limit_s: float) -> Ending:
    """Run ``job`` in a thread until it ends, the time is up, or Ctrl-C is pressed.

    Returns how it ended. Does not raise what the job raised: that stands in ``watch.failure``.
    """
    ended = Event()  # Thread.join would take Ctrl-C for the end of the thread (CPython 3.11)

    def work() -> None:
        try:
            job()
        except FAILURES as failure:
            watch.failure = failure
        finally:
            ended.set()

    ending: Ending = "done"
    try:
        Thread(target=work, name="solver", daemon=True).start()
        if not _ends(ended, limit_s):
            ending = "time"
    except KeyboardInterrupt:
        ending = "interrupt"
    if not ended.is_set():
        watch.stop.set()
        if not _ends_quietly(ended, GRACE_S):
            watch.left_behind = True
            atexit.register(ended.wait, AT_EXIT_S)
    return ending


def _ends(ended: Event, limit_s: float) -> bool:
    """Wait in small steps, so that Ctrl-C is heard; tell whether the job has ended."""
    deadline = Deadline.after(limit_s)
    while not ended.is_set() and not deadline.passed:
        ended.wait(min(TICK_S, deadline.left_s))
    return ended.is_set()


def _ends_quietly(ended: Event, limit_s: float) -> bool:
    """Wait for the end of a job that was asked to stop; a second Ctrl-C ends the wait."""
    try:
        return _ends(ended, limit_s)
    except KeyboardInterrupt:
        return ended.is_set()
