"""What a lake knows of its feeds, and whether an earlier run left work, for who asks again and again."""

from pyarrow import fs

from schemas.feeds import FeedState
from schemas.layout import RAW, is_recovered, may_be_recovered_from, raw_folder
from transforms.lake.commits import Commit, committed, published
from transforms.lake.files import Lake
from transforms.lake.states import FeedStates


class KnownFeeds:
    """Each feed's state after its last committed poll, by its URL; no commit is read twice.

    The keys of entries seen are left out: they are the poll's business, and a watch goes on for months.
    """

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self._folded = FeedStates(lake, seen=False)
        self._looked = False

    @property
    def states(self) -> dict[str, FeedState]:
        """The states as of the last look."""
        return self._folded.states

    def refresh(self) -> list[Commit]:
        """Reads the commits that were made since the last look, and returns them; raises DamagedLake or OSError.

        The first look returns none, for it may have to read all that there are, and they do not fit in memory.
        """
        if self._looked:
            return list(self._folded.new_commits())
        self._folded.refresh()
        self._looked = True
        return []

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
