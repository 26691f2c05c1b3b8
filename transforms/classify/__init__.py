"""An article gets its language, its genre and its topics.

`document.classify` is the stage as a plain function; `transform.Classify` is the stage in a pipeline.
"""
