"""What pyarrow's file system of S3 has no words for, by botocore: the extra `s3`."""

from typing import Any

from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
from botocore.session import get_session  # type: ignore[import-untyped]

from transforms.lake.addresses import StoreFailed

CONNECT_SECONDS = 3
ANSWER_SECONDS = 10
ATTEMPTS = 3
CONFLICTS = 5
"""How often a file is put where another writer of the same name comes in between (409)."""

EXISTS = 412
CONFLICT = 409


class S3Client:
    """One bucket. `endpoint` is its server's URL, None for Amazon's own; `authorities` a file of certificates."""

    def __init__(self, bucket: str, endpoint: str | None, region: str, authorities: str | None) -> None:
        self.bucket = bucket
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            s3={"addressing_style": "path" if endpoint else "auto"},
            # Older stores do not know the checksums that newer clients add unasked.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        self.requests: Any = get_session().create_client(
            "s3", region_name=region, endpoint_url=endpoint, verify=authorities, config=config
        )

    def create(self, key: str, data: bytes) -> bool:
        """Puts an object where there is none, in one step of the store's own (`If-None-Match: *`).

        False where there is one, which may be our own of an attempt whose answer was lost. Raises StoreFailed.
        """
        for left in reversed(range(CONFLICTS)):
            try:
                self.requests.put_object(Bucket=self.bucket, Key=key, Body=data, IfNoneMatch="*")
            except (BotoCoreError, ClientError) as error:
                status = _status(error)
                if status == EXISTS:
                    return False
                if status != CONFLICT or not left:
                    raise StoreFailed(f"s3://{self.bucket}/{key} cannot be written: {error}") from error
            else:
                break
        return True

    def delete(self, key: str) -> None:
        """Removes an object; one that is not there is no error. Raises StoreFailed.

        pyarrow would put an empty object in the place of its folder.
        """
        try:
            self.requests.delete_object(Bucket=self.bucket, Key=key)
        except (BotoCoreError, ClientError) as error:
            raise StoreFailed(f"s3://{self.bucket}/{key} cannot be removed: {error}") from error


def _status(error: Exception) -> int | None:
    """The HTTP status that came, if one did."""
    answer = getattr(error, "response", {})
    status: int | None = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status
