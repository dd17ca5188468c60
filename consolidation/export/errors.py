"""What can go wrong when something is written."""

from consolidation.errors import ConsolidationError


class CannotWrite(ConsolidationError):
    """The folder asked for cannot be written or must not be replaced (exit code 2)."""

    exit_code = 2
