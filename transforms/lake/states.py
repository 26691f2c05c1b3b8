"""The feeds' last states, folded from all commits."""

from dataclasses import replace
from typing import Any

from schemas.feeds import FeedState
from schemas.layout import index_file
from transforms.lake.commits import Commit, fold_states
from transforms.lake.files import Lake
from transforms.lake.folded import Folded


class FeedStates(Folded):
    """Each feed's state after its last committed poll, as the next poll needs it, by `feed_url`.

    `states` is that of the last `refresh`, empty before the first. Without `seen` the keys of seen entries, which are
    most of a state, are left out: for who only asks which feeds are due.
    """

    file = index_file("feeds.json.gz")
    version = 1

    def __init__(self, lake: Lake, *, seen: bool = True) -> None:
        self.seen = seen
        super().__init__(lake)

    def clear(self) -> None:
        """Begins as if there were no commit."""
        self.states: dict[str, FeedState] = {}

    def take(self, commit: Commit) -> None:
        """Takes in the states of one commit."""
        fold_states(self.states, map(self._kept, commit.states()))

    def dump(self) -> Any:
        """The states, ordered; raises ValueError where the keys of seen entries were left out."""
        if not self.seen:
            raise ValueError("states without `seen` are not all that is known, and cannot be saved")
        return [vars(self.states[url]) for url in sorted(self.states)]

    def restore(self, folded: Any) -> None:
        """The states that `dump` returned."""
        states = [FeedState.from_fields(fields) for fields in folded]
        self.states = {state.feed_url: self._kept(state) for state in states}

    def _kept(self, state: FeedState) -> FeedState:
        return state if self.seen or not state.seen else replace(state, seen=())
