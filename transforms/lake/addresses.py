"""Addresses in S3, and in stores that speak as it does (MinIO, Ceph, versitygw and others), taken apart.

    s3://BUCKET[/PATH][?OPTION=VALUE[&OPTION=VALUE...]]

Options are `endpoint_override`, `scheme`, `region` and `tls_ca_file_path`, as pyarrow calls them. Credentials are
refused: an address is told to workers, and stands in commits, messages and lists of processes.
"""

import re
from dataclasses import dataclass

SCHEME = "s3://"
OPTIONS = re.compile(r"\?(?=[a-z_]+=)")
"""Where options begin: in a glob, a `?` by itself stands for a character."""

BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]+\Z")


class UnknownAddress(ValueError):
    """An address that no file system knows, or where there is nothing."""


class StoreFailed(OSError):
    """A store that cannot be reached, or does not let us in. The message quotes what it said."""


@dataclass(frozen=True)
class S3Address:
    """`path` is BUCKET/PATH as it is written, nothing in it percent-encoded; `options` as they are written."""

    path: str
    options: str = ""

    @property
    def uri(self) -> str:
        """The address without options, as other programs take it."""
        return SCHEME + self.path

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        return self.path.partition("/")[0]


def is_s3(address: str) -> bool:
    """Whether an address, or a glob, is one of S3."""
    return address.startswith(SCHEME)


def s3_address(address: str) -> S3Address:
    """Takes an address, or a glob that is one, apart; raises UnknownAddress where it has no bucket, or credentials."""
    rest = address.removeprefix(SCHEME)
    options = OPTIONS.search(rest)
    place = rest[: options.start()] if options else rest
    bucket = place.partition("/")[0]
    if not BUCKET.match(bucket):
        # Not quoted: it may be a secret that stands there.
        raise UnknownAddress(
            "an address of S3 names no bucket, or more than that: give s3://BUCKET/PATH, and credentials in the "
            "environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE), never in an address"
        )
    return S3Address(place, rest[options.end() :] if options else "")
