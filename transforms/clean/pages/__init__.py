"""HTML as text: the article of a whole page, or all of a fragment.

A page's way: `tree` parses it; `blocks` cuts the tree into the lines that a reader sees, with what `marks` says of
the elements around them; `article` tells by the page's own build which of them are its article, below the headline
that `headlines` finds; `opinions` asks two other extractors; `text` keeps what two of the three agree on.
`whole` reads all that is seen, of a fragment as text, of a page to tell its kind.
"""
