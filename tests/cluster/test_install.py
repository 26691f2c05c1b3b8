"""What is fetched is what the checksums list, or nothing is installed and the reason is told."""

import zipfile
from pathlib import Path

import pytest

from deploy.flink.install import CannotInstall, complete, install, known, pins, verify, write_starter


def test_jars_that_differ_are_missing_or_unasked_for_are_named() -> None:
    expected = known()
    first, second, *_ = sorted(expected)
    found = {**expected, first: "0" * 64, "evil.jar": "1" * 64}
    del found[second]
    with pytest.raises(CannotInstall) as error:
        verify(found, expected)
    told = str(error.value)
    assert f"{first} has SHA-256 {'0' * 64}, not {expected[first]}" in told
    assert f"{second} is missing" in told
    assert "evil.jar is in no list" in told
    assert "do not trust the mirror" in told.replace("\n", " ")


def test_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotInstall, match="`java` is not on the PATH: install"):
        install(tmp_path / "flink")


def test_folder_counts_as_complete_with_all_jars_of_these_pins(tmp_path: Path) -> None:
    for name in known():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert not complete(tmp_path)
    (tmp_path / "pins").write_text(pins(), encoding="utf-8")
    assert complete(tmp_path)
    path.unlink()
    assert not complete(tmp_path)


def test_starter_names_all_jars_in_lines_that_java_reads(tmp_path: Path) -> None:
    jars = [tmp_path / "job-server" / f"library-of-some-length-{number}.jar" for number in range(50)]
    write_starter(tmp_path / "job-server.jar", jars)
    manifest = zipfile.ZipFile(tmp_path / "job-server.jar").read("META-INF/MANIFEST.MF").decode()
    assert max(map(len, manifest.splitlines())) <= 72
    unfolded = manifest.replace("\r\n ", "")
    assert f"Class-Path: {' '.join(f'job-server/{jar.name}' for jar in jars)}\r\n" in unfolded
