"""What comes for a window of a stream after the window has committed: a batch of its own, so that nothing is lost."""

from collections.abc import Iterable
from dataclasses import replace

from schemas.ids import digest
from transforms.lake.commits import Commit
from transforms.write.commit import About, make_commit
from transforms.write.parts import Receipt

LATE = ".late-"


def late_commit(receipts: Iterable[Receipt], known: Commit, about: About) -> Commit | None:
    """The commit of what came late for a window whose commit is `known`; None where that has all of it.

    A shard that a runner sends again is not late. The batch's name follows from the shards, so that trying again
    commits the same batch; its rows bear the window's name, under which they were written.
    """
    parts = set(known.parts)
    late = [receipt for receipt in receipts if receipt.read and not parts.issuperset(receipt.parts)]
    if not late:
        return None
    shards = digest("late", *sorted(receipt.shard for receipt in late))
    return replace(make_commit(late, about), batch=f"{known.batch}{LATE}{shards[:8]}")
