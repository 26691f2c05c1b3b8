"""One article, classified."""

from dataclasses import replace

from schemas.records import Article
from transforms.classify.genre import genre
from transforms.classify.language import language
from transforms.classify.topics import topics


def classify(article: Article) -> Article:
    """The article with its language, genre, topics (best first) and the best topic's label.

    What the source said of its language, and the page of its genre, is read as a claim. Raises nothing.
    """
    tongue = language(article.title, article.text, article.language)
    # The words of topics are English; in another language only the article's sections speak.
    title, text = (article.title, article.text) if tongue is None or tongue.split("-")[0] == "en" else (None, "")
    found = topics(title, text, article.canonical_url, article.categories)
    return replace(
        article,
        language=tongue,
        genre=genre(article, article.beside).value,
        primary_topic=found[0].label if found else None,
        topics=tuple(found),
    )
