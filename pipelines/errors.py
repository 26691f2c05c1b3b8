"""What ends a command early, and with which exit code."""

import logging
import re
import sys
import traceback
from collections.abc import Callable

import pyarrow as pa

from transforms.lake.addresses import StoreFailed
from transforms.lake.commits import DamagedLake
from transforms.lake.files import UnknownAddress
from transforms.sources.polling.redact import redact

USAGE = 2
FAILED = 1

ADVICE = (
    (
        r"NO_SUCH_BUCKET|NoSuchBucket",
        "there is no such bucket: make it first, or correct the lake's address",
    ),
    (
        r"INVALID_ACCESS_KEY_ID|InvalidAccessKeyId|SIGNATURE_DOES_NOT_MATCH|SignatureDoesNotMatch|XAdminUserNotFound"
        r"|[Uu]nable to locate credentials|InvalidToken|ExpiredToken|INVALID_CLIENT_TOKEN_ID|UNRECOGNIZED_CLIENT",
        "the store does not take these credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and "
        "AWS_SESSION_TOKEN, where they are temporary), or AWS_PROFILE; on workers too",
    ),
    (
        r"ACCESS_DENIED|AccessDenied|HTTP status 403|\(403\)",
        "there are no credentials (AWS_ACCESS_KEY_ID, AWS_PROFILE), or they may not do that: a lake needs "
        "s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject, drops the first two",
    ),
    (
        r"curlCode: (35|60)\b|SSL validation failed",
        "no secure connection: options of the address are scheme=http for a store without TLS, and "
        "tls_ca_file_path=FILE for certificates of your own",
    ),
    (
        r"NETWORK_CONNECTION|EndpointConnectionError|Could not connect to the endpoint|timeout on endpoint URL"
        r"|Connection was closed|HTTP status 5\d\d|SLOW_DOWN|SERVICE_UNAVAILABLE|INTERNAL_FAILURE",
        "the store does not answer: see whether it is up and reached from here, and where it is looked for "
        "(endpoint_override in the address, else AWS_ENDPOINT_URL, else Amazon), then run the same again",
    ),
)
"""What to do, by what a store's error says; the first that fits."""


class UsageError(Exception):
    """A flag or an argument is wrong. The message quotes it and says what is allowed; exit code 2."""


class RunFailed(Exception):
    """A run could not do its work. The message says what failed and what to do; exit code 1."""


def guarded(command: Callable[[], int]) -> int:
    """Runs a command; its usage errors end in exit code 2 and its failures in 1, the reason and what to do last."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return command()
    except (UsageError, UnknownAddress) as error:
        _say(error)
        return USAGE
    except (DamagedLake, pa.ArrowInvalid) as error:
        _say(error, "a file of the lake is damaged: newsbeam check LAKE names it")
        return FAILED
    except (RunFailed, OSError) as error:
        if error.__cause__ is not None and not isinstance(error, StoreFailed):
            print(redact("".join(traceback.format_exception(error.__cause__))), end="", file=sys.stderr)
        _say(error, advice(str(error)))
        return FAILED


def advice(text: str) -> str | None:
    """What to do about an error of a store of objects, by its text; None where it is no such error."""
    return next((told for pattern, told in ADVICE if re.search(pattern, text)), None)


def _say(error: Exception, more: str | None = None) -> None:
    print(f"newsbeam: {redact(str(error))}", file=sys.stderr)
    if more is not None:
        print(f"newsbeam: {more}", file=sys.stderr)
