"""The published tables are a pure function of the committed parts. This is that function.

log         the committed parts as Arrow tables
resolve     one copy of each article, the day it stands under, and the copy it duplicates
duplicates  near-duplicates by the signatures of their texts
build       the rows of each partition, and a fingerprint of what they are made from
events.sql  mentions joined into events
reference   the dimension tables, the feeds' table and the flat views
publish     partitions whose fingerprint is not the published one are written anew
check       the published files held against the log
"""
