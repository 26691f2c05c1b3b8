"""Runs that interleave and crash at any write: one more run, and readers see what all commits make."""

import random
from pathlib import Path

import pytest

from schemas.records import Article
from support.lakes import article, chunk, commit_batch, mention, published_files
from transforms.lake.files import Lake
from transforms.publish.check import check
from transforms.publish.publish import publish

RUNS = 3
CRASHES = 0.04
INTERRUPTIONS = 0.08


class Crash(Exception):
    """A process died."""


class Shared(Lake):
    """A lake on which, at any write, the writer may die, or other runs may do their whole work first."""

    def __init__(self, address: str, chance: random.Random, waiting: list[str]) -> None:
        super().__init__(address)
        object.__setattr__(self, "chance", chance)
        object.__setattr__(self, "waiting", waiting)

    def write(self, relative: str, data: bytes) -> None:
        chance, waiting = self.chance, self.waiting  # type: ignore[attr-defined]
        if waiting and chance.random() < INTERRUPTIONS:
            run(self, waiting.pop(), chance)
        if chance.random() < CRASHES:
            raise Crash(relative)
        super().write(relative, data)
        if chance.random() < CRASHES:
            raise Crash(relative)


def batch(name: str) -> list[Article]:
    """Overlapping articles: each batch has one that the others have too, in another state, and one of its own."""
    number = int(name)
    shared = article(
        "shared",
        text=f"{'long ' * number}text of the shared article",
        text_status="full" if number == 1 else "teaser",
        fetched_at=f"2026-11-2{number}T12:00:00Z",
        published_at=None if number == 2 else "2026-11-19T12:00:00Z",
    )
    return [shared, article(f"own-{name}", published_at=f"2026-{9 + number:02d}-15T00:00:00Z")]


def run(lake: Lake, name: str, chance: random.Random) -> None:
    """One run as `ingest` does it, in a process that may die."""
    try:
        publish(lake)
        articles = batch(name)
        commit_batch(lake, name, chunk(articles, [mention(a) for a in articles]))
        publish(lake)
    except Crash:
        return


@pytest.mark.parametrize("seed", range(12))
def test_any_interleaving_heals_to_what_the_commits_make(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    names = [str(number) for number in range(RUNS)]
    chance.shuffle(names)
    waiting = list(names)
    lake = Shared(str(tmp_path / "lake"), chance, waiting)
    while waiting:
        run(lake, waiting.pop(), chance)

    peaceful = Lake(str(tmp_path / "peace"))
    whole = Lake(lake.address)
    for name in names:  # a scheduler runs again what failed
        articles = batch(name)
        commit_batch(whole, name, chunk(articles, [mention(a) for a in articles]))
        commit_batch(peaceful, name, chunk(articles, [mention(a) for a in articles]))
    publish(whole)
    publish(peaceful)
    assert check(whole) == []
    assert published_files(whole) == published_files(peaceful)
