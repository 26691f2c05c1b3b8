"""Runs Core over a folder of drops on one named runner: as a batch, or in fixed windows of a few seconds.

    run_core.py MODE LAKE DROPS START

MODE is `fnapi`, `prism` (batches), `prism-streaming` (a source that emits live: one split at each tick of the
clock from START, in seconds since the epoch) or `fnapi-windows` (the same splits at the same times, at once).
"""

import sys
from pathlib import Path

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.periodicsequence import PeriodicImpulse
from apache_beam.transforms.window import FixedWindows, TimestampedValue

from pipelines.core import Core, batch_rule
from transforms.lake.files import Lake
from transforms.publish.publish import publish
from transforms.sources.match import match
from transforms.sources.plan import plan
from transforms.sources.read import ReadSplits
from transforms.sources.splits import Split

PRISM = Path(__file__).parents[2] / ".tools" / "bin" / "prism"
TICK_SECONDS = 3
EMPTY_TICKS = 4
"""Windows without any file, at the end: they commit too."""


def splits(drops: str) -> list[Split]:
    """One split a file, in order, and empty ones behind them."""
    files = [split for file in match([drops]) for split in plan([file])]
    numbered = [Split(shard=f"{number:05d}", files=split.files) for number, split in enumerate(files)]
    return numbered + [Split(shard=f"empty-{number}", files=()) for number in range(EMPTY_TICKS)]


def flags(mode: str) -> list[str]:
    """Beam's flags of a mode; the runner is always named, for Beam's default falls back in silence."""
    if not mode.startswith("prism"):
        return ["--runner=FnApiRunner"]
    streaming = ["--streaming"] if mode == "prism-streaming" else []
    return ["--runner=PrismRunner", f"--prism_location={PRISM}", *streaming]


def source(mode: str, pipeline: beam.Pipeline, found: list[Split], start: int) -> beam.PCollection[Split]:
    """The splits as the mode delivers them."""
    if mode in ("fnapi", "prism"):
        return pipeline | beam.Create(found)
    if mode == "fnapi-windows":
        timed = [TimestampedValue(split, start + TICK_SECONDS * number) for number, split in enumerate(found)]
        ticks = pipeline | beam.Create(timed) | beam.Map(lambda value: value).with_output_types(Split)
    else:
        end = start + TICK_SECONDS * (len(found) - 1) + 1
        impulse = PeriodicImpulse(start_timestamp=start, stop_timestamp=end, fire_interval=TICK_SECONDS)
        index = beam.Map(lambda time: found[round((float(time) - start) / TICK_SECONDS)])
        ticks = pipeline | impulse | index.with_output_types(Split)
    return ticks | beam.WindowInto(FixedWindows(TICK_SECONDS))


def main(mode: str, address: str, drops: str, start: int) -> None:
    """Runs one mode to its end and publishes."""
    with beam.Pipeline(options=PipelineOptions(flags(mode))) as pipeline:
        chunks = source(mode, pipeline, splits(drops), start) | ReadSplits()
        chunks | Core(address, batch_rule("job", 1_700_000_000_000_000))
    publish(Lake(address))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
