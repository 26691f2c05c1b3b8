"""Newsbeam as others install it: built from its sources, in a virtual environment of its own."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]
DECOY = 'raise ImportError("the decoy was imported, not newsbeam")\n'


def build(kind: str, folder: Path) -> Path:
    """The `wheel` or the `sdist` of the sources as they lie here, without touching them."""
    source = folder / "source"
    source.mkdir(parents=True)
    for name in ("schemas", "transforms", "pipelines"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(folder / "dist")]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (built,) = (folder / "dist").iterdir()
    return built


def install(package: Path, home: Path) -> Path:
    """A virtual environment with the package in it and this one's other packages, made without any network."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, timeout=60)
    packages = next(home.glob("lib/python*/site-packages"))
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "install", "--quiet", "--offline", "--no-deps", "--no-build-isolation"]
    # Copies: a test may change what it has installed, and uv links all environments to one file.
    command += ["--link-mode", "copy"]
    subprocess.run([*command, "--python", str(home / "bin" / "python"), str(package)], check=True, timeout=120)
    return home


def decoy(folder: Path) -> Path:
    """A folder of a user who has packages of the same generic names, and something to read."""
    for name in ("schemas", "transforms", "pipelines"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(DECOY, encoding="utf-8")
    (folder / "drop.txt").write_text("Israel and Morocco signed a defence agreement on Wednesday.", encoding="utf-8")
    return folder
