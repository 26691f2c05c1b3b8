"""Published tables are a function of the committed batches: of nothing else, and of all of them."""

from pathlib import Path

import pyarrow.dataset as ds
import pytest

from schemas.ids import content_hash
from schemas.layout import commit_file, published_mark
from schemas.records import Place, Quarantined, Side
from schemas.times import parse_rfc3339
from support.lakes import NOON, article, chunk, commit_batch, mention, published_files
from transforms.lake.files import Lake
from transforms.publish.check import check
from transforms.publish.publish import pending, publish


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def rows(lake: Lake, table: str) -> list[dict[str, object]]:
    return ds.dataset(f"{lake.address}/{table}", partitioning="hive").to_table().to_pylist()


def test_same_address_again_keeps_the_best_text(lake: Lake) -> None:
    commit_batch(lake, "a", chunk([article("x", text="A teaser.", text_status="teaser")]))
    full = article("x", text="The whole story.", fetched_at="2026-11-20T15:00:00Z")
    commit_batch(lake, "b", chunk([full], [mention(full)]))
    publish(lake)
    assert [row["text"] for row in rows(lake, "article_text")] == ["The whole story."]
    assert [row["batch_id"] for row in rows(lake, "articles")] == ["b"]
    assert len(rows(lake, "mentions")) == 1


def test_mentions_of_a_copy_that_lost_are_not_published(lake: Lake) -> None:
    teaser = article("x", text="A teaser.", text_status="teaser")
    commit_batch(lake, "a", chunk([teaser], [mention(teaser)]))
    commit_batch(lake, "b", chunk([article("x", text="The whole story.")]))
    publish(lake)
    assert rows(lake, "mentions") == []
    assert rows(lake, "events") == []


def test_newer_coder_wins_over_the_same_text(lake: Lake) -> None:
    commit_batch(lake, "a", chunk([article("x")]), coder_version="1")
    commit_batch(lake, "b", chunk([article("x")]), coder_version="2")
    publish(lake)
    assert [row["coder_version"] for row in rows(lake, "articles")] == ["2"]


@pytest.mark.parametrize(
    ("early", "late", "wins"),
    [
        ("1", "2+00000000", "2+00000000"),
        ("2+ffffffff", "1", "2+ffffffff"),
        ("10", "9+ffffffff", "10"),
        ("9", "10+00000000", "10+00000000"),
        ("2", "2+00000000", "2+00000000"),
        ("2+ffffffff", "2", "2"),
        ("2+ffffffff", "2+00000000", "2+00000000"),
        ("2+00000000", "2+ffffffff", "2+ffffffff"),
    ],
)
def test_newer_coder_wins_whatever_users_added_to_it_then_the_later_batch(
    lake: Lake, early: str, late: str, wins: str
) -> None:
    for batch, version, day in (("b", early, "20"), ("a", late, "21")):
        time = f"2026-11-{day}T18:00:00Z"
        commit_batch(lake, batch, chunk([article("x")]), coder_version=version, logical_time=time)
    publish(lake)
    assert [row["coder_version"] for row in rows(lake, "articles")] == [wins]


def test_order_of_batches_and_of_publishing_does_not_matter(tmp_path: Path) -> None:
    def fill(lake: Lake, order: list[str], *, publish_between: bool) -> dict[str, bytes]:
        early = article("x", fetched_at="2026-11-18T12:00:00Z", published_at=None)
        late = article("x", fetched_at="2026-11-20T12:00:00Z")
        other = article("y", text=early.text, content_hash=early.content_hash)
        batches = {
            "a": chunk([early], [mention(early)]),
            "b": chunk([late, other], [mention(late), mention(other)]),
            "c": chunk([article("z", published_at="2012-05-01T00:00:00Z")]),
        }
        for name in order:
            commit_batch(lake, name, batches[name])
            if publish_between:
                publish(lake)
        publish(lake)
        return published_files(lake)

    results = [
        fill(Lake(str(tmp_path / f"{number}")), order, publish_between=between)
        for number, (order, between) in enumerate(
            [(["a", "b", "c"], True), (["c", "b", "a"], True), (["b", "c", "a"], False), (["b", "a", "c"], True)]
        )
    ]
    assert all(result == results[0] for result in results)


def test_partition_that_loses_its_last_article_goes(lake: Lake) -> None:
    undated = article("x", fetched_at="2026-11-20T12:00:00Z", published_at=None, text_status="teaser")
    commit_batch(lake, "a", chunk([undated]))
    publish(lake)
    assert lake.exists("articles/day=2026-11-20/part-0.parquet")
    commit_batch(lake, "b", chunk([article("x", published_at="2026-11-18T08:00:00Z")]))
    publish(lake)
    assert not lake.exists("articles/day=2026-11-20/part-0.parquet")
    assert [str(row["day"]) for row in rows(lake, "articles")] == ["2026-11-18"]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-11-20T23:59:59Z", "2026-11-20"),
        ("2026-11-21T10:00:00Z", "2026-11-21"),
        ("2026-11-22T10:00:00Z", "2026-11-20"),  # two days ahead: a wrong clock
        ("2025-11-20T12:00:00Z", "2025-11-20"),
        ("2025-11-19T12:00:00Z", "2026-11-20"),  # over a year old: filed where it was found
        (None, "2026-11-20"),
    ],
)
def test_day_is_that_of_publication_within_a_year(lake: Lake, published: str | None, day: str) -> None:
    commit_batch(lake, "a", chunk([article("x", published_at=published, fetched_at=NOON)]))
    publish(lake)
    assert [str(row["day"]) for row in rows(lake, "articles")] == [day]


def test_copies_are_marked_and_are_no_second_source(lake: Lake) -> None:
    first = article("x", fetched_at="2026-11-19T12:00:00Z", source_domain="one.example")
    copy = article("y", text=first.text, content_hash=first.content_hash, source_domain="two.example")
    far = article(
        "z",
        text=first.text,
        content_hash=first.content_hash,
        published_at="2026-11-10T12:00:00Z",
        source_domain="three.example",
    )
    commit_batch(lake, "a", chunk([copy, first, far], [mention(a) for a in (first, copy, far)]))
    publish(lake)
    marks = {row["source_id"]: row["duplicate_of"] for row in rows(lake, "articles")}
    assert marks == {"x": None, "y": first.article_id, "z": None}
    (event,) = rows(lake, "events")
    assert (event["n_mentions"], event["n_articles"], event["n_sources"]) == (3, 3, 2)


def test_events_join_across_batches_and_directions(lake: Lake) -> None:
    one, two = article("x", source_domain="one.example"), article("y", source_domain="two.example")
    israel, morocco = Side("Israel", "Israel", "ISR", "GOV"), Side("Rabat", "Morocco", "MAR", "GOV")
    met = {"event_type": "CONSULT", "date_precision": "day"}
    commit_batch(lake, "a", chunk([one], [mention(one, actor=israel, recipient=morocco, **met)]))
    commit_batch(lake, "b", chunk([two], [mention(two, actor=morocco, recipient=israel, confidence=0.9, **met)]))
    publish(lake)
    (event,) = rows(lake, "events")
    assert (event["n_mentions"], event["n_sources"], event["date_precision"]) == (2, 2, "day")
    assert (event["article_id"], event["dyad"]) == (two.article_id, "MAR-ISR")
    assert {row["event_id"] for row in rows(lake, "mentions")} == {event["event_id"]}


def test_only_days_and_named_sides_make_events(lake: Lake) -> None:
    of = article("x")
    nobody = Side()
    commit_batch(
        lake,
        "a",
        chunk(
            [of],
            [
                mention(of, sentence_index=0, event_date="2012-01-01", date_precision="year"),
                mention(of, sentence_index=1, event_date=None, date_precision="none"),
                mention(of, sentence_index=2, actor=nobody, recipient=nobody),
                mention(of, sentence_index=3, event_type="ACCUSE"),
                mention(
                    of, sentence_index=4, event_type="ACCUSE", actor=mention(of).recipient, recipient=mention(of).actor
                ),
            ],
        ),
    )
    publish(lake)
    assert sum(row["event_id"] is not None for row in rows(lake, "mentions")) == 2
    assert len(rows(lake, "events")) == 2, "who accused whom is not the same the other way round"
    assert {str(row["month"]) for row in rows(lake, "mentions")} == {"2012-01", "2026-11"}


def test_parts_without_a_commit_are_not_seen(lake: Lake) -> None:
    commit_batch(lake, "a", chunk([article("x")]))
    commit_batch(lake, "b", chunk([article("y")]))
    lake.delete(commit_file("b"))
    publish(lake)
    assert [row["source_id"] for row in rows(lake, "articles")] == ["x"]


def test_batch_that_commits_while_another_publishes_is_not_lost(tmp_path: Path) -> None:
    class Busy(Lake):
        """A lake in which another run commits just before the first published file is written."""

        def write(self, relative: str, data: bytes) -> None:
            other = Lake(self.address)
            if relative.startswith("articles/") and not other.exists(commit_file("b")):
                commit_batch(other, "b", chunk([article("y")]))
            super().write(relative, data)

    lake = Busy(str(tmp_path / "lake"))
    commit_batch(lake, "a", chunk([article("x")]))
    publish(lake)
    assert {row["source_id"] for row in rows(lake, "articles")} == {"x", "y"}
    assert pending(lake) == []


def test_stale_partition_of_a_crashed_run_is_healed(lake: Lake) -> None:
    commit_batch(lake, "a", chunk([article("x")]))
    publish(lake)
    stale = published_files(lake)
    commit_batch(lake, "b", chunk([article("y")]))
    publish(lake)
    whole = published_files(lake)
    for path, data in stale.items():  # a slow run of "a" overwrites what "b" made, and dies
        lake.write(path, data)
    lake.delete(published_mark("a"))
    publish(lake)
    assert published_files(lake) == whole


def test_empty_batch_commits_and_makes_readable_tables(lake: Lake) -> None:
    commit_batch(lake, "a")
    assert publish(lake).batches == ["a"]
    for table in ("articles", "article_text", "mentions", "events", "quarantine"):
        assert rows(lake, table) == []


def test_quarantine_of_the_same_input_in_two_batches_stands_once(lake: Lake) -> None:
    bad = Quarantined("read", "drop/x.jsonl#0", "bad_json", "not JSON", "{", parse_rfc3339(NOON))
    commit_batch(lake, "b", chunk(quarantined=[bad]))
    commit_batch(lake, "a", chunk(quarantined=[bad]))
    publish(lake)
    assert [row["batch_id"] for row in rows(lake, "quarantine")] == ["a"]


def test_a_place_and_its_country_come_from_one_mention(lake: Lake) -> None:
    of = article("x")
    gaza = mention(of, sentence_index=0, confidence=0.9, place=Place("Gaza"))
    paris = mention(of, sentence_index=1, confidence=0.1, place=Place("Paris", "FRA"))
    commit_batch(lake, "a", chunk([of], [gaza, paris]))
    publish(lake)
    (event,) = rows(lake, "events")
    assert (event["place_name"], event["place_country"]) == ("Gaza", None)


def test_one_document_under_two_names_in_a_batch_is_published_once(lake: Lake) -> None:
    same = article("x")
    changed = article("x", text="The same address, with another text.")
    commit_batch(
        lake,
        "a",
        chunk([same], [mention(same)], shard="0"),
        chunk([same], [mention(same)], shard="1"),
        chunk([changed], [mention(changed)], shard="2"),
    )
    publish(lake)
    assert len(rows(lake, "articles")) == len(rows(lake, "article_text")) == len(rows(lake, "mentions")) == 1
    assert check(lake) == []


@pytest.mark.parametrize("edge", ["0001-01-02T00:00:00Z", "9999-12-30T00:00:00Z"])
def test_times_at_the_edge_of_the_calendar_do_not_stop_publishing(lake: Lake, edge: str) -> None:
    commit_batch(lake, "a", chunk([article("x", fetched_at=edge, published_at=edge), article("y")]))
    publish(lake)
    assert len(rows(lake, "articles")) == 2


def test_text_that_differs_in_title_only_is_not_the_same_content() -> None:
    assert content_hash("One", "text") != content_hash("Two", "text")
