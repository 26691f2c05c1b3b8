"""Puts Flink and Beam's job server into a folder, each jar checked against the committed checksums.

    install.py FOLDER              what is there already is left alone
    install.py FOLDER --renew      writes checksums.txt anew, after a change of pom.xml or requirements.lock

Flink's jars come from PyFlink's package by pip, Beam's by Maven: whatever mirrors these two are set up with, are used.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKSUMS = HERE / "checksums.txt"
POM = HERE / "pom.xml"
LOCK = HERE / "requirements.lock"

ATTEMPTS = 3
PAUSE_SECONDS = 5
MANIFEST_LINE = 72
"""Bytes of a line in a jar's manifest (JAR File Specification, "Line length")."""

DRIVER = "org.apache.beam.runners.flink.FlinkJobServerDriver"


class CannotInstall(Exception):
    """The message says what is missing or wrong, and what to do."""


def install(folder: Path, *, renew: bool = False) -> str:
    """Fills `folder` with flink/, job-server/ and job-server.jar; returns in words what it did.

    Nothing is fetched where all is there from these pins. Raises CannotInstall.
    """
    if not renew and complete(folder):
        return f"{folder} is complete"
    for program, of in (("java", "a Java 17 runtime"), ("mvn", "Maven 3.8 or newer")):
        if shutil.which(program) is None:
            raise CannotInstall(f"`{program}` is not on the PATH: install {of}, then run this again")
    folder.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    # Beside its place, so that it comes there by a rename: an install that is cut short leaves nothing half done.
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}-", dir=folder.parent) as temporary:
        made = Path(temporary) / "made"
        made.mkdir()
        fetch_flink(made / "flink", Path(temporary))
        fetch_job_server(made / "job-server")
        sums = checksums(made)
        if renew:
            CHECKSUMS.write_text(as_text(sums), encoding="utf-8")
        verify(sums, known())
        write_starter(made / "job-server.jar", sorted((made / "job-server").iterdir()))
        (made / "pins").write_text(pins(), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    return f"{folder} was filled in {time.monotonic() - started:.0f} s"


def complete(folder: Path) -> bool:
    """Whether all is there, from the present pins."""
    stamp = folder / "pins"
    return (
        stamp.exists()
        and stamp.read_text(encoding="utf-8") == pins()
        and all((folder / name).exists() for name in known())
    )


def pins() -> str:
    """A digest of all that says what is to be installed."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in (CHECKSUMS, POM, LOCK))).hexdigest()


def fetch_flink(folder: Path, scratch: Path) -> None:
    """Flink's jars. pip holds the package against the lock's hash; nothing of it is installed, it is only unpacked."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", str(scratch)]
    only = ["--require-hashes", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--requirement", str(LOCK)]
    attempt([*pip, *only], "pip could not fetch Flink's package")
    folder.mkdir()
    (package,) = scratch.glob("apache*flink*libraries*.tar.gz")
    with tarfile.open(package) as archive:
        for member in archive:
            name = member.name.partition("/")[2]
            if member.isfile() and name.endswith(".jar") and name.startswith(("deps/lib/", "deps/bin/")):
                source = archive.extractfile(member)
                assert source is not None
                with source, (folder / os.path.basename(name)).open("wb") as target:
                    shutil.copyfileobj(source, target)


def fetch_job_server(folder: Path) -> None:
    """The jars of Beam's job server, as pom.xml pins them."""
    maven = ["mvn", "--batch-mode", "--quiet", "--file", str(POM), "dependency:copy-dependencies"]
    attempt([*maven, "-DincludeScope=runtime", f"-DoutputDirectory={folder}"], "Maven could not fetch the job server")


def attempt(command: Sequence[str], failed: str) -> None:
    """Runs a command that fetches, a few times; raises CannotInstall with the end of what it said."""
    said = ""
    for number in range(ATTEMPTS):
        if number:
            print(f"{failed}: trying again", file=sys.stderr)
            time.sleep(PAUSE_SECONDS)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        said = (done.stderr + done.stdout).strip()[-1500:]
    raise CannotInstall(f"{said}\n{failed} in {ATTEMPTS} attempts: see above; is there a network or a mirror?")


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each jar below a folder, by its path."""
    jars = sorted(folder.rglob("*.jar"))
    return {str(jar.relative_to(folder)): hashlib.sha256(jar.read_bytes()).hexdigest() for jar in jars}


def as_text(sums: dict[str, str]) -> str:
    """Checksums as `sha256sum --check` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))


def known() -> dict[str, str]:
    """The committed checksums."""
    lines = CHECKSUMS.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def verify(found: dict[str, str], expected: dict[str, str]) -> None:
    """Raises CannotInstall where a jar is not the committed one, is missing, or was never asked for."""
    both = sorted(found.keys() & expected.keys())
    wrong = [
        f"{name} has SHA-256 {found[name]}, not {expected[name]}" for name in both if found[name] != expected[name]
    ]
    wrong += [f"{name} is missing" for name in sorted(expected.keys() - found.keys())]
    wrong += [f"{name} is in no list" for name in sorted(found.keys() - expected.keys())]
    if wrong:
        raise CannotInstall(
            "\n".join(wrong)
            + f"\nWhat was fetched is not what {CHECKSUMS.name} lists; nothing was installed. Where pom.xml or "
            "requirements.lock was changed on purpose, run install.py with --renew and look at the difference; else do "
            "not trust the mirror, remove its copy (Maven's lies in ~/.m2/repository) and run this again"
        )


def write_starter(path: Path, jars: Iterable[Path]) -> None:
    """A jar without classes that names the others: what `java -jar` and Beam's --flink_job_server_jar take."""
    names = " ".join(f"{jar.parent.name}/{jar.name}" for jar in jars)
    lines = ["Manifest-Version: 1.0", f"Main-Class: {DRIVER}", *folded(f"Class-Path: {names}")]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "\r\n".join(lines) + "\r\n\r\n")


def folded(line: str) -> list[str]:
    """A manifest's header as lines of at most `MANIFEST_LINE` bytes, a space before each but the first."""
    rest = MANIFEST_LINE - 1
    tail = line[MANIFEST_LINE:]
    return [line[:MANIFEST_LINE], *(f" {tail[at : at + rest]}" for at in range(0, len(tail), rest))]


def main() -> int:
    """The exit code: 0 when all is there, 1 with the reason last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--renew", action="store_true")
    given = parser.parse_args()
    try:
        print(install(given.folder.resolve(), renew=given.renew))
    except CannotInstall as error:
        print(f"make cluster: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
