"""Feeds that are broken in ways that feeds are broken in, made from whole ones; the same number, the same feed."""

import random

ITEM = """<item><title>Ministers of Spain met ministers of Morocco in Rabat, day {n}</title><link>{link}</link>
<guid isPermaLink="false">{feed}-{n}</guid><pubDate>Thu, {day:02d} Nov 2025 08:00:00 GMT</pubDate>
<description><![CDATA[<p>Spain and Morocco signed an agreement, caf\u00e9 &amp; more.</p>]]></description></item>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feed {feed}</title>
<link>https://a.example/</link><ttl>30</ttl>{items}</channel></rss>"""
ENTRY = """<entry><id>tag:a.example,2025:{feed}-{n}</id><title type="html">Iran &amp;amp; Iraq talk {n}</title>
<link href="{link}"/><updated>2025-11-{day:02d}T00:00:00Z</updated>
<content type="html">&lt;p&gt;Iran and Iraq held talks.&lt;/p&gt;</content></entry>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom {feed}</title>{items}</feed>"""
JSON_ITEM = '{{"id": "{feed}-{n}", "title": "Talks {n}", "url": "{link}", "content_text": "Iran and Iraq met."}}'
JSON = '{{"version": "https://jsonfeed.org/version/1.1", "title": "J {feed}", "items": [{items}]}}'
KINDS = ((RSS, ITEM, ""), (ATOM, ENTRY, ""), (JSON, JSON_ITEM, ","))
SPLICES = (
    b"\0", b"\xff\xfe", b"<", b">", b"&", b"&nbsp;", b"]]>", b"<![CDATA[", b"<!--", b"</item>", b"<item>", b"\x1b[2J",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;&a;", b"&#xD800;", b"&#99999999;", b"{", b"}", b'"', b"<a b=", b"xmlns=",
    b"<?php echo 1; ?>", b"\xed\xa0\x80", b"%s%n", b"<p>" * 500, "\u202e".encode(), b"<pubDate>yesterday</pubDate>",
)  # fmt: skip
CHARSETS = ("utf-8", "utf-16", "utf-32", "latin-1", "cp1252", "shift_jis", "utf-7")


def malformed(number: int, link: str = "") -> bytes:
    """A feed of three entries after one to four accidents; its entries link to `link`, or nowhere."""
    chance = random.Random(number)
    frame, item, between = KINDS[number % len(KINDS)]
    entries = (item.format(n=n, feed=number, day=n + 1, link=link) for n in range(3))
    charset = chance.choice(CHARSETS[:1] * 9 + CHARSETS)
    data = frame.format(feed=number, items=between.join(entries)).encode(charset, "replace")
    for _ in range(chance.randint(1, 4)):
        data = _accident(data, chance)
    return data


def _accident(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    match chance.randrange(7):
        case 0:
            return data[:end]
        case 1:
            return data[:start] + data[start + 1 + chance.randrange(20) :]
        case 2:
            return data[:start] + chance.choice(SPLICES) + data[start:]
        case 3:
            return data[:start] + data[start:end] * 2 + data[end:]
        case 4:
            return data[:start] + bytes(chance.randrange(256) for _ in range(chance.randrange(1, 30))) + data[start:]
        case 5:
            return chance.choice((b"\xef\xbb\xbf", b"\n\n ", b"Warning: x in y.php on line 1\n", b"\xff\xfe")) + data
        case _:
            return data[start:] if chance.random() < 0.2 else data.replace(b"title", b"titel", 1)
