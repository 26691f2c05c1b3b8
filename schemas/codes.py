"""The closed sets of values that columns hold.

Every enumeration is a `StrEnum`: its value is what stands in a column.
"""

from enum import StrEnum


class EventType(StrEnum):
    """PLOVER's sixteen event types (PLOVER codebook, section "Event types")."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Modality(StrEnum):
    """Whether the text says that the event happened."""

    ASSERTED = "asserted"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class DatePrecision(StrEnum):
    """How an event's date is known: from the sentence, from the article's own date, or not at all."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ARTICLE = "article"
    NONE = "none"


class TextStatus(StrEnum):
    """How much of the article its text is. Earlier members are better texts."""

    FULL = "full"
    TEASER = "teaser"
    FAILED = "failed"


class PublishedFrom(StrEnum):
    """Where the publication time was read."""

    FEED = "feed"
    PAGE = "page"
    URL = "url"
    DROP = "drop"


class Genre(StrEnum):
    """What kind of text an article is."""

    NEWS = "news"
    OPINION = "opinion"
    LIVE = "live"
    PRESS_RELEASE = "press_release"
    OTHER = "other"


class CodingStatus(StrEnum):
    """What became of an article in event coding."""

    CODED = "coded"
    NO_EVENT = "no_event"
    LANGUAGE = "language"


class BodyKind(StrEnum):
    """What a raw document's body is: prose, a whole page, or a piece of HTML as feeds carry it."""

    TEXT = "text"
    PAGE = "page"
    FRAGMENT = "fragment"


class Stage(StrEnum):
    """The stages that may quarantine a document, in the order of the flow."""

    READ = "read"
    CLEAN = "clean"
    CLASSIFY = "classify"
    CODE = "code"
    WRITE = "write"


class SkipReason(StrEnum):
    """Why a document that could be read was left out on purpose."""

    SEEN = "seen"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    UNSUPPORTED = "unsupported"
    ERROR_PAGE = "error_page"
    CONSENT_WALL = "consent_wall"
    LOGIN_WALL = "login_wall"
    NEEDS_JAVASCRIPT = "needs_javascript"
    NO_ARTICLE = "no_article"


TRANSNATIONAL = {
    "IGO": "Intergovernmental organisation",
    "NGO": "Non-governmental organisation",
    "MNC": "Multinational company",
    "ISM": "International social movement",
}
"""PLOVER's codes in place of a country; they name a kind, not one actor (PLOVER codebook, "Actors")."""
