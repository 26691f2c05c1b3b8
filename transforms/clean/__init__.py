"""A raw document becomes an article: its text without what is not the article, its title, authors and dates.

`document.clean_document` is the stage as a plain function; `transform.Clean` is the stage in a pipeline.
"""
