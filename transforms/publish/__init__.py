"""The published tables are a pure function of the committed parts. This is that function.

log         the committed parts as Arrow tables
resolve     one copy of each article, the day it stands under, and the copy it duplicates
duplicates  near-duplicates by the signatures of their texts
members     which rows of the log each partition is made from, a fingerprint of them, and errands to build it
build       the rows of an errand's partitions, and their files
events.sql  mentions joined into events
reference   the dimension tables, the feeds' table and the flat views
publish     partitions whose fingerprint is not the published one are built anew
transform   the same, built by the workers of a runner
check       the published files held against the log
compact     small parts of the log joined into large ones
"""
