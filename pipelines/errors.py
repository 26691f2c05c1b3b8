"""What ends a command early, and with which exit code."""

USAGE = 2
FAILED = 1


class UsageError(Exception):
    """A flag or an argument is wrong. The message quotes it and says what is allowed; exit code 2."""


class RunFailed(Exception):
    """A run could not do its work. The message says what failed and what to do; exit code 1."""
