"""What one run of a watch did, in words, from how its process ended and from what it committed."""

import signal
from collections.abc import Sequence

from pipelines.watch.child import Ended
from schemas.layout import is_recovered
from transforms.lake.commits import Commit, last_states


def describe(ended: Ended, commits: Sequence[Commit], feeds: int, began: int) -> str:
    """One line on a run that began at `began` (microseconds), over a list of so many feeds.

    `commits` are those that came while it ran: its own, and what it finished of earlier runs.
    """
    parts = [] if ended.code == 0 else [_failure(ended)]
    if commits:
        polled = [state for state in last_states(commits).values() if (state.last_polled_at or 0) >= began]
        failed = sum(state.error is not None for state in polled)
        parts += [f"{len(polled)} of {feeds} feeds polled" + (f", {failed} failed" if failed else "")]
        parts += [_counts(commits)]
        finished = sum(is_recovered(commit.batch) for commit in commits)
        parts += [f"{finished} earlier finished"] if finished else []
    elif ended.code == 0:
        parts += ["nothing was committed"]
    return "; ".join(parts)


def _failure(ended: Ended) -> str:
    if ended.cut:
        return "cut short; the next start finishes what was landed"
    if ended.code < 0:
        try:
            return f"failed, ended by {signal.Signals(-ended.code).name}"
        except ValueError:
            return f"failed, ended by signal {-ended.code}"
    return f"failed with exit code {ended.code}"


def _counts(commits: Sequence[Commit]) -> str:
    counts = [commit.counts for commit in commits]
    sums = {
        "read": sum(count.read for count in counts),
        "written": sum(count.written for count in counts),
        "duplicates": sum(count.duplicates for count in counts),
        "skipped": sum(sum(count.skipped.values()) for count in counts),
        "quarantined": sum(count.quarantined for count in counts),
    }
    return ", ".join(f"{name} {number}" for name, number in sums.items())
