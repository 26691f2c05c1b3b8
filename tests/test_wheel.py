"""The built wheel runs as installed, from a folder that has packages of the same generic names."""

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from transforms.lake.commits import read_commit
from transforms.lake.files import Lake

ROOT = Path(__file__).parents[1]
DECOY = 'raise ImportError("the decoy was imported, not newsbeam")\n'


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    for name in ("schemas", "transforms", "pipelines"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(source / "dist")]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return next((source / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel in it, and this one's other packages."""
    home = tmp_path_factory.mktemp("home") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, timeout=60)
    packages = next(home.glob("lib/python*/site-packages"))
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "install", "--quiet", "--offline", "--no-deps", "--python", str(home / "bin" / "python")]
    subprocess.run([*command, str(wheel)], check=True, timeout=60)
    return home / "bin" / "newsbeam"


@pytest.fixture
def decoy(tmp_path: Path) -> Path:
    """A folder of a user who has a `schemas` and a `transforms` of their own, and something to read."""
    for name in ("schemas", "transforms", "pipelines"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(DECOY, encoding="utf-8")
    (tmp_path / "drop.txt").write_text("Israel and Morocco signed a defence agreement on Wednesday.", encoding="utf-8")
    return tmp_path


def test_wheel_holds_the_three_packages_and_their_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"schemas", "transforms", "pipelines"}
    tracked = subprocess.run(
        ["git", "ls-files", "schemas", "transforms", "pipelines"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert set(tracked.stdout.split()) <= set(names)


@pytest.mark.parametrize("mode", ["in_memory", "multi_processing"])
def test_runs_from_a_decoy_folder(installed: Path, decoy: Path, mode: str) -> None:
    command = [str(installed), "ingest", "--input", "drop.txt", "--output", "lake", "--batch", "one"]
    flags = ["--runner=FnApiRunner", f"--direct_running_mode={mode}", "--direct_num_workers=2"]
    done = subprocess.run([*command, *flags], cwd=decoy, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert read_commit(Lake(str(decoy / "lake")), "one").counts.written == 1
