"""What `--feeds` takes, and what it says of what it does not."""

from pathlib import Path

import pytest

from schemas.feeds import FeedState
from transforms.sources.polling.feedlist import feed_states, read_feeds

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body><outline text="World">
<outline type="rss" text="A" xmlUrl="https://a.example/rss?x=1&amp;y=2"/><outline type="rss" text="B"
xmlUrl="https://b.example/atom"/></outline></body></opml>"""


def test_opml_text_and_url_come_together_each_feed_once(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(OPML)
    (tmp_path / "feeds.txt").write_text("\ufeff# mine\nhttps://b.example/atom\n\n https://c.example/#top # note\n")
    specs = [str(tmp_path / "feeds.opml"), str(tmp_path / "feeds.txt"), "https://d.example/feed.xml"]
    assert read_feeds(specs) == [
        "https://a.example/rss?x=1&y=2",
        "https://b.example/atom",
        "https://c.example/#top",
        "https://d.example/feed.xml",
    ]


@pytest.mark.parametrize(
    ("content", "quoted"),
    [
        ("# Read me\n\nNot a list of feeds.\n", "'Not a list of feeds.'"),
        ("ftp://a.example/\n", "'ftp://a.example/'"),
        ("# nothing\n", "name no feed"),
        ("<opml><body></body></opml>", "name no feed"),
    ],
)
def test_files_that_name_no_feeds(tmp_path: Path, content: str, quoted: str) -> None:
    (tmp_path / "feeds").write_text(content)
    with pytest.raises(ValueError, match="give an OPML file") as caught:
        read_feeds([str(tmp_path / "feeds")])
    assert quoted in str(caught.value)


@pytest.mark.parametrize("spec", ["", "nowhere.opml", "file:///etc/passwd", "feed:file:///etc/passwd", "http://"])
def test_values_that_are_no_feeds(spec: str) -> None:
    with pytest.raises(ValueError, match="give an OPML file"):
        read_feeds([spec])


def test_a_wrong_line_costs_no_other_feed_its_poll(tmp_path: Path) -> None:
    (tmp_path / "feeds.txt").write_text("https://a.example/\nnot a url\nfeed://b.example/\nfeed:https://c.example/\n")
    (tmp_path / "feeds.opml").write_text(OPML.replace("https://b.example/atom", "file:///etc/passwd"))
    assert read_feeds([str(tmp_path / "feeds.txt"), str(tmp_path / "feeds.opml")]) == [
        "https://a.example/",
        "not a url",
        "http://b.example/",
        "https://c.example/",
        "https://a.example/rss?x=1&y=2",
        "file:///etc/passwd",
    ]


def test_an_error_names_no_credentials(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("ftp://ann:hush@a.example/?token=hush")
    with pytest.raises(ValueError, match=r"a\.example") as caught:
        read_feeds([str(tmp_path / "feeds")])
    assert "hush" not in str(caught.value)


def test_a_feeds_state_is_found_again_although_it_bears_no_credentials() -> None:
    known = {"https://a.example/f": FeedState("https://a.example/f", etag='"1"')}
    found = feed_states(["https://ann:pw@a.example/f", "https://b.example/"], known)
    assert found == [FeedState("https://ann:pw@a.example/f", etag='"1"'), FeedState("https://b.example/")]


def test_two_urls_of_one_feed_are_refused_without_their_secrets(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("https://a.example/f?token=hush1\nhttps://b.example/\n")
    with pytest.raises(ValueError, match="one run can poll one of them only") as caught:
        read_feeds([str(tmp_path / "feeds"), "https://a.example/f?token=hush2"])
    assert "'https://a.example/f?token=***'" in str(caught.value)
    assert "hush" not in str(caught.value)
