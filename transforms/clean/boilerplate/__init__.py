"""Leaves out the lines of an article's text that are no article: what a page says about itself and its readers.

`lines.without_boilerplate` goes through a text; `labels` knows short lines made of a page's own words, and stamps;
`table` reads the rules (`data/boilerplate.tsv`).
"""
