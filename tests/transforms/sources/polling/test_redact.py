"""Credentials leave no trace in URLs, in texts, and in what a server echoes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sources.polling.redact import redact, without_secrets


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://ann:pw@news.example/feed", "https://news.example/feed"),
        ("https://ann:p@w:@news.example/feed?x=1", "https://news.example/feed?x=1"),
        ("https://tok@news.example", "https://news.example"),
        ("https://news.example/f?a=1&access_token=abc&b=2", "https://news.example/f?a=1&access_token=***&b=2"),
        ("https://news.example/f?API_KEY=abc#top", "https://news.example/f?API_KEY=***#top"),
        ("https://news.example/f?key=politics&tokens=2", "https://news.example/f?key=politics&tokens=2"),
        ("https://news.example/@ann/1", "https://news.example/@ann/1"),
        ("mail ann@news.example", "mail ann@news.example"),
        ("cannot ask https://a:b@c.example/x: no", "cannot ask https://c.example/x: no"),
    ],
)
def test_redact(url: str, clean: str) -> None:
    assert redact(url) == clean
    assert redact(clean) == clean


@given(st.text())
def test_redacting_twice_changes_nothing(text: str) -> None:
    assert redact(redact(text)) == redact(text)


def test_what_a_server_echoes() -> None:
    echoed = b'<link href="https://ann:p w@e.example/f?a=1&amp;token=s%2Fcret"/> token=s/cret; ann and p w in prose'
    cleaned = without_secrets(echoed, "https://ann:p%20w@e.example/f?a=1&token=s%2Fcret")
    assert cleaned == b'<link href="https://e.example/f?a=1&amp;token=***"/> token=***; ann and p w in prose'
    assert without_secrets(b"anything", "http://[::1") == b"anything"
