"""Where documents come from: files that were dropped, and feeds that were polled and landed.

splits     the unit of reading, and how files are cut into it
formats    one module a format: bytes in, raw documents out
feeds      feeds of every kind: bytes in, entries out
fields     names, ids and addresses, as they can stand in tables
read       splits become chunks of raw documents
polling    feeds are polled, their pages fetched, all landed as WARC files, which are splits again
"""
