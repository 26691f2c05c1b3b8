"""Which articles are copies of which, the quick look at all of them among it."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from schemas.records import Article
from schemas.signatures import ANCHORS, FACTS, SHINGLES, Signature
from schemas.times import EARLIEST, LATEST, to_micros
from support.lakes import article, chunk, commit_batch
from transforms.clean.signature import signature
from transforms.lake.files import Lake
from transforms.publish import duplicates as module
from transforms.publish.duplicates import COMPARED, Signed, candidates, duplicates
from transforms.publish.publish import publish
from transforms.publish.resolve import article_days

FIRST_DAY = date(2026, 11, 20)


def sentences(name: str, number: int) -> list[str]:
    """Sentences of a made-up report; those of two reports share next to nothing."""
    return [
        f"{name} {n} told {name}{n * 3} of the {name}er{n * 7} plan before {name}ing {n * 11} sheep."
        for n in range(number)
    ]


STORY = sentences("Talk", 40)
FOOTER = "Follow us everywhere, and sign up for the letter that we send out each morning before breakfast."
LEAD = "It was what all people in our region talked about this morning, and it may stay with us for some days."
WEATHER = (
    "It will be sunny in {} today with a high of {} degrees and a low of {}. Winds from the west at {} miles an hour, "
    "gusts up to {}. The chance of rain is {} per cent in the morning and {} per cent in the afternoon. Drivers should "
    "allow extra time for their journey and keep a safe distance to whoever drives before them, above all on bridges."
)


def signed(name: int | str, text: str = "", *, day: int = 0, seen: int | None = None, **changes: object) -> Signed:
    fields: dict[str, object] = {
        "article_id": str(name),
        "day": FIRST_DAY + timedelta(day),
        "source_domain": None,
        "first_seen": int(name) if seen is None else seen,
        "said": None,
        "text_status": "full",
        "word_count": len(text.split()),
        "content_hash": f"title of {name} and {text}",
        "minhash": signature(text),
        **changes,
    }
    return Signed(**fields)  # type: ignore[arg-type]


def shared(articles: list[Signed]) -> list[bool]:
    contents = pa.array([article.content_hash for article in articles], pa.string())
    days = pa.array([article.day for article in articles], pa.date32())
    half = len(articles) // 2
    hashes = [article.minhash for article in articles]
    return list(candidates(contents, days, pa.chunked_array([hashes[:half], hashes[half:]], pa.binary())).to_pylist())


def needed(articles: list[Signed]) -> list[Signed]:
    return [article for article, found in zip(articles, shared(articles), strict=True) if found]


TEXTS = [
    STORY,
    [LEAD, *STORY, FOOTER],
    STORY[:15],
    [*STORY, *sentences("New", 30)],
    sentences("Other", 30),
    [*STORY[:36], *sentences("New", 4)],
    sentences("Other", 20),
    sentences("Third", 20),
]
MARKS = {"1": "0", "2": "0", "5": "0", "6": "4"}
"""Which of these are copies of which, in the order in which they were seen."""


def seen_article(number: int, sentences: list[str]) -> Article:
    """An article seen some minutes after the one before it."""
    text = " ".join(sentences)
    seen = f"2026-11-20T12:{5 * number:02d}:00Z"
    return article(str(number), text=text, fetched_at=seen, minhash=signature(text))


def published_marks(folder: Path, batches: list[list[Article]]) -> dict[str, str]:
    """Copies and their originals, by the names of the articles, as a lake has them after some batches."""
    lake = Lake(str(folder))
    for number, batch in enumerate(batches):
        commit_batch(lake, f"batch-{number}", chunk(batch))
        publish(lake)
    rows = ds.dataset(f"{folder}/articles", partitioning="hive", format="parquet").to_table().to_pylist()
    names = {row["article_id"]: row["source_id"] for row in rows}
    return {names[row["article_id"]]: names[row["duplicate_of"]] for row in rows if row["duplicate_of"]}


@pytest.mark.parametrize(
    ("later", "copy"),
    [
        (STORY, True),
        (["GENEVA (Agency) --", *STORY, "(Reporting by Ann Holm)"], True),
        ([LEAD, *STORY, FOOTER, FOOTER], True),
        (STORY[:12], True),
        ([*STORY[20:], *STORY[:20]], True),
        ([s.replace("told", "has told") if n % 3 else s for n, s in enumerate(STORY)], True),
        ([*STORY[:30], *sentences("New", 10)], True),
        ([*STORY[:24], *sentences("New", 16)], False),
        ([*STORY, *sentences("New", 30)], False),
        (sentences("New", 40), False),
    ],
    ids=[
        "the same", "dateline and sign-off", "lead and footer", "cut to a third", "other order", "words edited",
        "a quarter new", "two fifths new", "all and much more", "another story",
    ],
)  # fmt: skip
def test_a_copy_has_less_than_a_third_that_is_new(later: list[str], copy: bool) -> None:
    articles = [signed(0, " ".join(STORY)), signed(1, " ".join(later))]
    assert duplicates(articles) == ({"1": "0"} if copy else {})
    assert duplicates(needed(articles)) == duplicates(articles)


def test_two_days_of_a_series_are_no_copies() -> None:
    one = WEATHER.format("Bergen", 14, 3, 25, 61, 70, 35)
    assert duplicates([signed(0, one), signed(1, one + " " + FOOTER)]) == {"1": "0"}
    assert duplicates([signed(0, one), signed(1, WEATHER.format("Graz", 17, 9, 12, 44, 20, 15))]) == {}


@pytest.mark.parametrize(
    ("site", "other", "copy"),
    [("one.example", "one.example", False), ("one.example", "two.example", True), (None, None, True)],
    ids=["one site", "two sites", "sites unknown"],
)
def test_on_one_site_more_names_and_numbers_must_be_the_same(site: str | None, other: str | None, copy: bool) -> None:
    first, second = (WEATHER.format("Bergen", 14, 3, 25, *last) for last in ((61, 70, 35), (44, 20, 15)))
    found = duplicates([signed(0, first, source_domain=site), signed(1, second, source_domain=other)])
    assert found == ({"1": "0"} if copy else {})


def test_a_short_text_that_quotes_a_long_one_is_no_copy_and_its_beginning_is() -> None:
    quoting = "In a letter that we have seen, much is said about a plan of which nobody here has heard. " + " ".join(
        STORY[:2]
    )
    teaser = " ".join(STORY[:4])
    long = " ".join([*STORY, *sentences("More", 40)])
    assert duplicates([signed(0, long), signed(1, quoting)]) == {}
    assert duplicates([signed(0, long), signed(1, teaser)]) == {"1": "0"}


def test_without_a_signature_only_the_same_text_is_a_copy() -> None:
    older = bytes(256)
    articles = [
        signed(0),
        signed(1, content_hash="x"),
        signed(2, content_hash="x"),
        signed(3, minhash=older),
        signed(4, minhash=older),
        signed(5, minhash=b"\x02"),
        signed(6, minhash=b"\x02\xff\xff\xff" + bytes(252)),
    ]
    assert shared(articles) == [False, True, True, False, False, False, False]
    assert duplicates(articles) == {"2": "1"}


def test_nothing_and_one_article_have_no_candidates() -> None:
    assert shared([]) == []
    assert shared([signed(0, " ".join(STORY))]) == [False]


@pytest.mark.parametrize(("apart", "copy"), [(3, True), (-3, True), (4, False), (-4, False)])
def test_copies_are_three_days_apart_at_most(apart: int, copy: bool) -> None:
    articles = [signed(0, " ".join(STORY), day=10), signed(1, " ".join(STORY), day=10 + apart)]
    assert duplicates(articles) == ({"1": "0"} if copy else {})
    assert shared(articles) == [copy, copy]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"seen": 5}, {"seen": 6}),
        ({"seen": 6}, {"seen": 5, "text_status": "teaser"}),
        ({"said": 8}, {"said": 9}),
        ({"said": 8}, {"said": None}),
        ({"word_count": 9}, {"word_count": 8}),
        ({"article_id": "a"}, {"article_id": "b"}),
    ],
    ids=["seen first", "whole text before teaser", "says an earlier time", "says a time", "more text", "by id"],
)
def test_the_first_copy_is_the_original(one: dict[str, int], other: dict[str, int]) -> None:
    same = {"seen": 5, "word_count": 7}
    first = signed("one", " ".join(STORY), **{**same, **one})
    second = signed("two", " ".join(STORY), **{**same, **other})
    assert duplicates([second, first]) == duplicates([first, second]) == {second.article_id: first.article_id}


def test_of_a_drop_the_later_version_is_told_from_the_whole_of_what_was_cut() -> None:
    short, long = " ".join(STORY[:20]), " ".join(STORY)
    assert duplicates([signed(0, short, seen=5, said=3), signed(1, long, seen=5, said=4)]) == {}
    assert duplicates([signed(0, short, seen=5, said=3), signed(1, long, seen=5, said=3)]) == {"0": "1"}


def test_of_one_site_and_one_time_a_shorter_text_is_a_version_and_nearly_the_same_text_a_copy() -> None:
    def found(one: list[str], other: list[str]) -> dict[str, str]:
        texts = enumerate((one, other))
        return duplicates(signed(n, " ".join(text), seen=5, source_domain="herald.example") for n, text in texts)

    assert found(STORY[:20], STORY) == {}
    assert found(STORY[:36], STORY) == {"0": "1"}


def test_a_story_that_changes_each_day_is_new_again_when_a_third_of_it_is() -> None:
    days = [[*STORY[5 * day :], *sentences("New", 5 * day)] for day in range(7)]
    articles = [signed(day, " ".join(text)) for day, text in enumerate(days)]
    assert duplicates(articles) == {"1": "0", "2": "0", "4": "3", "5": "3"}


def random_signature(chance: random.Random, known: Signature | None = None) -> Signature:
    """A signature, of which about a share of the numbers may be those of another."""
    share = chance.random()
    made = []
    for kind, most, bits in (("anchors", ANCHORS, 32), ("shingles", SHINGLES, 16), ("facts", FACTS, 16)):
        old = [number for number in getattr(known, kind, ()) if chance.random() < share]
        made.append(sorted([*old, *(chance.getrandbits(bits) for _ in range(most - len(old)))]))
    return Signature(made[0], made[1], 14, made[2])


@pytest.mark.parametrize("seed", range(20))
def test_candidates_are_all_that_the_search_needs(seed: int) -> None:
    chance = random.Random(seed)
    known = [random_signature(chance) for _ in range(30)]
    articles = []
    for number in range(200):
        choice = chance.random()
        made = random_signature(chance, None if choice < 0.6 else chance.choice(known))
        changes = {"content_hash": f"content {chance.randrange(20)}"} if chance.random() < 0.1 else {}
        minhash = b"" if choice < 0.1 else bytes(256) if choice < 0.15 else made.to_bytes()
        articles.append(signed(number, day=chance.randrange(8), minhash=minhash, **changes))
    found = shared(articles)
    assert 0 < sum(found) < len(found)
    originals = duplicates(chance.sample(articles, len(articles)))
    assert duplicates(needed(articles)) == originals != {}
    assert not originals.keys() & set(originals.values()), "what is a copy itself is no one's original"


def test_an_article_is_held_against_few_of_a_template_and_a_copy_is_found_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = " ".join(sentences("Same", 14))
    articles = [signed(number, f"{template} {' '.join(sentences(f'Own{number}x', 10))}") for number in range(150)]
    articles.append(signed(150, " ".join(["AGENCY --", template, *sentences("Own140x", 10)])))
    asked = 0
    compare: Callable[[module.Compared, Signed], bool] = module.Compared.is_copy_of

    def counted(new: module.Compared, earlier: Signed) -> bool:
        nonlocal asked
        asked += 1
        return compare(new, earlier)

    monkeypatch.setattr(module.Compared, "is_copy_of", counted)
    assert duplicates(articles) == {"150": "140"}
    assert asked <= COMPARED * len(articles) < 151 * 150 / 2


@pytest.mark.parametrize("seed", range(4))
def test_copies_are_the_same_however_batches_are_cut(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    articles = [seen_article(number, text) for number, text in enumerate(TEXTS)]
    assert published_marks(tmp_path / "one", [articles]) == MARKS
    chance.shuffle(articles)
    cuts = sorted(chance.sample(range(1, len(articles)), 3))
    batches = [articles[start:end] for start, end in pairwise([0, *cuts, len(articles)])]
    assert published_marks(tmp_path / "many", batches) == MARKS


def test_in_a_lake_what_was_updated_comes_after_what_was_seen_with_it(tmp_path: Path) -> None:
    short, long = " ".join(STORY[:20]), " ".join(STORY)
    first = article("0", text=short, minhash=signature(short))
    second = article("1", text=long, minhash=signature(long), source_domain="herald.example")
    assert second.published_at
    assert published_marks(tmp_path / "one", [[first, second]]) == {"0": "1"}
    assert published_marks(tmp_path / "other", [[first, replace(second, updated_at=second.published_at + 1)]]) == {}


def test_days_at_the_edges_of_the_calendar() -> None:
    noon = to_micros(EARLIEST) + 43_200_000_000
    last = to_micros(LATEST)
    published = pa.array([None, noon, -1, last, None], pa.int64())
    first_seen = pa.array([noon, last, 0, last, -1], pa.int64())
    days = article_days(published, first_seen).to_pylist()
    assert days == [EARLIEST.date(), LATEST.date(), date(1969, 12, 31), LATEST.date(), date(1969, 12, 31)]
    articles = [signed(number, " ".join(STORY), day=(day - FIRST_DAY).days) for number, day in enumerate(days)]
    assert duplicates(needed(articles)) == duplicates(articles) == {"3": "1", "4": "2"}
