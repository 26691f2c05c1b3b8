"""Buckets of S3, opened.

What an address does not say comes from where the tools of AWS look: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_PROFILE and ~/.aws, the role of the machine. Each process looks for itself.

Nothing waits for ever: pyarrow's requests fail after some ten seconds, by the defaults of its class (three attempts;
measured with a port that is closed, one that drops what comes, and one that never answers). Its `from_uri` has others,
and took 99 seconds for the last.
"""

import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pyarrow as pa
from pyarrow import fs

from transforms.lake.addresses import SCHEME, S3Address, StoreFailed, UnknownAddress

if TYPE_CHECKING:
    from transforms.lake.s3_client import S3Client

ENDPOINT_VARIABLES = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
OPTIONS = ("endpoint_override", "scheme", "region", "tls_ca_file_path")
"""Of an address, as pyarrow calls them."""

ANY_REGION = "us-east-1"
"""For stores that are not Amazon's, where no region is given: most take any."""

PROBE = "_newsbeam_probe"
"""A folder that is not there: to list it is one small request, and says whether the bucket can be read."""


@dataclass(frozen=True)
class S3Store:
    """A bucket. `options` are those of its address and `endpoint` its server's URL, None for Amazon's own."""

    bucket: str
    options: tuple[tuple[str, str], ...]
    endpoint: str | None

    @cached_property
    def filesystem(self) -> fs.FileSystem:
        """pyarrow's file system for the bucket; its paths begin with the bucket's name."""
        options = dict(self.options)
        try:
            if self.endpoint:
                options["scheme"], _, options["endpoint_override"] = self.endpoint.partition("://")
                options.setdefault("region", _variable(REGION_VARIABLES) or ANY_REGION)
            elif "region" not in options and not _variable(REGION_VARIABLES):
                options["region"] = fs.resolve_s3_region(self.bucket)
            # Opened late, a small file is one request in place of three, and leaves nothing where it breaks off.
            return fs.S3FileSystem(allow_delayed_open=True, **options)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise UnknownAddress(f"{SCHEME}{self.bucket} cannot be used: {error}") from error
        except OSError as error:
            raise self.failure(error) from error

    def check(self, folder: str) -> None:
        """Asks whether there is such a bucket, and whether `folder`, a path in it, may be listed; one request.

        Raises UnknownAddress where there is none, StoreFailed where it does not answer, or not to us.
        """
        try:
            self.filesystem.get_file_info(fs.FileSelector(f"{folder.rstrip('/')}/{PROBE}", allow_not_found=False))
        except FileNotFoundError:
            return
        except OSError as error:
            raise self.failure(error) from error

    def create(self, path: str, data: bytes) -> bool:
        """Puts a file where there is none, atomically; False where there is one. Raises StoreFailed."""
        return self._client.create(path.partition("/")[2], data)

    def delete(self, path: str) -> None:
        """Removes a file; one that is not there is no error. Raises StoreFailed."""
        self._client.delete(path.partition("/")[2])

    @cached_property
    def _client(self) -> "S3Client":
        from transforms.lake.s3_client import S3Client

        authorities = dict(self.options).get("tls_ca_file_path")
        return S3Client(self.bucket, self.endpoint, self.filesystem.region, authorities)

    def failure(self, error: OSError) -> Exception:
        """What to raise in place of an error of pyarrow's, which does not say which store it was."""
        if isinstance(error, StoreFailed):
            return error
        at = self.endpoint or "Amazon S3"
        if "NO_SUCH_BUCKET" in str(error) or f"Bucket '{self.bucket}' not found" in str(error):
            return UnknownAddress(
                f"there is no bucket {self.bucket!r} at {at}: make it first, or correct the address (endpoint_override "
                f"in it, or AWS_ENDPOINT_URL, says where the store is)"
            )
        return StoreFailed(f"{SCHEME}{self.bucket} at {at} cannot be used: {error}")


def s3_store(address: S3Address) -> S3Store:
    """The store that an address lies in, opened once in a process; raises UnknownAddress where an option is wrong."""
    options = dict(parse_qsl(address.options, keep_blank_values=True))
    if unknown := sorted(set(options) - set(OPTIONS)):
        raise UnknownAddress(f"{address.uri} has an option {unknown[0]!r}: there are {', '.join(OPTIONS)}")
    scheme = options.pop("scheme", "https")
    endpoint = options.pop("endpoint_override", None) or _variable(ENDPOINT_VARIABLES)
    if endpoint and "://" not in endpoint:
        endpoint = f"{scheme}://{endpoint}"
    return _opened(address.bucket, tuple(sorted(options.items())), endpoint.rstrip("/") if endpoint else None)


def s3_lake(address: S3Address) -> S3Store:
    """The store of a lake at an address, which can be listed; raises UnknownAddress or StoreFailed where it cannot."""
    if find_spec("botocore") is None:
        # Found out here, and not when a batch commits.
        raise StoreFailed("a lake on S3 needs botocore: pip install 'newsbeam[s3]', on workers too")
    store = s3_store(address)
    _checked(store, address.path)
    return store


@lru_cache
def _opened(bucket: str, options: tuple[tuple[str, str], ...], endpoint: str | None) -> S3Store:
    return S3Store(bucket, options, endpoint)


@lru_cache
def _checked(store: S3Store, path: str) -> None:
    store.check(path)


def _variable(names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(os.environ.get, names)), None)
