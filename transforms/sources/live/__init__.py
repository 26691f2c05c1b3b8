"""News as it comes: the source of a stream. Each window polls the feeds that are due and takes files that are new.

clock      the windows of a stream, each as it begins
stops      how a stream is asked to end
listing    files that no window has taken yet
rounds     what one window polls and reads
transform  all of it as the source of a pipeline
"""
