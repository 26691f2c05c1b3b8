"""What one window of a stream polls and reads: decided when it begins, from what the lake says."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.layout import commit_file
from transforms.lake.files import Lake
from transforms.lake.states import FeedStates
from transforms.sources.live.clock import Tick
from transforms.sources.live.listing import TakenFiles, new_files, take, taken_by
from transforms.sources.plan import plan
from transforms.sources.polling.feedlist import feed_states
from transforms.sources.polling.schedule import Turn, turns
from transforms.sources.polling.transform import FeedGroup, groups, raw_splits
from transforms.sources.splits import HEARTBEAT, Split


@dataclass(frozen=True)
class Round:
    """The feeds that a window polls, in groups, and the splits that it reads beside them; the heartbeat is one."""

    groups: Sequence[FeedGroup]
    splits: Sequence[Split]


class Rounds:
    """The rounds of a stream over feeds (URLs) and patterns of files."""

    def __init__(self, lake: Lake, feeds: Sequence[str], patterns: Sequence[str]) -> None:
        self.lake = lake
        self.feeds = feeds
        self.patterns = patterns
        self.states = FeedStates(lake)
        self.taken = TakenFiles(lake)

    def plan(self, tick: Tick, now: int) -> Round:
        """The round of a window that begins `now` (microseconds).

        What the window has landed or listed already, before a crash, is read again and not polled or listed anew. One
        that has passed, or is committed, gets nothing on top of that: its documents would be of another time.
        """
        live = not tick.passed and not self.lake.exists(commit_file(tick.batch))
        polled = self._due(tick.batch, now) if live else []
        expected = {f"feeds-{group.name}" for group in polled}
        landed = [split for split in raw_splits(self.lake.address, tick.batch) if split.shard not in expected]
        fresh = live and taken_by(self.lake, tick.batch) is None and self.patterns
        files = take(self.lake, tick.batch, new_files(self.patterns, self.taken, now) if fresh else ())
        return Round(polled, [HEARTBEAT, *landed, *plan(files)])

    def _due(self, batch: str, now: int) -> list[FeedGroup]:
        if not self.feeds:
            return []
        self.states.refresh()
        # A stream that starts again then need not read the commit of each window there ever was.
        self.states.save()
        states = feed_states(self.feeds, self.states.states)
        given = turns(states, now, only_due=True)
        turn = {state.feed_url: its for state, its in zip(states, given, strict=True)}
        return groups(batch, states, lambda state: turn[state.feed_url] is Turn.POLL)
