"""Feeds of every kind: bytes in, entries out, and entries as documents.

parse       a feed's bytes as entries
entries     what an entry and a feed are, and the documents that they become
reader      feeds that were saved or landed, as documents, read in a child process
discovery   the feeds that a page names
"""
