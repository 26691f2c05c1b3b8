"""Names inside a lake. All paths are relative to its root and use `/`.

_raw/BATCH/*.warc.gz            what was fetched, as it came
_log/TABLE/BATCH-SHARD.parquet  what a batch wrote
_commits/BATCH.json             a batch that counts
_published/BATCH                a batch that readers can see
TABLE/KEY=VALUE/part-0.parquet  what readers see
_tmp/                           files that are being written
"""

import re
from datetime import UTC, datetime

RAW = "_raw"
LOG = "_log"
COMMITS = "_commits"
PUBLISHED = "_published"
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


def commit_file(batch: str) -> str:
    """The file that makes a batch count."""
    return f"{COMMITS}/{batch}.json"


def published_mark(batch: str) -> str:
    """The file that says that a batch can be seen."""
    return f"{PUBLISHED}/{batch}"


def partition_file(table: str, key: str, value: str) -> str:
    """The one file of one partition of a published table."""
    return f"{table}/{key}={value}/{FILE_NAME}"


def table_file(table: str) -> str:
    """The one file of a published table without partitions."""
    return f"{table}/{FILE_NAME}"
