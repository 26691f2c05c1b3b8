"""What is run in a child comes back; what takes too much ends the child and not the run."""

import os
import re
import sys
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

from transforms.outcomes import BadInput
from transforms.watchdog import Limits, Watchdog

SMALL = Limits(cpu_seconds=0.5, memory_bytes=400_000_000)


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    made = Watchdog(SMALL, children=1)
    yield made
    made.close()


def test_results_and_errors_come_back(watchdog: Watchdog) -> None:
    assert watchdog.run(int, "42") == 42
    with pytest.raises(ValueError, match="invalid literal"):
        watchdog.run(int, "many")
    assert watchdog.run(int, "ff", base=16) == 255


def test_bad_input_keeps_all_that_it_says() -> None:
    one = BadInput("bad_json", "no brace", b"xyz")
    made = Watchdog(SMALL, children=1)
    try:
        two = made.run(BadInput, one.kind, one.message, one.excerpt)
    finally:
        made.close()
    assert (two.kind, two.message, two.excerpt, str(two)) == ("bad_json", "no brace", b"xyz", "no brace")


def test_what_takes_too_much_cpu_is_killed_even_where_no_python_runs(watchdog: Watchdog) -> None:
    started = time.monotonic()
    with pytest.raises(BadInput, match=r"over 0\.5 seconds of CPU") as caught:
        watchdog.run(re.match, r"(a+)+$", "a" * 64 + "b")
    assert caught.value.kind == "too_slow"
    assert time.monotonic() - started < 30
    assert watchdog.run(int, "7") == 7, "the next call has a child of its own"


def test_the_clock_is_that_of_one_call(watchdog: Watchdog) -> None:
    for _ in range(8):
        assert len(watchdog.run(sum, [[n] * 300 for n in range(300)], [])) == 90_000


def test_what_takes_too_much_memory_is_bad_input(watchdog: Watchdog) -> None:
    with pytest.raises(BadInput, match="bytes of memory") as caught:
        watchdog.run(bytes, 1_000_000_000)
    assert caught.value.kind == "too_large"


def test_a_child_that_dies_is_bad_input(watchdog: Watchdog) -> None:
    with pytest.raises(BadInput, match="ended with code 3") as caught:
        watchdog.run(os._exit, 3)
    assert caught.value.kind == "crashed"


def test_a_function_that_the_child_cannot_find_is_a_bug_and_no_bad_input(
    watchdog: Watchdog, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ModuleType("only_here")
    exec("def helper(): pass", here.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", here)
    with pytest.raises(ModuleNotFoundError, match="only_here"):
        watchdog.run(here.helper)
