"""Names inside a lake. All paths are relative to its root and use `/`.

_raw/BATCH/*.warc.gz            what was fetched, as it came
_log/TABLE/BATCH-SHARD.parquet  what a batch wrote
_joined/TABLE/DIGEST.parquet    small parts of many batches as one
_joined/NUMBER.json             which parts of the log are joined; the last one counts
_commits/BATCH.json             a batch that counts
_published/BATCH                a batch that readers can see
_drops/BATCH.json               the new files that a window of a stream took
_stops/JOB                      when a stream was asked to stop
TABLE/KEY=VALUE/part-0.parquet  what readers see
_index/                         what was folded from commits; may be deleted, and is made again
_tmp/                           files that are being written
"""

import re
from datetime import UTC, datetime

RAW = "_raw"
LOG = "_log"
JOINED = "_joined"
COMMITS = "_commits"
PUBLISHED = "_published"
DROPS = "_drops"
STOPS = "_stops"
INDEX = "_index"
TEMPORARY = "_tmp"
FILE_NAME = "part-0.parquet"
EMPTY_PARTITION = {"day": "1970-01-01", "month": "1970-01"}
"""Each partitioned table has this partition, without rows, so that its glob works before its first row."""

BATCH_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
BASIC_TIME = "%Y%m%dT%H%M%SZ"


def batch_name(given: str) -> str:
    """The name under which a batch is filed: a time in UTC as 20261122T180000Z, anything else as given.

    Raises ValueError where it holds more than letters, digits, `.`, `_` and `-`, or over 100 of them.
    """
    try:
        time = datetime.fromisoformat(given)
    except ValueError:
        if not BATCH_NAME.match(given):
            raise ValueError(
                f"batch {given!r} is no name: give a time such as 2026-11-22T18:00:00Z, or up to 100 "
                "letters, digits, '.', '_' and '-', the first a letter or digit"
            ) from None
        return given
    try:
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"batch {given!r} lies outside the years 1 to 9999") from None
    return f"{time.year:04d}{time:%m%dT%H%M%SZ}"


def batch_time(name: str) -> datetime | None:
    """The time that a batch's name ends with, or None where it names no time."""
    match = re.search(r"\d{8}T\d{6}Z\Z", name)
    try:
        return datetime.strptime(match.group(), BASIC_TIME).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def window_batch(job: str, start: int) -> str:
    """The batch of a stream's window: the job's name, and when the window starts (microseconds since the epoch)."""
    return f"{job}-{datetime.fromtimestamp(start // 1_000_000, UTC).strftime(BASIC_TIME)}"


RECOVERED = ".recovered-"
RECOVERED_CHARACTERS = 70


def recovered_batch(batch: str, digest: str) -> str:
    """The name of the batch that is made of what a crashed batch landed, all of which has this digest."""
    return f"{batch[:RECOVERED_CHARACTERS]}{RECOVERED}{digest[:8]}"


def is_recovered(name: str) -> bool:
    """Whether a batch was made of what a crashed one had landed."""
    return RECOVERED in name


def may_be_recovered_from(name: str, batch: str) -> bool:
    """Whether a batch of this name was made of what `batch` had landed; very long names cannot be told apart."""
    return name.rpartition(RECOVERED)[0] == batch[:RECOVERED_CHARACTERS]


def raw_folder(batch: str) -> str:
    """Where a batch lands what it fetched."""
    return f"{RAW}/{batch}"


def log_part(table: str, batch: str, shard: str) -> str:
    """The part of a log table that one shard of a batch writes."""
    return f"{LOG}/{table}/{batch}-{shard}.parquet"


def joined_part(table: str, digest: str) -> str:
    """A part that was joined of others, by its content's digest."""
    return f"{JOINED}/{table}/{digest}.parquet"


def generation_file(number: int) -> str:
    """The file that says which parts are joined, the `number`th of them."""
    return f"{JOINED}/{number:08d}.json"


def commit_file(batch: str) -> str:
    """The file that makes a batch count."""
    return f"{COMMITS}/{batch}.json"


def published_mark(batch: str) -> str:
    """The file that says that a batch can be seen."""
    return f"{PUBLISHED}/{batch}"


def drops_file(batch: str) -> str:
    """The file that lists the drops which a window of a stream took."""
    return f"{DROPS}/{batch}.json"


def stop_file(job: str) -> str:
    """The file that asks the stream of this name to stop."""
    return f"{STOPS}/{job}"


def index_file(name: str) -> str:
    """A file of what was folded from the commits."""
    return f"{INDEX}/{name}"


def partition_file(table: str, key: str, value: str) -> str:
    """The one file of one partition of a published table."""
    return f"{table}/{key}={value}/{FILE_NAME}"


def table_file(table: str) -> str:
    """The one file of a published table without partitions."""
    return f"{table}/{FILE_NAME}"
