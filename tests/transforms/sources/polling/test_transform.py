"""Groups of feeds through a pipeline into the lake: once a batch, whatever crashes."""

import re
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that, equal_to
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from schemas.feeds import FeedState
from schemas.records import Chunk
from transforms.lake.files import Lake
from transforms.sources.match import match
from transforms.sources.plan import plan
from transforms.sources.polling.land import head
from transforms.sources.polling.transform import GROUP_FEEDS, FeedGroup, PollFeeds, groups, raw_splits, user_agent
from transforms.sources.read import chunks, open_file
from transforms.sources.splits import Split

BATCH = "20250615T150000Z"
FEED = """<rss version="2.0"><channel><title>News</title><item><guid isPermaLink="false">g1</guid><title>T</title>
<description>Teaser</description></item></channel></rss>"""


def states(*urls: str) -> list[FeedState]:
    return [FeedState(url) for url in urls]


def members(group: FeedGroup) -> list[str]:
    return [FeedState.from_json(state).feed_url for state in group.states]


def read(splits: list[Split]) -> list[Chunk]:
    return [chunk for split in splits for chunk in chunks(split, open_file)]


def test_a_hosts_feeds_are_in_one_group_in_any_order() -> None:
    urls = [f"https://host{number % 40}.example/{number}" for number in range(120)]
    urls += [f"https://large.example/{number}" for number in range(GROUP_FEEDS + 5)]
    made = groups(BATCH, states(*urls, urls[0]))
    assert made == groups(BATCH, states(*reversed(urls)))
    assert sorted(url for group in made for url in members(group)) == sorted(urls)
    hosts = [{url.split("/")[2] for url in members(group)} for group in made]
    assert sum(map(len, hosts)) == 41
    assert all(len(group.states) <= GROUP_FEEDS or len(found) == 1 for group, found in zip(made, hosts, strict=True))
    assert len(made) <= 5
    assert len({group.name for group in made}) == len(made)
    assert all(re.fullmatch("[0-9a-f]{16}", group.name) for group in made)
    assert groups(BATCH, []) == []


def test_a_groups_name_does_not_give_credentials_away_and_survives_new_ones() -> None:
    (old,), (new,) = (
        groups(BATCH, states("https://ann:old@a.example/")),
        groups(BATCH, states("https://ann:new@a.example/")),
    )
    assert old.name == new.name


def test_a_batch_polls_once_and_is_read_again_from_what_it_landed(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/feed").respond_with_data(FEED, content_type="text/xml")
    lake = str(tmp_path / "lake")
    made = groups(BATCH, states(httpserver.url_for("/feed")))
    name = made[0].name
    poll = PollFeeds(lake, allow_private_addresses=True)
    for _ in range(2):
        with beam.Pipeline(runner="FnApiRunner") as pipeline:
            names = (
                pipeline
                | beam.Create(made)
                | poll
                | beam.Map(lambda split: (split.shard, split.files[0].lake, split.files[0].uri))
            )
            assert_that(names, equal_to([(f"feeds-{name}", lake, f"_raw/{BATCH}/{name}.warc.gz")]))
    assert len(httpserver.log) == 1
    (split,) = raw_splits(lake, BATCH)
    assert split.shard == f"feeds-{name}"
    (chunk,) = read([split])
    assert (len(chunk.documents), len(chunk.feeds)) == (1, 1)
    dropped = read(plan(match([f"{lake}/_raw/**/*.warc.gz"])))
    assert [list(found.documents) for found in dropped] == [list(chunk.documents)]


def test_without_leave_private_feeds_are_not_asked(httpserver: HTTPServer, tmp_path: Path) -> None:
    lake = str(tmp_path)
    with beam.Pipeline(runner="FnApiRunner") as pipeline:
        _ = pipeline | beam.Create(groups(BATCH, states(httpserver.url_for("/feed")))) | PollFeeds(lake)
    assert httpserver.log == []
    (chunk,) = read(raw_splits(lake, BATCH))
    assert "refused" in (FeedState.from_json(chunk.feeds[0]).error or "")


def test_a_batch_that_landed_nothing_has_no_splits(tmp_path: Path) -> None:
    assert raw_splits(str(tmp_path), BATCH) == []


def test_the_user_agent_names_project_and_contact() -> None:
    assert user_agent("mailto:desk@a.example") == "newsbeam/0.1 (mailto:desk@a.example)"
    assert user_agent(None) == "newsbeam/0.1 (no contact given)"
    with pytest.raises(ValueError, match="user agent"):
        PollFeeds("lake", contact="two\nlines")


def test_of_two_runs_that_land_one_batch_both_read_what_came_first(httpserver: HTTPServer, tmp_path: Path) -> None:
    lake, other = Lake(str(tmp_path / "lake")), Lake(str(tmp_path / "other"))
    made = groups(BATCH, states(httpserver.url_for("/feed")))
    httpserver.expect_ordered_request("/feed").respond_with_data(FEED.replace("g1", "first"), content_type="text/xml")
    with beam.Pipeline(runner="FnApiRunner") as pipeline:
        _ = pipeline | beam.Create(made) | PollFeeds(other.address, allow_private_addresses=True)
    ((file,),) = (split.files for split in raw_splits(other.address, BATCH))
    landed = (tmp_path / "other" / file.uri).read_bytes()

    def overtaken(_: Request) -> Response:
        assert lake.create(file.uri, landed)
        return Response(FEED.replace("g1", "second"), content_type="text/xml")

    httpserver.expect_ordered_request("/feed").respond_with_handler(overtaken)
    with beam.Pipeline(runner="FnApiRunner") as pipeline:
        _ = pipeline | beam.Create(made) | PollFeeds(lake.address, allow_private_addresses=True)
    assert (tmp_path / "lake" / file.uri).read_bytes() == landed
    (chunk,) = read(raw_splits(lake.address, BATCH))
    assert [document.source_id for document in chunk.documents] == ["first"]


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_what_a_lake_landed_is_read_by_the_lakes_own_address(tmp_path: Path, form: str) -> None:
    lake = Lake(form.format(tmp_path / "a lake"))
    file = f"_raw/{BATCH}/g.warc.gz"
    lake.write(file, head(0, "b", "g")[:-9])
    (split,) = raw_splits(lake.address, BATCH)
    (chunk,) = read([split])
    (bad,) = chunk.quarantined
    assert (bad.error_type, bad.uri) == ("truncated_gzip", file)
    assert bad.fetched_at == (tmp_path / "a lake" / file).stat().st_mtime_ns // 1000
