"""A user's own actors and triggers, read from files and checked before anything runs."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from transforms.events.checks import actor_problems, trigger_problems
from transforms.events.tables import MOST_PROBLEMS, Additions, Row, Table, TableError, parse

ACTOR_HEADERS = (("country", "sector", "names"), ("country", "sector", "office", "from", "to", "names", "surname"))
TRIGGER_HEADERS = (("verbs", "with", "object", "type", "mode", "roles"), ("type", "mode", "nouns"))
"""The columns that a file may have, in any order; `_OPTIONAL` ones may be left out."""

_OPTIONAL = frozenset({"office", "from", "to", "surname", "mode", "roles"})


def read_additions(actors: Sequence[str] = (), triggers: Sequence[str] = ()) -> Additions:
    """The additions that files hold, which are paths on this machine.

    Raises TableError with the problems of all files, of each the first ten: file, line, what is wrong, what is allowed.
    """
    problems: list[str] = []
    actor_rows = [row for path in actors for row in _rows(path, ACTOR_HEADERS, actor_problems, problems)]
    trigger_rows = [row for path in triggers for row in _rows(path, TRIGGER_HEADERS, trigger_problems, problems)]
    if problems:
        raise TableError(problems)
    return Additions(tuple(actor_rows), tuple(trigger_rows))


def _rows(
    path: str,
    headers: Sequence[tuple[str, ...]],
    check: Callable[[Row], Iterator[str]],
    problems: list[str],
) -> Sequence[Row]:
    try:
        table = parse(path, _text(path))
        _check_header(table, headers)
    except TableError as error:
        problems += error.problems
        return ()
    found = [*table.problems, *(problem for row in table.rows for problem in check(row))]
    found.sort(key=lambda problem: int(problem.removeprefix(f"{path}, line ").split(":")[0]))
    problems += found[:MOST_PROBLEMS]
    if len(found) > MOST_PROBLEMS:
        problems.append(f"{path}: and {len(found) - MOST_PROBLEMS} more")
    return table.rows


def _text(path: str) -> str:
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise TableError(
            [f"{path}: cannot be read ({error.strerror}): give the path of a tab-separated file"]
        ) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(
            [f"{path}, line {line}: {data[error.start : error.start + 1]!r} is not UTF-8: save the file as UTF-8"]
        ) from error


def _check_header(table: Table, headers: Sequence[tuple[str, ...]]) -> None:
    wanted = ", or ".join(repr(" ".join(columns)) for columns in headers)
    must = f"begin it with the names of its columns, parted by tabs: {wanted}"
    if table.header is None:
        raise TableError([f"{table.file}: has no header: {must}"])
    given = table.header.cells
    for columns in headers:
        if set(columns) - _OPTIONAL <= set(given) <= set(columns) and len(set(given)) == len(given):
            return
    raise TableError([f"{table.header.where}: {' '.join(given)!r} is no header: {must}"])
