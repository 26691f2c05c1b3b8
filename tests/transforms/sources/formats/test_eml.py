"""Mail messages: which part is the text, what the header says, who must not be named, and hostile ones."""

import gzip
import io
import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import BodyKind, SkipReason
from schemas.records import Quarantined, RawDocument
from schemas.times import parse_rfc3339
from transforms.clean.decode import decode
from transforms.clean.document import clean_document
from transforms.outcomes import BadInput
from transforms.sources.formats import mime
from transforms.sources.formats.compression import Gunzip
from transforms.sources.formats.eml import eml_documents
from transforms.sources.formats.endings import ending
from transforms.sources.formats.mime import BODY_BYTES, DEPTH, LINES, PARTS, unflowed
from transforms.sources.formats.readers import READERS
from transforms.sources.formats.whole import FILE_BYTES
from transforms.sources.splits import FileRange, Found

FILE = FileRange("/drops/2026/Daily brief.eml", "eml", False, 0, 1_700_000_000_000_000)
HEADER = b"From: The Example <news@example.com>\nSubject: Brief\nMIME-Version: 1.0\n"
SECONDS = 10
"""What no hostile message may take; each takes a tenth of it."""


def read(data: bytes) -> list[Found]:
    return list(eml_documents(FILE, io.BytesIO(data)))


def document(data: bytes) -> RawDocument:
    (found,) = read(data)
    assert isinstance(found, RawDocument)
    return found


def header(*lines: str) -> RawDocument:
    return document("\r\n".join(["From: news@example.com", *lines, "", "Text."]).encode("utf-8", "surrogateescape"))


def refused(data: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(data)
    return caught.value


def part(kind: str, body: str | bytes, *more: str) -> bytes:
    return "\n".join([f"Content-Type: {kind}", *more, "", ""]).encode() + (
        body if isinstance(body, bytes) else body.encode()
    )


def multi(kind: str, *parts: bytes, boundary: str = "=b") -> bytes:
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\n" + each + b"\n" for each in parts)
    return part(f'multipart/{kind}; boundary="{boundary}"', body + mark + b"--\n")


def text(data: bytes) -> str:
    found = document(HEADER + data)
    return decode(found.body, found.body_kind, found.charset)


PLAIN, HTML = part("text/plain", "Plain words."), part("text/html", "<p>Rich words.</p>")
PDF = part("application/pdf", "JVBERi0=", "Content-Transfer-Encoding: base64", "Content-Disposition: attachment")
NOTES = part("text/plain", "An attached file.", 'Content-Disposition: attachment; filename="notes.txt"')


def test_all_fields() -> None:
    data = b"""\
Delivered-To: ann@reader.example\r
Received: from mail.example.com by reader.example for <ann@reader.example>\r
From: =?utf-8?q?The_Example=2C_Caf=C3=A9?= <briefs@news.example.co.uk>\r
Sender: bounce-77@mailer.example.net\r
Author: Jane Doe <jane@example.co.uk>, "Roe, Richard" <rr@example.co.uk>\r
To: Ann Reader <ann@reader.example>\r
Subject: =?utf-8?b?Q3ViYSBmcmVlcyBwcmlzb25lcnMg4oCT?=\r
 =?utf-8?b?IG5ld3M=?=\r
Date: Sun, 22 Nov 2026 18:00:00 +0200 (EET)\r
List-Id: Briefs <briefs.77.list-id.mcsv.net>\r
Archived-At: <https://ann:secret@example.co.uk/briefs/\r
 1?token=secret>\r
Content-Language: en-GB\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
Caf=E9 owners in Havana =\r
welcomed it.\r
"""
    assert document(data) == RawDocument(
        uri=FILE.uri,
        source_id="Daily brief",
        body=b"Caf\xe9 owners in Havana welcomed it.\r\n",
        body_kind="text",
        charset="iso-8859-1",
        fetched_at=FILE.modified_at,
        url="https://example.co.uk/briefs/1?token=***",
        title="Cuba frees prisoners – news",
        authors=("Jane Doe", "Roe, Richard"),
        published_at=parse_rfc3339("2026-11-22T16:00:00Z"),
        published_from="drop",
        source_name="The Example, Café",
        source_domain="example.co.uk",
        language="en-GB",
    )


def test_it_is_read_by_its_ending_and_gzipped_too() -> None:
    assert ending("/drops/a.EML.gz") == ("eml", True, "a")
    (found,) = READERS["eml"](FILE, Gunzip(io.BytesIO(gzip.compress(HEADER + b"\nText."))))
    assert isinstance(found, RawDocument)
    assert found.body == b"Text."


@pytest.mark.parametrize(
    ("data", "kind", "body"),
    [
        (b"\nPlain words.", BodyKind.TEXT, b"Plain words."),
        (HTML, BodyKind.FRAGMENT, b"<p>Rich words.</p>"),
        (multi("alternative", PLAIN, HTML), BodyKind.FRAGMENT, b"<p>Rich words.</p>"),
        (multi("alternative", HTML, PLAIN), BodyKind.FRAGMENT, b"<p>Rich words.</p>"),
        (multi("alternative", PLAIN, part("text/html", " ")), BodyKind.TEXT, b"Plain words."),
        (multi("alternative", PLAIN, part("text/html", "<img src=a>")), BodyKind.TEXT, b"Plain words."),
        (multi("alternative", part("text/plain", "Get a new program."), HTML), BodyKind.FRAGMENT, b"Rich"),
        (multi("alternative", part("text/plain", "Word. " * 50), HTML), BodyKind.TEXT, b"Word. Word."),
        (multi("alternative", part("text/plain", "https://x.example/ " * 9), HTML), BodyKind.FRAGMENT, b"Rich"),
        (multi("alternative", PLAIN, part("text/calendar", "BEGIN:VCALENDAR")), BodyKind.TEXT, b"Plain words."),
        (multi("alternative", PLAIN, part("text/x-amp-html", "<p>AMP</p>"), HTML), BodyKind.FRAGMENT, b"Rich"),
        (multi("mixed", PDF, NOTES, PLAIN, PDF), BodyKind.TEXT, b"Plain words."),
        (multi("mixed", PLAIN, part("text/plain", "File.", "Content-Disposition: inline; filename=a")), "text", b"P"),
        (multi("mixed", part("text/plain; name=a", "Own."), PDF), BodyKind.TEXT, b"Own."),
        (multi("mixed", PLAIN, part("message/rfc822", b"Subject: x\n\nForwarded.")), BodyKind.TEXT, b"Plain words."),
        (multi("mixed", PLAIN, part("text/plain", "Foot.")), BodyKind.TEXT, b"Plain words.\n\nFoot."),
        (
            multi("mixed", HTML, part("text/plain", "A < B.\n\nFoot.")),
            BodyKind.FRAGMENT,
            b"<p>Rich words.</p>\n\n<p>A &lt; B.</p><p>Foot.</p>",
        ),
        (multi("signed", PLAIN, part("application/pgp-signature", "----")), BodyKind.TEXT, b"Plain words."),
        (multi("related", HTML, part("image/png", "x", "Content-ID: <a>")), BodyKind.FRAGMENT, b"<p>Rich"),
        (multi("related; start=<r>", PLAIN, part("text/html", "Root", "Content-ID: <r>")), BodyKind.FRAGMENT, b"Root"),
        (multi("unheard-of", PLAIN), BodyKind.TEXT, b"Plain words."),
        (part("nonsense", "Plain words."), BodyKind.TEXT, b"Plain words."),
        (
            multi(
                "mixed",
                multi("alternative", PLAIN, multi("related", HTML, boundary="c"), boundary="=bb"),
                PDF,
                part("text/html", "<p>Foot</p>", "Content-Disposition: attachment"),
            ),
            BodyKind.FRAGMENT,
            b"<p>Rich words.</p>",
        ),
        (multi("mixed", PLAIN).removesuffix(b"--=b--\n"), BodyKind.TEXT, b"Plain words."),
        (part("text/html", "PHA+Jmx0", "Content-Transfer-Encoding: base64 "), BodyKind.FRAGMENT, b"<p>&lt"),
        (part("text/plain", "V29yZH!M", "Content-Transfer-Encoding: BASE64"), BodyKind.TEXT, b"Words"),
        (part("text/plain", "a=3Db=zz=", "Content-Transfer-Encoding: quoted-printable"), BodyKind.TEXT, b"a=b=zz"),
        (part("text/plain", "as it is", "Content-Transfer-Encoding: rot13"), BodyKind.TEXT, b"as it is"),
    ],
)
def test_the_text_of_a_message(data: bytes, kind: str, body: bytes) -> None:
    found = document(HEADER + data)
    assert found.body_kind == kind
    assert body in found.body
    for other in (b"attached file", b"Forwarded", b"File.", b"JVBER", b"VCALENDAR"):
        assert other not in found.body


@pytest.mark.parametrize(
    ("charset", "body", "read_as"),
    [
        ("", "Größe", "Größe"),
        ("; charset=us-ascii", "Größe", "Größe"),
        ("; charset=utf-8", "Größe und Maß für Häuser. ".encode("cp1252") * 9, "Größe und Maß für Häuser. " * 9),
        ("; charset=x-unknown", "Größe", "Größe"),
        ("; charset=iso-8859-1", "“Größe”".encode("cp1252"), "“Größe”"),
        ("; charset=windows-1251", "Указ".encode("cp1251"), "Указ"),
        ('; charset="gb2312"', "朱镕基".encode("gb18030"), "朱镕基"),
        ("; charset*=us-ascii'en'windows-1251", "Указ".encode("cp1251"), "Указ"),
        ("; charset*0=windows; charset*1=-1251", "Указ".encode("cp1251"), "Указ"),
        ("; charset=iso-2022-jp", "首相".encode("iso2022_jp"), "首相"),
        ("; charset=iso-2022-kr", "총리".encode("iso2022_kr"), "총리"),
        ("; charset=hz-gb-2312", "总理".encode("hz"), "总理"),
        ("; charset=utf-7", "Größe – +".encode("utf-7"), "Größe – +"),
        ("; charset=utf-7", "Größe", "Größe"),
        ("; charset=utf-16", "plain words.", "plain words."),
        ("; charset=idna", "plain words.", "plain words."),
        ("; charset=hex", "plain words.", "plain words."),
    ],
)
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_charsets(kind: str, charset: str, body: str | bytes, read_as: str) -> None:
    assert text(part(kind + charset, body)) == read_as


def test_wide_charsets_come_in_base64() -> None:
    message = EmailMessage()
    message["From"] = "a@example.com"
    message.set_content("Größe 大\n".encode("utf-16-le"), "text", "plain", params={"charset": "utf-16le"})
    assert document(bytes(message)).body == "Größe 大\n".encode()


def test_texts_of_several_charsets_become_one() -> None:
    parts = (part("text/plain; charset=cp1251", "Указ".encode("cp1251")), part("text/plain", b"Caf\xe9"))
    found = document(HEADER + multi("mixed", *parts))
    assert (found.body, found.charset) == ("Указ\n\nCafé".encode(), "utf-8")


@pytest.mark.parametrize(
    ("flowed", "delete_space", "unwrapped"),
    [
        (b"One \ntwo \nthree.\n\nNext.\n", False, b"One two three.\n\nNext."),
        (b"One \r\ntwo.", False, b"One two."),
        (b"Ein- \nund zwei- \n fach", True, b"Ein-und zwei-fach"),
        (b" From here \n >not a quote", False, b"From here >not a quote"),
        (b"> quoted \n> on\n>> deep \nreply", False, b"> quoted on\n>> deep \nreply"),
        (b"End \n-- \nThe Example", False, b"End \n-- \nThe Example"),
        (b"fixed\nlines", False, b"fixed\nlines"),
        (b"", False, b""),
    ],
)
def test_flowed_text_is_unwrapped(flowed: bytes, delete_space: bool, unwrapped: bytes) -> None:
    assert unflowed(flowed, delete_space=delete_space) == unwrapped
    found = document(
        HEADER + part(f"text/plain; Format=Flowed; delsp={'yes' if delete_space else 'no'}", b"x\n" + flowed)
    )
    assert found.body == (b"x\n" + unwrapped).rstrip(b"\n")


def test_hard_wrapped_text_is_joined_by_the_clean_stage() -> None:
    lines = (
        "Israel and Morocco signed a defence agreement in Rabat on Wednesday,\n"
        "the first of its kind between Israel and an Arab state. The accord\n"
        "provides for intelligence sharing, joint training and arms sales, as\n"
        "officials of both countries said.\n"
    )
    article = clean_document(document(HEADER + b"\n" + lines.encode()))
    assert article.text == lines.strip().replace("\n", " ")


STORIES = [
    "Israel and Morocco signed a defence agreement in Rabat on Wednesday.",
    "Cuba released 553 prisoners on Monday after talks with the Vatican.",
    "Sudan's army rejected a ceasefire proposed by the African Union on Sunday.",
    "Saudi Arabia and Russia agreed to cut output by a million barrels a day.",
]
LAYOUT = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><meta charset="utf-8">
<title>*|MC:SUBJECT|*</title><style>p {{ margin: 0 }}</style></head><body bgcolor="#fafafa"><center>
<table width="600"><tr><td><a href="https://example.com/v">View this email in your browser</a></td></tr>
<tr><td><img src="logo.png" alt="The Example"></td></tr></table>{}
<table width="600"><tr><td>Copyright &copy; 2026 The Example, All rights reserved.<br>1 High Street<br>London<br>
<a href="https://example.com/u">unsubscribe from this list</a></td></tr></table></center></body></html>"""
CELL = '<table width="100%"><tr><td align="center"><table width="600"><tr><td>{}</td></tr></table></td></tr></table>'


@pytest.mark.parametrize(
    "content",
    [
        CELL.format("".join(f"<h2>Brief</h2><p>{story}</p>" for story in STORIES)),
        CELL.format("<span>Brief</span><br><br>" + "<br><br>".join(STORIES)),
        "".join(CELL.format(f"<h3>Brief</h3>{story} <a href=x>Read more</a>") for story in STORIES),
        CELL.format("<p>Good morning.</p><ul>" + "".join(f"<li>{story}</li>" for story in STORIES) + "</ul>"),
    ],
)
def test_each_sentence_of_a_newsletter_laid_out_in_tables_comes_out_by_itself(content: str) -> None:
    article = clean_document(document(HEADER + part("text/html; charset=utf-8", LAYOUT.format(content))))
    paragraphs = [line.removesuffix(" Read more") for line in article.text.split("\n\n")]
    assert [line for line in paragraphs if line in STORIES] == STORIES
    assert "MC:SUBJECT" not in article.text


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("Sun, 22 Nov 2026 18:00:00 +0200", "2026-11-22T16:00:00Z"),
        ("22 Nov 26 18:00 EST", "2026-11-22T23:00:00Z"),
        ("Sun, 22 Nov 2026 18:00:00 -0000", "2026-11-22T18:00:00Z"),
        ("Sun, 22 Nov 2026 18:00:00", "2026-11-22T18:00:00Z"),
        ("Sun,\r\n 22 Nov 2026 18:00:00 GMT", "2026-11-22T18:00:00Z"),
    ],
)
def test_dates(date: str, instant: str) -> None:
    found = header(f"Date: {date}")
    assert (found.published_at, found.published_from) == (parse_rfc3339(instant), "drop")
    assert found.published_text is None


@pytest.mark.parametrize(
    "date", ["yesterday", "Sun, 32 Nov 2026 18:00:00 +0000", "1 Jan 0001 00:00 +1400", "1 Jan 99999 0:0", "((((", "?"]
)
def test_a_date_that_no_one_can_read_is_kept_as_text(date: str) -> None:
    found = header(f"Date: {date}")
    assert (found.published_at, found.published_from, found.published_text) == (None, None, date)
    assert header().published_text is None


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Plain", "Plain"),
        ("folded\r\n  subject", "folded subject"),
        ("=?iso-8859-1?q?Gr=F6=DFe?= =?utf-8?b?IDI=?=", "Größe 2"),
        ("=?utf-8?b?5Lg=?= =?utf-8?b?rQ==?=", "中"),
        ("=?utf-8?q?broken", "=?utf-8?q?broken"),
        ("=?x-unknown?q?abc?=", "abc"),
        ("Größe", "Größe"),
        ("Gr\udcf6\udcdfe", "Größe"),
        ("", None),
        ("a\0b", "ab"),
        ("x" * 10_000, "x" * 2_000),
    ],
)
def test_subjects(subject: str, title: str | None) -> None:
    assert header(f"Subject: {subject}").title == title


@pytest.mark.parametrize(
    ("sender", "name", "domain"),
    [
        ("news@example.com", None, "example.com"),
        ("<news@mail.example.com>", None, "example.com"),
        ('"The ""Example"', '"The ""Example"', None),
        ('"The \\"Example\\"" <a@example.com>', 'The "Example"', "example.com"),
        ("The Example, Inc. <a@example.com>", "The Example, Inc.", "example.com"),
        ('"Jane" Doe <a@example.com>', "Jane Doe", "example.com"),
        ('"The Example <a@example.com>', "The Example", "example.com"),
        ("[Example] News: today <a@example.com>", "[Example] News: today", "example.com"),
        ('"=?utf-8?b?w4k=?=" <a@example.com>', "É", "example.com"),
        ("a@example.com (The Example)", "The Example", "example.com"),
        ("a@example.com <a@example.com>", None, "example.com"),
        ("Ann via List <list@lists.example.org>, Bob <b@example.com>", "Ann via List", "example.org"),
        ("The Example", "The Example", None),
        ("root@localhost", None, None),
        ("a@[127.0.0.1]", None, None),
        ("", None, None),
        ("<<<>>>@@", None, None),
        ("(" * 5_000, "(" * 200, None),
    ],
)
def test_senders(sender: str, name: str | None, domain: str | None) -> None:
    found = document(f"Subject: x\nFrom: {sender}\n\nText.".encode())
    assert (found.source_name, found.source_domain, found.authors) == (name, domain, ())


def test_the_list_names_the_source_where_the_sender_does_not() -> None:
    data = b"From: The Example\nList-Id: <briefs.lists.example.org>\n\nText."
    assert document(data).source_domain == "example.org"


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        (["Archived-At: <http://example.com/1>"], "http://example.com/1"),
        (["Archived-At: http://example.com/1"], "http://example.com/1"),
        (["Archived-At: <mid:1@example.com>", "Archived-At: <https://example.com/2>"], "https://example.com/2"),
        (["Archived-At: <ftp://example.com/1>"], None),
        (["Archived-At: <>"], None),
        (["List-Archive: <https://example.com/list>", "List-Post: <mailto:l@example.com>"], None),
    ],
)
def test_links(lines: list[str], url: str | None) -> None:
    assert header(*lines).url == url


@pytest.mark.parametrize(
    ("language", "kept"), [("EN-gb", "en-gb"), ("de", "de"), ("en, fr", None), ("English", None), ("", None)]
)
def test_languages(language: str, kept: str | None) -> None:
    assert header(f"Content-Language: {language}").language == kept


def test_no_recipient_is_named() -> None:
    data = b"""\
Delivered-To: ann@reader.example
X-Original-To: Ann.Alias+x@reader.example
To: =?utf-8?q?Ann?= <ANN@reader.example>, news@example.com
Cc: bob@reader.example
this line is none
Bcc: cy@reader.example
From: The Example <news@example.com>
Subject: ann@reader.example, your brief

Sent to Ann@Reader.example and ann.alias+x@reader.example.
https://example.com/u?e=ann%40reader.example&token=secret&b=ann.alias%2Bx%40reader.example
bob@reader.example, cy@reader.example: write to news@example.com or joann@reader.example.
"""
    found = document(data)
    assert found.title == "***, your brief"
    assert found.body == (
        b"Sent to *** and ***.\n"
        b"https://example.com/u?e=***&token=***&b=***\n"
        b"***, ***: write to news@example.com or joann@reader.example.\n"
    )


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"Just a text.\n\nOf no header.", "not_a_message", "b'Just a text.'"),
        (b"Note: a text.\n\nOf no known header.", "not_a_message", "b'Note: a text.'"),
        (b"<!DOCTYPE html><p>From: x</p>", "not_a_message", "<!DOCTYPE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "not_a_message", "RFC 5322"),
        (b"\0\0\0", "not_a_message", "RFC 5322"),
        (HEADER + PDF, "no_text_part", "application/pdf"),
        (HEADER + NOTES, "no_text_part", "text/plain"),
        (HEADER + part("text/calendar", "BEGIN:VCALENDAR"), "no_text_part", "text/calendar"),
        (HEADER + part("message/rfc822", "Subject: x\n\nForwarded."), "no_text_part", "message/rfc822"),
        (HEADER + multi("digest", b"\nSubject: x\n\nA message."), "no_text_part", "multipart/digest"),
        (HEADER + multi("encrypted", part("application/octet-stream", "x")), "no_text_part", "octet-stream"),
        (HEADER + part("multipart/mixed", "--b\n\nText."), "no_text_part", "multipart/mixed"),
        (HEADER + part("multipart/mixed; boundary=c", "--b\n\nText."), "no_text_part", "multipart/mixed"),
        (HEADER + multi("mixed"), "no_text_part", "multipart/mixed"),
    ],
)
def test_what_is_no_message_or_has_no_text(data: bytes, kind: str, said: str) -> None:
    error = refused(data)
    assert error.kind == kind
    assert said in error.message


@pytest.mark.parametrize(
    "data", [b"", b"\n \r\n", b"\xef\xbb\xbf", HEADER, HEADER + b"\n \n", HEADER + multi("mixed", b"\n\n")]
)
def test_blank_messages_are_empty(data: bytes) -> None:
    assert read(data) == [SkipReason.EMPTY]


def test_what_is_quarantined_names_no_recipient() -> None:
    to = b"Delivered-To: ann@reader.example\n"
    assert refused(to + HEADER + PDF).excerpt == "Subject: Brief"
    with pytest.raises(BadInput) as caught:
        list(eml_documents(FileRange(FILE.uri, "eml", False, FILE_BYTES + 1, 0), io.BytesIO(to + HEADER)))
    assert (caught.value.kind, caught.value.excerpt) == ("too_large", "")


MBOX = b"From news@example.com Sun Nov 22 18:00:00 2026\r\n"


def test_of_an_mbox_the_first_message_is_read_and_the_others_are_reported() -> None:
    first = MBOX + HEADER + b"\nText.\n>From afar.\n\nFrom him no word.\n"
    assert document(first).body == b"Text.\nFrom afar.\n\nFrom him no word.\n"
    found, left_out = read(first + b"\n" + MBOX + HEADER + b"\nSecond.\n\n" + MBOX + HEADER + b"\nThird.\n")
    assert isinstance(found, RawDocument)
    assert found.body == b"Text.\nFrom afar.\n\nFrom him no word."
    assert isinstance(left_out, Quarantined)
    assert (left_out.error_type, left_out.uri) == ("too_many_messages", FILE.uri)
    assert left_out.message.startswith("2 further messages")


def nested(levels: int, inner: bytes = b"\nText.") -> bytes:
    parts = (f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(levels))
    return HEADER + "".join(parts).encode() + inner


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (nested(DEPTH), None),
        (nested(DEPTH + 1), "too_deep"),
        (nested(10_000), "too_deep"),
        (HEADER + b"Content-Type: message/rfc822\n\n" * 10_000, "too_deep"),
        (nested(1, b"--b0\n" * 200_000 + b"\nText."), None),
        (nested(1, b"\n--b0\n" * (PARTS - 2) + b"\nText."), None),
        (nested(1, b"\n--b0\n" * 200_000 + b"\nText."), "too_many_parts"),
        (b"X-Field: x\n" * 100_000 + HEADER + b"\nText.", None),
        (HEADER + b"X-Folded: x\n" + b" x\n" * 100_000 + b"\nText.", None),
        (HEADER + b"Content-Type: " + b"a;" * 500_000 + b"\n\nText.", None),
        (HEADER + b"Content-Type: text/plain; x=" + b'";' * 500_000 + b"\n\nText.", None),
        (b"Subject: " + b"=?utf-8?q?x?= " * 50_000 + b"\nFrom: " + b'"a' * 50_000 + b"\n\nText.", None),
        (b"From: x" + b" " * 500_000 + b"x\nDate: " + b"(" * 500_000 + b"\n\nText.", None),
        (HEADER + b"To: " + b"a@b.example, " * 50_000 + b"\n\nText.", None),
        (HEADER + b"To: a@b.example\n\n" + b"a@b." * 250_000, None),
        (HEADER + part("text/html", "<div>" * 200_000 + "Text."), None),
        (HEADER + part("text/plain; format=flowed", b">" * 500_000 + b" \n" * 10_000), None),
        (nested(DEPTH, b"\nText." + b"\n" * 100_000), None),
        (HEADER + b"\n" * (LINES + 1), "too_large"),
        (HEADER + b"\n" + b"x" * (BODY_BYTES + 1), "too_large"),
        (HEADER + multi("mixed", *[part("text/plain", b"x" * (BODY_BYTES // 2 + 1))] * 2), "too_large"),
    ],
    ids=range(21),
)
def test_hostile_messages_are_read_or_refused_in_time(data: bytes, kind: str | None) -> None:
    started = time.monotonic()
    if kind is None:
        document(data)
    else:
        error = refused(data)
        assert error.kind == kind
        assert any(str(bound) in error.message for bound in (DEPTH, PARTS, LINES, BODY_BYTES))
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: text/plain; charset*=a%00b'en'x",
        b"Content-Type: text/plain; charset*0*=idna'en'x; charset=y; charset*=z",
        b"Content-Type: text/plain; boundary*=hex'en'x",
        b"Content-Type: text/plain; x*0=a; x*=b; x*1=c",
        b"Content-Type: text/plain; name*=undefined''%ff; filename=\"",
        b"Content-Transfer-Encoding: x-uuencode",
        b"Content-Transfer-Encoding: \xff",
        b"Content-Disposition: \"; filename*=\xff''a",
        b" folded at once\nSubject: x",
        b":\n: x\nSubject:",
        b"Subject : x",
        b"From x\nFrom: a",
    ],
)
def test_defects_do_no_harm(data: bytes) -> None:
    assert document(b"Message-ID: <1@example.com>\n" + data + b"\n\nText.\n").body.strip() == b"Text."


def test_a_parser_that_gives_up_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, *_: object, **__: object) -> None: ...
        def parsebytes(self, data: bytes) -> None:
            raise AssertionError("no")

    monkeypatch.setattr(mime, "BytesParser", Broken)
    with pytest.raises(BadInput) as caught:
        mime.parsed(HEADER + b"\nText.")
    assert caught.value.kind == "not_a_message"


TOKENS = st.sampled_from(
    b"multipart/mixed|multipart/alternative|multipart/related|multipart/digest|text/plain|text/html|message/rfc822|"
    b"message/delivery-status|; boundary=b|; boundary*=idna'x'b|; boundary*0=b|; boundary*=b|; charset=utf-7|"
    b"; charset*=a%00b''c|; format=flowed; delsp=yes|; filename*=x''%ff|; name=\"|inline|attachment|base64|"
    b'quoted-printable|x-uuencode|=?utf-8?b?w6k=?=|=?x?q?|(((|"|<|>|@|a@b.com|22 Nov 2026 18:00 +9999|'
    b",|:|;|=|\xe9|\0| |\r|\\|en|<http://u:p@a.b/?token=x>|hello|*|'|%".split(b"|")
)
VALUES = st.lists(TOKENS, max_size=4).map(b"".join)
NAMES = st.sampled_from(
    b"From To Subject Date Content-Type Content-Transfer-Encoding Content-Disposition "
    b"Author List-Id Archived-At Content-Language Delivered-To Content-ID".split()
)
FIELDS = st.lists(st.tuples(NAMES, VALUES).map(b": ".join), max_size=5).map(
    lambda lines: b"".join(x + b"\n" for x in lines)
)
PIECES = (
    FIELDS
    | VALUES
    | st.sampled_from([b"\n", b"\n\n", b"--b\n", b"--b--\n", b"> x \n", b"<p>x</p>", b"\n\nFrom x 10:00\n"])
)
MESSAGES = st.tuples(
    st.sampled_from([b"", b"From x 10:00\n", b"From: a@b.com\n", b"Content-Type: multipart/mixed; boundary=b\n"]),
    st.lists(PIECES, max_size=8).map(b"".join),
).map(b"".join)


@given(data=MESSAGES | st.binary(max_size=80))
def test_nothing_raises_but_bad_input(data: bytes) -> None:
    try:
        found = read(data)
    except BadInput:
        return
    assert len(found) in (1, 2)
    for item in found:
        if isinstance(item, RawDocument):
            texts = [item.source_id, item.url, item.title, item.source_name, item.language, item.published_text]
            assert all(value is None or value.encode() for value in (*texts, *item.authors))
            assert item.body.strip()
            assert "u:p@" not in f"{item.url}{item.body!r}"
            assert item.body_kind in (BodyKind.TEXT, BodyKind.FRAGMENT)


@given(st.lists(st.sampled_from([b"word", b" ", b"\n", b"-- ", b"\r\n", b"\xe9"]), max_size=30).map(b"".join))
def test_unwrapping_keeps_every_word(data: bytes) -> None:
    assert unflowed(data).split() == data.split()
