"""What Dataflow's template launcher runs: `newsbeam ingest` with the template's parameters as flags."""

import sys

from pipelines.errors import guarded
from pipelines.ingest import main

if __name__ == "__main__":
    sys.exit(guarded(main))
