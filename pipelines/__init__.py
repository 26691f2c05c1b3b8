"""Options, graphs and the command line: what is run, where, and what it says of itself."""

import logging


def _without_noise(record: logging.LogRecord) -> bool:
    """Beam warns of Google's client libraries whenever it is imported; they are not needed here."""
    return "apitools not found" not in record.getMessage()


# Here, since Beam warns while the first of these modules is imported.
logging.getLogger().addFilter(_without_noise)
