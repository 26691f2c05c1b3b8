"""The built package runs as installed, from a folder that has packages of the same generic names."""

import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from support.wheels import ROOT, build, decoy, install
from transforms.lake.commits import read_commit
from transforms.lake.files import Lake

PACKAGES = ("schemas", "transforms", "pipelines")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(wheel, tmp_path_factory.mktemp("home") / "venv") / "bin" / "newsbeam"


def tracked() -> set[str]:
    command = ["git", "ls-files", *PACKAGES]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    # What was removed and not committed yet is listed too.
    return {name for name in listed.stdout.split() if (ROOT / name).exists()}


def test_wheel_holds_the_three_packages_and_their_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert tracked() <= set(names)


def test_sdist_holds_the_same_and_can_be_installed_as_a_runner_does(sdist: Path, tmp_path: Path) -> None:
    """What `--setup_file=./setup.py` stages for workers is an sdist, which they install with pip."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert tracked() <= names
    assert {"setup.py", "pyproject.toml"} <= names
    python = install(sdist, tmp_path / "venv") / "bin" / "python"
    code = "import schemas.topics, pipelines; print(schemas.topics.__file__)"
    done = subprocess.run([str(python), "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(tmp_path / "venv"))


@pytest.mark.parametrize("mode", ["in_memory", "multi_processing"])
def test_runs_from_a_decoy_folder(installed: Path, tmp_path: Path, mode: str) -> None:
    folder = decoy(tmp_path / "work")
    command = [str(installed), "ingest", "--input", "drop.txt", "--output", "lake", "--batch", "one"]
    flags = ["--runner=FnApiRunner", f"--direct_running_mode={mode}", "--direct_num_workers=2"]
    done = subprocess.run([*command, *flags], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert read_commit(Lake(str(folder / "lake")), "one").counts.written == 1
