"""What a lake knows of its feeds, and whether an earlier run left work, for who asks again and again."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from schemas.feeds import FeedState
from schemas.layout import RAW, is_recovered, may_be_recovered_from, raw_folder, table_file
from schemas.times import to_micros
from transforms.lake.commits import Commit, committed, last_states, published, read_commit
from transforms.lake.files import Lake


class KnownFeeds:
    """Each feed's state after its last committed poll, by its URL; no commit is read twice.

    The first look takes the published `feeds` table for all batches that are marked as published, so that it does
    not grow with the lake. The keys of entries seen and the hours to skip are left out: they are the poll's business.
    """

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.states: dict[str, FeedState] = {}
        self._batches: set[str] | None = None

    def refresh(self) -> list[Commit]:
        """Reads the commits that were made since the last look, and returns them; raises DamagedLake or OSError.

        The first look returns none, for it may have to read all that there are, and they do not fit in memory.
        """
        first = self._batches is None
        if self._batches is None:
            # The marks before the table: it holds at least what is marked.
            marked = published(self.lake)
            self.states = published_states(self.lake) if marked else {}
            self._batches = marked if self.states else set()
        new = []
        for batch in committed(self.lake):
            if batch not in self._batches:
                commit = read_commit(self.lake, batch)
                states = last_states([commit], self.states)
                self.states = {url: replace(state, seen=()) if state.seen else state for url, state in states.items()}
                self._batches.add(batch)
                if not first:
                    new.append(commit)
        return new

    def unfinished(self) -> bool:
        """Whether something is committed and not published, or landed and not committed."""
        done = set(committed(self.lake))
        if done - published(self.lake):
            return True
        recovered = [batch for batch in done if is_recovered(batch)]
        folders = self.lake.filesystem.get_file_info(fs.FileSelector(self.lake.path(RAW), allow_not_found=True))
        landed = {folder.base_name for folder in folders if folder.type == fs.FileType.Directory} - done
        return any(
            not any(may_be_recovered_from(name, batch) for name in recovered)
            and any(path.endswith(".warc.gz") for path in self.lake.list(raw_folder(batch)))
            for batch in landed
        )


def published_states(lake: Lake) -> dict[str, FeedState]:
    """The rows of the published `feeds` table as states, by URL; empty where there is none that can be read."""
    try:
        with lake.open(table_file("feeds")) as file:
            rows = pq.ParquetFile(file).read().to_pylist()
    except (FileNotFoundError, pa.ArrowInvalid):
        return {}
    known = {field.name for field in fields(FeedState)}
    states = [
        FeedState(**{name: _plain(value) for name, value in row.items() if name in known and value is not None})
        for row in rows
    ]
    return {state.feed_url: state for state in states}


def _plain(value: Any) -> Any:
    return to_micros(value) if isinstance(value, datetime) else value
