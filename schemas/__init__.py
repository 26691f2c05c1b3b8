"""The contract: codes, records, ids, Arrow tables and the lake's layout.

Everything here is plain data. It imports the standard library and pyarrow, nothing else, so that a
reader of the lake can use it without Beam.
"""
