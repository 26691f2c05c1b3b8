"""Reads the tables of `data/`, holds what a user adds to them, and keeps what is made of both once a process.

A table is tab-separated: lines that begin with `#` are comments, the first other line is the header.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, ParamSpec, TypeVar, cast

from schemas.ids import digest

P = ParamSpec("P")
T = TypeVar("T")

MOST_PROBLEMS = 10
"""Problems of one file that are shown."""

_DIGEST_DIGITS = 8
_MAY_LACK = frozenset({"mode", "roles", "to", "surname", "demonyms", "capitals"})
"""Columns that a line may end before: they may be empty, and editors take off blanks at a line's end."""


class TableError(ValueError):
    """Tables that cannot be used. `problems` say each where it is, what is wrong and what is allowed."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Row:
    """A line of a table, by its header's columns. Where it stands is no part of what it says."""

    columns: tuple[str, ...]
    cells: tuple[str, ...]
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def __getitem__(self, column: str) -> str:
        if column not in self.columns:
            raise KeyError(f"{self.file} has no column {column!r}: its header is {' '.join(self.columns)}")
        return self.cells[self.columns.index(column)]

    def get(self, column: str) -> str:
        """A cell; empty where the table has no such column."""
        return self[column] if column in self.columns else ""

    @property
    def where(self) -> str:
        """The row's place, as messages begin."""
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True)
class Table:
    """A file as it was read: its header with its line number (None without one), its rows, what is wrong with it."""

    file: str
    header: Row | None
    rows: tuple[Row, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Additions:
    """What a user adds to the tables, by content: rows of actors, and of verbs and nouns that report an event."""

    actors: tuple[Row, ...] = ()
    triggers: tuple[Row, ...] = ()

    def version(self, coder: str) -> str:
        """The version of a coder that has these additions: "2" without any, else "2+" and a digest of them."""
        if self == Additions():
            return coder
        rows = [[[row.columns, row.cells] for row in rows] for rows in (self.actors, self.triggers)]
        return f"{coder}+{digest('additions', *rows)[:_DIGEST_DIGITS]}"


def parse(file: str, text: str) -> Table:
    """A table from its text; `file` is how messages call it. Lines with too many or too few columns are problems."""
    header: Row | None = None
    rows: list[Row] = []
    problems: list[str] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.rstrip("\r").split("\t"))
        if header is None:
            header = Row(cells, cells, file, number)
            continue
        columns = header.columns
        if len(cells) > len(columns) or not set(columns[len(cells) :]) <= _MAY_LACK:
            problems.append(
                f"{file}, line {number}: {line.strip()!r} has {len(cells)} columns, the header has {len(columns)}: "
                f"give {', '.join(columns)}, parted by single tabs"
            )
            continue
        rows.append(Row(columns, cells + ("",) * (len(columns) - len(cells)), file, number))
    return Table(file, header, tuple(rows), tuple(problems))


def table_files(name: str) -> list[tuple[str, Traversable]]:
    """The files of a built-in table and how messages call them: `data/NAME.tsv`, or those of `data/NAME/` by name.

    Raises TableError where there is neither.
    """
    data = files("transforms.events").joinpath("data")
    if (one := data.joinpath(f"{name}.tsv")).is_file():
        return [(f"data/{name}.tsv", one)]
    folder = data.joinpath(name)
    found = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    if not (tables := [(f"data/{name}/{file.name}", file) for file in found if file.name.endswith(".tsv")]):
        raise TableError([f"data/{name}: there is no such table: give the name of a file without .tsv, or of a folder"])
    return tables


def read_table(name: str) -> Iterator[Row]:
    """The rows of a built-in table; raises TableError where a line does not have the header's columns."""
    for label, file in table_files(name):
        table = parse(label, file.read_text(encoding="utf-8"))
        if table.problems:
            raise TableError(table.problems[:MOST_PROBLEMS])
        yield from table.rows


_added = Additions()
_made: list[Callable[[], None]] = []


def cache(function: Callable[P, T]) -> Callable[P, T]:
    """Like `functools.cache`, for what is made of the tables: forgotten when the additions change."""
    kept: Any = functools.cache(function)
    _made.append(kept.cache_clear)
    return cast(Callable[P, T], kept)


def additions() -> Additions:
    """What the process's tables were added to."""
    return _added


def use(added: Additions) -> None:
    """Sets the process's additions; where they are others than before, all that was made of the tables is forgotten.

    Not while another thread codes: `transforms.events.transform` has a lock for that.
    """
    global _added
    if added != _added:
        _added = added
        for forget in _made:
            forget()
