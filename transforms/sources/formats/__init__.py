"""One module a format. Each has a reader: a file's bytes in, what was found in them out.

A reader is given the file and a stream of its bytes, gunzipped, at the first of them. The stream's `read(n)`
may return fewer bytes than asked, and none at the end only; it raises `BadInput` where the gzip data break,
after all bytes before the break. A reader is a generator that holds a bounded part of the file at a time. It
yields `Quarantined` for a piece that cannot be read and goes on; it raises `BadInput` where the rest of the
file cannot be read, and the caller quarantines that under the file's uri. `readers` lists them.
"""
