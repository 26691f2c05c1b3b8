"""Throws mutated bytes at the readers of what strangers send, and at what is made of them: an answer or BadInput.

Run by `make fuzz` (atheris, libFuzzer's way of looking for bytes that reach new code), never by the tests:

    make fuzz SECONDS=60                  every reader for a minute
    make fuzz SECONDS=600 READER=feed     one for ten
"""

import argparse
import contextlib
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["transforms", "schemas", "feedparser", "email", "warcio"]):
    from schemas.records import RawDocument
    from transforms.classify.document import classify
    from transforms.clean.document import clean_document
    from transforms.outcomes import BadInput, Skipped
    from transforms.sources.feeds.discovery import feed_links
    from transforms.sources.feeds.entries import entry_key, text_status
    from transforms.sources.feeds.parse import parse
    from transforms.sources.formats.eml import message_document
    from transforms.sources.formats.jsonl import jsonl_documents
    from transforms.sources.formats.text import text_documents
    from transforms.sources.formats.warc import warc_documents
    from transforms.sources.polling.land import head
    from transforms.sources.splits import FileRange

TESTS = Path(__file__).parents[1]
SEEDS = TESTS.parent / "seeds"
FILE = FileRange("/drops/file", "any", False, 0, 1_700_000_000_000_000)
MAIL = b"""From: A <a@example.com>
Subject: =?utf-8?q?News?=
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>Caf=C3=A9</p>
--x--
"""
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Text.</p></html>"
WARC = (
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://a.example/\r\n"
    b"WARC-Date: 2025-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(PAGE), PAGE)
)
ATOM = b"""<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><id>1</id>
<updated>2025-01-01T00:00:00Z</updated><content type='html'>&lt;p&gt;x&lt;/p&gt;</content></entry></feed>"""


def feed(data: bytes) -> None:
    for entry in parse(data, "https://a.example/feed", "text/xml").entries:
        entry_key(entry)
        text_status(entry)


def page(data: bytes) -> None:
    feed_links(data, "https://a.example/", None)


def warc(data: bytes) -> None:
    list(warc_documents(FILE, io.BytesIO(data)))


def mail(data: bytes) -> None:
    message_document(data, FILE)


def jsonl(data: bytes) -> None:
    list(jsonl_documents(FILE, io.BytesIO(data)))


def text(data: bytes) -> None:
    list(text_documents(FILE, io.BytesIO(data)))


def article(data: bytes) -> None:
    """The stages clean and classify, for each kind of body by turns."""
    kind = ("page", "page", "fragment", "text")[len(data) % 4]
    document = RawDocument("/drops/file", None, data, kind, FILE.modified_at, url="https://a.example/2025/01/02/x")
    with contextlib.suppress(Skipped):
        classify(clean_document(document))


READERS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    "feed": (
        feed,
        [(SEEDS / "web" / "feed.xml").read_bytes(), ATOM, b'{"version":"https://jsonfeed.org/version/1.1"}'],
    ),
    "page": (page, [b"<html><link rel=alternate type=application/rss+xml href=/rss></html>"]),
    "warc": (warc, [WARC, head(0, "b", "g")]),
    "mail": (mail, [MAIL]),
    "jsonl": (jsonl, [(SEEDS / "drops" / "wire.jsonl").read_bytes()]),
    "article": (article, [*(path.read_bytes() for path in sorted((SEEDS / "web").glob("*.html"))), PAGE]),
    "text": (text, [b"---\ntitle: A\ndate: 2025-01-01\n---\nText."]),
}


def main() -> int:
    """Without a reader's name, runs each in a process of its own: a fuzzer ends the process that it runs in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--reader", choices=READERS)
    given = parser.parse_args()
    if given.reader is None:
        command = [sys.executable, __file__, "--seconds", str(given.seconds), "--reader"]
        codes = {name: subprocess.run([*command, name], check=False).returncode for name in READERS}
        for name, code in codes.items():
            print(f"{name}: {'nothing found' if code == 0 else f'exit code {code}: the bytes lie in this folder'}")
        return max(codes.values())
    reader, examples = READERS[given.reader]
    with tempfile.TemporaryDirectory() as corpus:
        for number, example in enumerate(examples):
            (Path(corpus) / str(number)).write_bytes(example)

        def one(data: bytes) -> None:
            with contextlib.suppress(BadInput):
                reader(data)

        flags = [f"-max_total_time={given.seconds}", "-timeout=20", "-rss_limit_mb=3000", "-max_len=20000"]
        atheris.Setup([sys.argv[0], *flags, "-print_final_stats=1", corpus], one)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
