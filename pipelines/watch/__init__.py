"""`newsbeam watch`: bounded runs of `newsbeam ingest` on a schedule, for ever, one at a time.

Each run is a process of its own: one that crashes or leaks takes nothing down. The watch itself stays light, and
imports neither Beam nor a language model. It holds no state that a lake does not hold: it may be killed at any moment.

command   flags
rounds    at each tick, which feeds are due
child     one run as a process
signals   SIGTERM and its kind, as something to wait for
runs      what a run did, in a line
"""
