"""A worker of other versions than the submitter's says which, and reads nothing."""

from pathlib import Path

import pytest

from schemas.codes import Stage
from schemas.records import Chunk
from transforms import version
from transforms.events.parsing import MODELS, load_model
from transforms.sources.polling.transform import PollFeeds, PollFn
from transforms.sources.read import ReadFn
from transforms.stage import StageFn
from transforms.version import SameVersionFn, VersionMismatch, compare, installed
from transforms.write.transform import BatchRule, WriteFn


def never(*_: object) -> None:
    raise AssertionError("something was done before the versions were compared")


def test_all_that_counts_is_known() -> None:
    here = installed()
    assert sorted(here) == ["Python", "apache-beam", "language model", "newsbeam"]
    assert version.MISSING not in here.values()
    assert here["Python"].count(".") == 1
    assert version.MODELS == MODELS
    meta = load_model()._nlp.meta if hasattr(load_model(), "_nlp") else None
    assert meta is None or meta["version"] == here["language model"]


def test_the_same_versions_pass() -> None:
    compare(installed(), installed())


@pytest.mark.parametrize("name", sorted(installed()))
def test_another_version_is_quoted_with_what_to_do(name: str) -> None:
    with pytest.raises(VersionMismatch) as caught:
        compare({**installed(), name: "9.9"}, installed())
    ours = installed()[name]
    said = f"this worker has {name} 9.9, the job was submitted with {name} {ours}: install the same version on both"
    assert str(caught.value).startswith(said)


def test_all_differences_are_told_and_one_that_lacks_is_one() -> None:
    with pytest.raises(VersionMismatch, match=r"has newsbeam 2 and apache-beam none, .* newsbeam 1 and apache-beam 3:"):
        compare({"newsbeam": "2"}, {"newsbeam": "1", "apache-beam": "3"})


@pytest.mark.parametrize(
    "make",
    [
        ReadFn,
        lambda: PollFn(PollFeeds("lake", allow_private_addresses=True)),
        lambda: StageFn(Stage.CLEAN, never),
        lambda: WriteFn("s3://nowhere/lake", BatchRule("b", 0, "1"), keep_text=True),
    ],
)
def test_every_step_that_touches_documents_compares_in_its_setup(
    make: type[SameVersionFn], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    step = make()
    monkeypatch.setattr(version, "installed", lambda: {**step.submitter, "newsbeam": "9.9"})
    with pytest.raises(VersionMismatch, match=r"newsbeam 9\.9"):
        step.setup()


def test_a_step_of_the_same_version_is_set_up() -> None:
    step = StageFn(Stage.CLEAN, lambda: lambda chunk: chunk)
    step.setup()
    assert step.function(Chunk("0")) == Chunk("0")
