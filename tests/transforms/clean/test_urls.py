"""Addresses of one article are one; addresses of two stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.urls import better_canonical, canonical_form, day_in, domain


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://WWW.Example.COM/News/A?utm_source=rss&utm_medium=x#top", "https://www.example.com/News/A"),
        ("http://example.com:80", "http://example.com/"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://user:secret@example.com/a", "https://example.com/a"),
        ("https://example.com/a?fbclid=1&id=7&gclid=2", "https://example.com/a?id=7"),
        ("https://example.com/story?20260117", "https://example.com/story?20260117"),
        (" https://example.com/a\n", "https://example.com/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    assert canonical_form(url) == canonical


@pytest.mark.parametrize("parameter", ["id", "gallery", "ref", "source", "cid", "eid", "page", "section_id"])
def test_a_parameter_that_may_choose_the_page_stays(parameter: str) -> None:
    assert canonical_form(f"https://example.com/a.php?{parameter}=1") != canonical_form(
        f"https://example.com/a.php?{parameter}=2"
    )


@pytest.mark.parametrize(
    "url", [None, "", "/a", "mailto:a@b.c", "file:///etc/passwd", "https://", "http://[::1", "https://a:99999/"]
)
def test_what_is_no_address_has_none(url: str | None) -> None:
    assert canonical_form(url) is None


def test_domain_is_the_registrable_one() -> None:
    assert domain("https://news.bbc.co.uk/1") == "bbc.co.uk"
    assert domain("https://www.lemonde.fr/") == "lemonde.fr"
    assert domain(None) is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2023/05/17/talks", "2023-05-17"),
        ("/news/talks-20230517", "2023-05-17"),
        ("/news/2023-05-17-talks.html", "2023-05-17"),
        ("/2023/05/talks", None),
        ("/news/1202305171", None),
        ("/2023/13/17/a", None),
    ],
)
def test_day_in_path(path: str, day: str | None) -> None:
    assert day_in(f"https://example.com{path}") == day


def test_a_page_cannot_claim_the_front_page_or_another_site() -> None:
    url = "https://m.example.com/a?x=1"
    assert better_canonical(url, "https://www.example.com/a") == "https://www.example.com/a"
    assert better_canonical(url, "https://www.example.com/") == url
    assert better_canonical(url, "https://other.com/a") == url
    assert better_canonical(None, "https://other.com/a") == "https://other.com/a"


@given(st.text(max_size=80) | st.text(max_size=60).map("https://example.com/".__add__))
def test_canonical_form_never_raises_and_is_idempotent(url: str) -> None:
    once = canonical_form(url)
    assert once is None or canonical_form(once) == once
