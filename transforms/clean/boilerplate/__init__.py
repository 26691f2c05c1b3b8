"""Leaves out the lines of an article's text that are no article: what a page says about itself and its readers.

`lines.without_boilerplate` goes through a text; `labels` knows short lines made of a page's own words, and stamps;
`table` reads the rules (`data/boilerplate.tsv`) and the labels of pages (`data/page_labels.tsv`); `classifier` knows
wordings that no rule holds, by weights that were learned (`data/boilerplate_weights.npz`).
"""
