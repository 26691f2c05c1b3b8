"""Addresses of one article are one; addresses of two stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.urls import article_key, better_canonical, canonical_form, day_in, domain


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


STORY = "https://www.example.com/news/story"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        # caches and viewers
        ("https://www.google.com/amp/s/www.example.com/news/story", STORY),
        ("https://www.google.co.uk/amp/s/www.example.com/news/story/amp", STORY),
        ("https://google.de/amp/www.example.com/news/story", STORY.replace("https", "http")),
        ("https://www.google.com/amp/s/www.example.com/news/story%3foutputType=amp", STORY),
        ("https://www.google.com/amp/s/www.example.com/news/story%3Fid%3D7%26amp?usqp=mq331", f"{STORY}?id=7"),
        ("https://www-example-com.cdn.ampproject.org/c/s/www.example.com/news/story", STORY),
        ("https://www-example-com.cdn.ampproject.org/v/s/www.example.com/news/story.amp?amp_js_v=0.1&usqp=m", STORY),
        ("https://cdn.ampproject.org/c/s/www.example.com/news/story?id=7#referrer=x", f"{STORY}?id=7"),
        ("https://xn--caf-dma-fr.cdn.ampproject.org/wp/s/xn--caf-dma.fr/a", "https://xn--caf-dma.fr/a"),
        ("https://www-example-com.bing-amp.com/c/s/www.example.com/news/story", STORY),
        ("https://www.bing.com/amp/s/www.example.com/news/story", STORY),
        ("https://www.google.com/amp/s/a-com.cdn.ampproject.org/c/s/a.com/b", "https://a.com/b"),
        ("https://cdn.ampproject.org/c/s/example.com:8443/a", "https://example.com:8443/a"),
        ("https://cdn.ampproject.org/c/s/example.com?aoh=1&csi=0&referrer=x", "https://example.com/"),
        # parameters
        (f"{STORY}?amp", STORY),
        (f"{STORY}?amp=", STORY),
        (f"{STORY}?amp=1&id=7", f"{STORY}?id=7"),
        (f"{STORY}?id=7&amp=true", f"{STORY}?id=7"),
        (f"{STORY}?__amp=0&noamp=mobile&amp_markup=1&nonamp=1", STORY),
        (f"{STORY}?outputType=amp", STORY),
        (f"{STORY}?output=amp&view=AMP", STORY),
        (f"{STORY}?a=1&amp;b=2&amp;amp;amp=1", f"{STORY}?a=1&b=2"),
        # paths
        (f"{STORY}/amp", STORY),
        (f"{STORY}/amp/", f"{STORY}/"),
        (f"{STORY}/AMP/?id=7", f"{STORY}/?id=7"),
        (f"{STORY}/amp/amp", STORY),
        (f"{STORY}.amp", STORY),
        (f"{STORY}.amp.html", f"{STORY}.html"),
        (f"{STORY}.amp.htm", f"{STORY}.htm"),
        (f"{STORY}.amp/amp/", f"{STORY}.amp/"),
    ],
)
def test_an_amp_page_has_the_publishers_own_address(url: str, canonical: str) -> None:
    assert canonical_form(url) == canonical
    assert canonical_form(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/amp",  # all that there is
        "https://example.com/amp/",
        "https://example.com/.amp",
        "https://example.com/amp/news/story",  # not every site has the page without it: see article_key
        "https://example.com/news/amp/story",
        "https://amp.example.com/story",
        "https://m.example.com/story",
        "https://example.com/news/example-amp",
        "https://example.com/camp",
        "https://example.com/a.amps",
        "https://example.com/story?amp=20",
        "https://example.com/story?ampere=1",
        "https://example.com/story?output=json",
        "https://example.com/story?q=amp",
        "https://example.com/c/s/www.other.com/story",  # no cache
        "https://www.google.com/amp/s/story",
        "https://www.google.com/amp/index.html",
        "https://news.google.com/articles/CBMi",
        "https://cdn.ampproject.org/i/s/www.example.com/picture.jpg",  # a picture
        "https://notcdn.ampproject.org.example.com/c/s/www.other.com/story",
        "https://fakegoogle.com/amp/s/www.other.com/story",
    ],
)
def test_what_only_looks_like_amp_stays(url: str) -> None:
    assert canonical_form(url) == url


@pytest.mark.parametrize(
    "name", ["ysclid", "srsltid", "gad_source", "mibextid", "hsa_acc", "elqTrackId", "ScCid", "usqp", "_ke", "dicbo"]
)
def test_marks_of_mailers_and_advertisers_are_left_out(name: str) -> None:
    assert canonical_form(f"https://example.com/a?{name}=1&id=7") == "https://example.com/a?id=7"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.co.uk/news/story",
        "http://www.example.co.uk/news/story",
        "https://example.co.uk/news/story/",
        "https://m.example.co.uk/news/story",
        "https://mobile.example.co.uk/news/story",
        "https://amp.example.co.uk/news/story",
        "https://amp.www.example.co.uk/news/story/",
        "https://www.example.co.uk/amp/news/story",
    ],
)
def test_addresses_of_one_article_have_one_key(url: str) -> None:
    assert article_key(url) == "example.co.uk/news/story"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://m.com/a", "m.com/a"),  # the label is the site's name
        ("https://www.m.com/a", "m.com/a"),
        ("https://m.co.uk/a", "m.co.uk/a"),
        ("https://amp.dev/a", "amp.dev/a"),
        ("https://news.example.com/a", "news.example.com/a"),
        ("https://m.news.example.com/a", "news.example.com/a"),
        ("https://www.gov.uk/a", "gov.uk/a"),
        ("https://m.example.com:8443/a", "example.com:8443/a"),
        ("http://127.0.0.1:8000/a", "127.0.0.1:8000/a"),
        ("https://[2001:db8::1]:3/a", "[2001:db8::1]:3/a"),
        ("http://localhost/a", "localhost/a"),
        ("https://example.com/", "example.com"),
        ("https://example.com/a//", "example.com/a/"),
        ("https://example.com/a/?id=7", "example.com/a?id=7"),
        ("https://example.com/amp/", "example.com/amp"),
        ("https://example.com/amphibians/a", "example.com/amphibians/a"),
    ],
)
def test_article_key(url: str, key: str) -> None:
    assert article_key(url) == key


def test_articles_that_differ_in_path_or_query_keep_two_keys() -> None:
    assert article_key("https://example.com/a?id=1") != article_key("https://example.com/a?id=2")
    assert article_key("https://example.com/a") != article_key("https://example.com/A")


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


PIECES = ["amp", "/amp", "/amp/", ".amp", ".html", "?amp", "&amp;", "amp=1", "%3F", "/s/", "/c/", "a.com", "//", "x"]
HOSTS = ["example.com/", "www.google.com/amp/s/", "cdn.ampproject.org/c/s/", "m.example.com/"]


@given(
    st.text(max_size=80)
    | st.text(max_size=60).map("https://example.com/".__add__)
    | st.builds(
        lambda hosts, pieces: "https://" + "".join(hosts + pieces),
        st.lists(st.sampled_from(HOSTS), min_size=1, max_size=3),
        st.lists(st.sampled_from(PIECES), max_size=8),
    )
)
def test_canonical_form_never_raises_and_is_idempotent(url: str) -> None:
    once = canonical_form(url)
    assert once is None or canonical_form(once) == once
    assert once is None or not article_key(once).startswith("https:")
