"""Rows become parts of the log, and the parts of a batch become a commit.

identity   which dyad-day a mention belongs to
rows       articles, mentions and quarantined documents as rows of the log
parts      rows as Parquet files under names that the input decides
commit     what the shards of a batch wrote, as the one file that makes it count
late       what comes for a window after that
transform  all of it as Beam transforms
"""
