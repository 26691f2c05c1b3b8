"""What a page says of itself. `page_metadata` reads it into a `PageMetadata`.

page         all of it, in order
tags         meta tags, links, JSON-LD scripts and headings, each found once
linked_data  the JSON-LD object of the article
site         the site's name and the page's address
titles       the headline
marked       what stands marked near the headline, for pages whose tags say little
authors      who wrote it; names: which words of a byline are a person's name
times        when it was published and updated; spans: the dates in a line of text
"""

from transforms.clean.metadata.page import PageMetadata, page_metadata

__all__ = ["PageMetadata", "page_metadata"]
