"""A moment by which work must stop, handed down instead of a number of seconds."""

from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock; parts of one job share one deadline.

    >>> Deadline.after(60).left_s > 59
    True
    """

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that many seconds from now."""
        return cls(monotonic() + seconds)

    @property
    def left_s(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.at - monotonic())

    @property
    def passed(self) -> bool:
        """Whether the moment is over."""
        return monotonic() >= self.at

    def within(self, seconds: float) -> "Deadline":
        """Return the earlier of this deadline and that many seconds from now."""
        return Deadline(min(self.at, monotonic() + seconds))
