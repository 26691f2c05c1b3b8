"""Feeds are polled, the pages of new entries fetched, and all of it landed as WARC files in the lake.

feedlist    which feeds `--feeds` names
addresses   which addresses may be connected to
redact      keeps credentials out of everything that leaves
decompress  bodies, unpacked within bounds
hosts       how many requests go out at once
fetch       one GET
landing     what a poll brings home, as records
poll        feeds in, landings out
land        landings as a WARC file
transform   all of it as a step of a pipeline
"""
