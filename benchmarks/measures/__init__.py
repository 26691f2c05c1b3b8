"""What `benchmarks/coding.py` measures, a table a module; the figures of gold data are the bench's own scorer's."""
