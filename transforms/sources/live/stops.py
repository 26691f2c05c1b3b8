"""How a stream is asked to end, and says that it will: a file in its lake, which works with every runner.

The file is empty when it asks; the source puts into it the batch of the last window that it began.
"""

from schemas.layout import commit_file, stop_file
from transforms.lake.files import Lake

NO_WINDOW = b"-"


def ask_to_stop(lake: Lake, job: str) -> None:
    """Asks the stream of this name to begin no further window."""
    lake.write(stop_file(job), b"")


def withdraw(lake: Lake, job: str) -> None:
    """Takes that back: a stream that starts is not stopped by what an earlier one was asked."""
    lake.delete(stop_file(job))


def asked_to_stop(lake: Lake, job: str) -> bool:
    """Whether the stream of this name was asked to stop."""
    return lake.exists(stop_file(job))


def stopped(lake: Lake, job: str, last: str | None) -> None:
    """Says that a stream begins no further window, and which batch was its last, if any."""
    lake.write(stop_file(job), last.encode() if last else NO_WINDOW)


def drained(lake: Lake, job: str) -> bool:
    """Whether a stream that was asked to stop begins no further window and has committed all that it began."""
    try:
        last = lake.read(stop_file(job))
    except FileNotFoundError:
        return False
    return last == NO_WINDOW or (bool(last) and lake.exists(commit_file(last.decode())))
