"""What ends a command early, and with which exit code."""

import logging
import sys
import traceback
from collections.abc import Callable

import pyarrow as pa

from transforms.lake.commits import DamagedLake
from transforms.lake.files import UnknownAddress

USAGE = 2
FAILED = 1


class UsageError(Exception):
    """A flag or an argument is wrong. The message quotes it and says what is allowed; exit code 2."""


class RunFailed(Exception):
    """A run could not do its work. The message says what failed and what to do; exit code 1."""


def guarded(command: Callable[[], int]) -> int:
    """Runs a command; its usage errors end in exit code 2 and its failures in 1, the reason last."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return command()
    except (UsageError, UnknownAddress) as error:
        print(f"newsbeam: {error}", file=sys.stderr)
        return USAGE
    except (DamagedLake, pa.ArrowInvalid) as error:
        print(
            f"newsbeam: {error}\nnewsbeam: a file of the lake is damaged: newsbeam check LAKE names it", file=sys.stderr
        )
        return FAILED
    except (RunFailed, OSError) as error:
        if error.__cause__ is not None:
            traceback.print_exception(error.__cause__)
        print(f"newsbeam: {error}", file=sys.stderr)
        return FAILED
