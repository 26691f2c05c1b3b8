"""`newsbeam watch`: runs on a grid, one at a time, for feeds that are due; stopped at any moment, the lake is whole."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from threading import Event

import pyarrow.dataset as ds
import pytest
from pytest_httpserver import HTTPServer
from rich.console import Console
from werkzeug import Request, Response

from pipelines.errors import UsageError
from pipelines.watch.child import LINES_KEPT, Ended, run_child
from pipelines.watch.command import duration, parse_watch
from pipelines.watch.rounds import Rounds, WatchOptions, next_start
from pipelines.watch.signals import Signals
from schemas.feeds import FeedState
from schemas.layout import commit_file
from schemas.times import to_micros
from support.lakes import article, chunk, commit_batch
from transforms.lake.commits import committed, mark_published
from transforms.lake.files import Lake
from transforms.publish.check import check

NEWSBEAM = [sys.executable, "-m", "pipelines.cli"]
SECONDS = 90
START = to_micros(datetime(2026, 11, 28, 5, 30, tzinfo=UTC))
SECOND = 1_000_000
ONE, TWO = "https://one.example/feed", "https://two.example/feed"


# the schedule, with a clock that only waits and runs move


class Clock:
    """A clock, and what waits by it; from some time on, it also is the signal to stop."""

    def __init__(self, stop_at: float) -> None:
        self.seconds = 1000.0
        self.stop_at = self.seconds + stop_at

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> int:
        return START + round((self.seconds - 1000) * SECOND)

    @property
    def stops(self) -> int:
        return int(self.seconds >= self.stop_at)

    def wait(self, seconds: float) -> None:
        self.seconds = max(self.seconds, min(self.seconds + seconds, self.stop_at))


class Launches:
    """Runs that take two seconds and do what a test says, by their number."""

    def __init__(self, clock: Clock, lake: Lake, does: Callable[[int], Ended | None]) -> None:
        self.clock, self.lake, self.does = clock, lake, does
        self.began: list[float] = []
        self.flags: list[list[str]] = []
        self.lists: list[str] = []

    def __call__(self, flags: Sequence[str], files: Sequence[int]) -> Ended:
        self.began.append(self.clock.seconds - 1000)
        self.flags.append(list(flags))
        self.lists += [Path(f"/dev/fd/{file}").read_text() for file in files]
        self.clock.seconds += 2
        return self.does(len(self.began)) or Ended(0)


def options(feeds: Path | str, lake: Lake, every: int = 60) -> WatchOptions:
    return WatchOptions(str(feeds), lake.address, every, grace=60, verbose=False, rest=("--no_fetch",))


def rounds(feeds: Path | str, launches: Launches, every: int = 60) -> tuple[int, list[str]]:
    """The exit code of a watch, and the lines that it said."""
    said = StringIO()
    console = Console(file=said, soft_wrap=True)
    clock = launches.clock
    code = Rounds(options(feeds, launches.lake, every), launches, clock, console, clock, clock.now).run()
    return code, said.getvalue().splitlines()


def poll(lake: Lake, clock: Clock, url: str, due_in: int, **changes: object) -> None:
    """What a run leaves that polled a feed: a batch, committed and published."""
    name = f"poll-{len(committed(lake)):04d}"
    due = clock.now() + due_in * SECOND
    state = FeedState(url, last_polled_at=clock.now(), next_due_at=due, **changes)  # type: ignore[arg-type]
    commit_batch(lake, name, chunk([article("a")], skipped=["empty"], feeds=[state.to_json()]))
    mark_published(lake, name)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


@pytest.mark.parametrize(
    ("began", "now", "expected"),
    [
        (100.0, 105.0, 110.0),  # done in time
        (100.3, 109.9, 110.0),  # a little late
        (100.0, 110.0, 110.0),  # just in time
        (100.0, 114.0, 114.0),  # too long: at once
        (100.0, 187.0, 187.0),  # much too long: once at once
        (187.0, 188.0, 190.0),  # and then on the grid again
    ],
)
def test_ticks_lie_on_a_grid_and_missed_ones_are_not_made_up(began: float, now: float, expected: float) -> None:
    assert next_start(100.0, 10.0, began, now) == expected


def test_a_run_that_is_too_long_is_followed_at_once_by_one(lake: Lake) -> None:
    clock = Clock(stop_at=260)
    launches = Launches(clock, lake, lambda number: clock.wait(133 if number == 2 else 0))
    rounds(ONE, launches)
    assert launches.began == [0, 60, 195, 240]


def test_a_run_is_started_only_where_a_feed_is_due(lake: Lake) -> None:
    clock = Clock(stop_at=290)
    launches = Launches(clock, lake, lambda _: poll(lake, clock, ONE, due_in=100))
    code, said = rounds(ONE, launches)
    assert code == 0
    assert launches.began == [0, 120, 240], "due at 102 and 222: the ticks between find nothing"
    assert launches.flags[0] == [f"--feeds={ONE}", f"--output={lake.address}", "--no_fetch", "--only_due"]
    counts = "read 2, written 1, duplicates 0, skipped 1, quarantined 0"
    assert said == [
        f"2026-11-28T05:30:02Z  run 1: 1 of 1 feeds polled; {counts}; 2.0 s; next at 05:31:00Z",
        "2026-11-28T05:31:00Z  none of 1 feeds is due, the first at 2026-11-28T05:31:42Z; next at 05:32:00Z",
        f"2026-11-28T05:32:02Z  run 2: 1 of 1 feeds polled; {counts}; 2.0 s; next at 05:33:00Z",
        "2026-11-28T05:33:00Z  none of 1 feeds is due, the first at 2026-11-28T05:33:42Z; next at 05:34:00Z",
        f"2026-11-28T05:34:02Z  run 3: 1 of 1 feeds polled; {counts}; 2.0 s; next at 05:35:00Z",
        "2026-11-28T05:34:50Z  stopped",
    ]


def test_failing_feeds_are_counted(lake: Lake) -> None:
    clock = Clock(stop_at=10)
    launches = Launches(clock, lake, lambda _: poll(lake, clock, ONE, due_in=100, failures=1, error="404 Not Found"))
    _, said = rounds(f"{ONE},{TWO}", launches)
    assert "run 1: 1 of 2 feeds polled, 1 failed; read 2, " in said[0]


@pytest.mark.parametrize(("leaves", "runs"), [("unpublished", 1), ("landed", 1), ("recovered", 0), ("no file", 0)])
def test_what_an_earlier_run_left_is_finished_were_no_feed_due(leaves: str, runs: int, lake: Lake) -> None:
    clock = Clock(stop_at=1)
    poll(lake, clock, ONE, due_in=1000)
    if leaves == "unpublished":
        commit_batch(lake, "left")
    else:
        lake.write(f"_raw/left/{'feeds.warc.gz' if leaves != 'no file' else 'other'}", b"")
    if leaves == "recovered":
        commit_batch(lake, "left.recovered-0123")
        mark_published(lake, "left.recovered-0123")
    launches = Launches(clock, lake, lambda _: None)
    rounds(ONE, launches)
    assert len(launches.began) == runs


def test_each_commit_is_read_once_and_the_index_spares_them(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    from transforms.lake import folded
    from transforms.lake.states import FeedStates

    clock = Clock(stop_at=290)
    for number in range(3):
        poll(lake, clock, ONE, due_in=number)
    known = FeedStates(lake)
    known.refresh()
    known.save(always=True)
    read: list[str] = []
    whole = folded.read_commit
    monkeypatch.setattr(folded, "read_commit", lambda lake, batch: read.append(batch) or whole(lake, batch))  # type: ignore[func-returns-value]
    launches = Launches(clock, lake, lambda _: poll(lake, clock, ONE, due_in=100))
    rounds(ONE, launches)
    assert launches.began == [60, 180]
    assert read == ["poll-0003", "poll-0004"]


def test_the_list_is_read_anew_and_a_broken_one_keeps_the_last(lake: Lake, tmp_path: Path) -> None:
    clock = Clock(stop_at=150)
    feeds = tmp_path / "feeds.txt"
    feeds.write_text(f"{ONE}\n", encoding="utf-8")

    def does(number: int) -> None:
        poll(lake, clock, [ONE, TWO, ONE][number - 1], due_in=90)
        feeds.write_text([f"https://user:secret@two.example/feed\n{ONE}", "<no list", ""][number - 1], encoding="utf-8")

    launches = Launches(clock, lake, does)
    code, said = rounds(feeds, launches)
    assert (code, launches.began) == (0, [0, 60, 120])
    assert [flags[0] == f"--feeds={feeds}" for flags in launches.flags] == [True, True, False]
    assert launches.flags[2][0].startswith("--feeds=/dev/fd/")
    assert launches.lists == [f"https://user:secret@two.example/feed\n{ONE}"]
    assert "secret" not in "\n".join(said) + str(launches.flags)
    told = [line for line in said if "going on with the 2 feeds of before" in line]
    assert len(told) == 1
    assert f"'{feeds}'" in told[0]


def test_a_list_that_cannot_be_read_at_the_start_is_a_wrong_flag(lake: Lake) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.opml"):
        rounds("nowhere.opml", Launches(Clock(1), lake, lambda _: None))


def test_a_run_that_fails_is_told_and_the_watch_goes_on(lake: Lake) -> None:
    clock = Clock(stop_at=190)
    bad = ("Traceback", "newsbeam: \x1b[31m[bold]no space left[/bold]")
    ends = [Ended(1, bad), Ended(-9), Ended(2, ("wrong",)), Ended(0)]
    code, said = rounds(ONE, Launches(clock, lake, lambda number: ends[number - 1]))
    assert code == 0
    assert said == [
        "2026-11-28T05:30:02Z  run 1: failed with exit code 1; 2.0 s; next at 05:31:00Z",
        "  Traceback",
        "  newsbeam: \\u001b[31m[bold]no space left[/bold]",
        "2026-11-28T05:31:02Z  run 2: failed, ended by SIGKILL; 2.0 s; next at 05:32:00Z",
        "2026-11-28T05:32:02Z  run 3: failed with exit code 2; 2.0 s; next at 05:33:00Z",
        "  wrong",
        "2026-11-28T05:33:02Z  run 4: nothing was committed; 2.0 s; next at 05:34:00Z",
        "2026-11-28T05:33:10Z  stopped",
    ]


def test_wrong_flags_which_the_first_run_finds_end_it(lake: Lake) -> None:
    code, said = rounds(ONE, Launches(Clock(190), lake, lambda _: Ended(2, ("newsbeam: '--nonsense' is no flag",))))
    assert code == 2
    assert said[1] == "  newsbeam: '--nonsense' is no flag"


def test_a_run_that_cannot_be_started_is_told(lake: Lake) -> None:
    def does(_: int) -> None:
        raise BlockingIOError("no more processes")

    _, said = rounds(ONE, Launches(Clock(10), lake, does))
    assert said[0].startswith("2026-11-28T05:30:02Z  run 1: failed with exit code 1")
    assert said[1] == "  the run could not be started: no more processes"


def test_a_damaged_lake_is_told_and_looked_at_again(lake: Lake) -> None:
    clock = Clock(stop_at=70)
    lake.write(commit_file("broken"), b"{")
    launches = Launches(clock, lake, lambda _: None)
    code, said = rounds(ONE, launches)
    assert (code, launches.began) == (0, [])
    assert "the lake cannot be read: " in said[0]
    assert "_commits/broken.json" in said[0]
    assert len(said) == 3


# flags


@pytest.mark.parametrize(("value", "seconds"), [("30s", 30), ("15m", 900), ("1h", 3600), ("1d", 86400), ("0s", 0)])
def test_durations(value: str, seconds: int) -> None:
    assert duration("--every", value) == seconds


@pytest.mark.parametrize(
    ("flags", "quoted"),
    [
        (["--every", "15"], "--every '15'"),
        (["--every", "15 minutes"], "--every '15 minutes'"),
        (["--every", "-5m"], "--every '-5m'"),
        (["--every", "9s"], "--every '9s' is too often: give 10s or more"),
        (["--every", "²s"], "--every '²s'"),
        (["--grace", "soon"], "--grace 'soon'"),
        (["--batch", "one"], "--batch 'one'"),
        (["--input=drops"], "--input 'drops'"),
        (["--feeds", ""], "--feeds is missing"),
        (["--output", ""], "--output is missing"),
    ],
)
def test_wrong_flags_are_quoted(flags: list[str], quoted: str) -> None:
    words = [f"{flags[0]}={flags[1]}"] if len(flags) > 1 else flags
    with pytest.raises(UsageError) as error:
        parse_watch(["--feeds", ONE, "--output", "lake", *words])
    assert quoted in str(error.value)


def test_all_other_flags_go_on_in_their_order() -> None:
    rest = ["--contact", "me@news.example", "--actors", "a.tsv", "--runner=FnApiRunner", "surplus"]
    given = parse_watch(["--no_text", "--feeds", ONE, *rest, "--output", "lake", "--every", "1h", "--no_fetch"])
    assert given == WatchOptions(ONE, "lake", 3600, 60, False, ("--no_text", *rest, "--no_fetch"))


def test_the_watch_itself_stays_light() -> None:
    script = (
        "import sys; from pipelines import cli; from pipelines.watch import command; "
        "print({'apache_beam', 'spacy', 'trafilatura', 'duckdb', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# one child, with real signals


@pytest.fixture
def signals() -> Iterator[Signals]:
    with Signals() as entered:
        yield entered


def child(signals: Signals, script: str, grace: float = 60.0) -> Ended:
    script = f"import os, signal, sys, time; parent = os.getppid(); say = lambda s: print(s, flush=True); {script}"
    return run_child([sys.executable, "-c", script], signals, grace=grace)


def test_the_last_lines_of_a_child_are_kept(signals: Signals) -> None:
    ended = child(signals, "[print(n) for n in range(99999)]; print('\\x1b[2J' + 'x' * 9999, end=''); sys.exit(3)")
    assert (ended.code, ended.cut, len(ended.lines)) == (3, False, LINES_KEPT)
    assert ended.lines[-2] == "99998"
    assert ended.lines[-1].startswith("\\u001b[2Jxxx")
    assert len(ended.lines[-1]) == 1000


def test_a_child_that_crashes_is_an_end_like_another(signals: Signals) -> None:
    ended = child(signals, "print('mute', flush=True); os.kill(os.getpid(), signal.SIGKILL)")
    assert ended == Ended(-signal.SIGKILL, ("mute",))


def test_a_child_may_finish_within_the_grace(signals: Signals) -> None:
    ended = child(signals, "assert os.getsid(0) == os.getpid(); os.kill(parent, signal.SIGINT); time.sleep(0.3)")
    assert (ended, signals.stops) == (Ended(0), 1)


def test_a_child_is_terminated_after_the_grace(signals: Signals) -> None:
    began = time.monotonic()
    ended = child(signals, "os.kill(parent, signal.SIGTERM); time.sleep(60)", grace=0.3)
    assert ended == Ended(-signal.SIGTERM, cut=True)
    assert 0.3 <= time.monotonic() - began < 5


def test_a_second_signal_kills_at_once(signals: Signals) -> None:
    ended = child(
        signals,
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); os.kill(parent, signal.SIGTERM); time.sleep(0.1); "
        "os.kill(parent, signal.SIGTERM); time.sleep(60)",
    )
    assert ended == Ended(-signal.SIGKILL, cut=True)


def test_what_a_child_started_ends_with_it(signals: Signals) -> None:
    ended = child(
        signals,
        "import subprocess; other = subprocess.Popen(['sleep', '60']); say(other.pid); "
        "os.kill(parent, signal.SIGTERM); time.sleep(60)",
        grace=0.0,
    )
    assert ended.cut
    assert ends(int(ended.lines[0]))


def test_a_child_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    inner = "import os, time; from pipelines.watch.child import follow; follow(os.getppid()); print(os.getpid(), flush=True); time.sleep(60)"  # noqa: E501
    outer = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {inner!r}]); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", outer], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        grandchild = int(parent.stdout.readline())
        parent.kill()
    assert ends(grandchild)


def ends(process: int, seconds: float = 5.0) -> bool:
    """Whether a process is gone, or a zombie of whoever adopted it, within some seconds."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


# whole watches


class Feeds:
    """Feeds on loopback, which may keep whoever asks waiting."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.asked: list[str] = []
        self.answers = Event()
        self.answers.set()
        for name in ("one", "two"):
            server.expect_request(f"/{name}.xml").respond_with_handler(self.answer)

    def url(self, name: str) -> str:
        return self.server.url_for(f"/{name}.xml")

    def answer(self, request: Request) -> Response:
        name = request.path.strip("/").removesuffix(".xml")
        self.asked.append(name)
        self.answers.wait(SECONDS)
        return Response(
            f"""<rss version="2.0"><channel><title>{name}</title><item><title>Accord {name}</title>
            <guid isPermaLink="false">{name}</guid><pubDate>Thu, 19 Nov 2026 08:00:00 GMT</pubDate>
            <description>Israel and Morocco signed a defence agreement on Wednesday.</description></item>
            </channel></rss>""",
            content_type="application/rss+xml",
        )


@pytest.fixture
def feeds(httpserver: HTTPServer) -> Iterator[Feeds]:
    served = Feeds(httpserver)
    yield served
    served.answers.set()


class Watched:
    """A watch that runs, and what it said so far."""

    def __init__(self, lake: Lake, feeds: str, said: Path, *flags: str) -> None:
        self.said = said
        words = ["--feeds", feeds, "--output", lake.address, "--every", "10s", *flags]
        with said.open("wb") as file:
            self.process = subprocess.Popen(
                [*NEWSBEAM, "watch", *words, "--allow_private_addresses", "--no_fetch"], stderr=file
            )

    def until(self, condition: Callable[[], object]) -> None:
        limit = time.monotonic() + SECONDS
        while not condition():
            assert self.process.poll() is None, self.lines()
            assert time.monotonic() < limit, self.lines()
            time.sleep(0.05)

    def lines(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def says(self, text: str) -> None:
        self.until(lambda: text in self.lines())

    def children(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]


@pytest.fixture
def watch(lake: Lake, tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Starts watches, and leaves no process behind."""
    started: list[Watched] = []

    def start(feeds: Path | str, *flags: str) -> Watched:
        started.append(Watched(lake, str(feeds), tmp_path / f"said-{len(started)}.txt", *flags))
        return started[-1]

    yield start
    children = [child for watched in started if watched.process.poll() is None for child in watched.children()]
    for watched in started:
        watched.process.kill()
        watched.process.wait(SECONDS)
    assert all(map(ends, children))


def titles(lake: Lake) -> list[str]:
    return sorted(ds.dataset(f"{lake.address}/articles", partitioning="hive").to_table()["title"].to_pylist())


def test_a_watch_polls_what_is_due_follows_its_list_and_stops_while_it_sleeps(
    feeds: Feeds, lake: Lake, watch: Callable[..., Watched], tmp_path: Path
) -> None:
    listed = tmp_path / "feeds.txt"
    listed.write_text(feeds.url("one"), encoding="utf-8")
    watched = watch(listed)
    watched.says("run 1: 1 of 1 feeds polled; read 1, written 1, duplicates 0, skipped 0, quarantined 0; ")
    watched.says("none of 1 feeds is due, the first at ")
    listed.write_text(f"{feeds.url('one')}\n{feeds.url('two')}\n", encoding="utf-8")
    watched.says("run 2: 1 of 2 feeds polled; read 1, written 1, ")
    watched.says("none of 2 feeds is due, the first at ")
    began = time.monotonic()
    watched.process.send_signal(signal.SIGTERM)
    assert watched.process.wait(SECONDS) == 0
    assert time.monotonic() - began < 2
    assert watched.lines().endswith("stopped\n")
    assert feeds.asked == ["one", "two"]
    assert titles(lake) == ["Accord one", "Accord two"]
    assert check(lake) == []
    assert list(lake.list("_tmp")) == []


def test_a_watch_stopped_in_mid_run_leaves_a_lake_that_the_next_makes_whole(
    feeds: Feeds, lake: Lake, watch: Callable[..., Watched]
) -> None:
    feeds.answers.clear()
    impatient = watch(feeds.url("one"))
    impatient.until(lambda: feeds.asked)
    (child,) = impatient.children()
    impatient.process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    impatient.process.send_signal(signal.SIGINT)
    assert impatient.process.wait(5) == 1
    assert ends(child)
    assert "run 1: cut short; " in impatient.lines()
    assert committed(lake) == []
    feeds.answers.set()
    time.sleep(0.2)
    feeds.answers.clear()
    patient = watch(feeds.url("one"), "--verbose")
    patient.until(lambda: len(feeds.asked) == 2)
    patient.process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    feeds.answers.set()
    assert patient.process.wait(SECONDS) == 0
    assert "batch poll-" in patient.lines(), "verbose: the run's own words"
    assert "run 1: 1 of 1 feeds polled; read 1, written 1, " in patient.lines()
    assert patient.lines().endswith("stopping\n" + patient.lines().splitlines()[-1] + "\n")
    assert titles(lake) == ["Accord one"]
    assert check(lake) == []
