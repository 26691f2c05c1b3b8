"""The language of a text, as a BCP 47 tag."""

from functools import cache
from importlib.resources import files

from py3langid.langid import MODEL_FILE, LanguageIdentifier

READ_BYTES = 600
"""Of a text in UTF-8, which the model reads byte by byte; so much of it settles its language."""
CERTAIN = 0.6
"""The probability from which on a language is believed against the source's claim."""
LIKELY = 0.3
LIKELY_SHORT = 0.5
"""The probabilities from which on it is believed where the source claims nothing, of longer and of short texts."""
FEWEST_BYTES = 20
SHORT_BYTES = 80
"""Of letters in UTF-8: so a word of Chinese weighs what one of English does. Names alone fill less than a line."""
SHORT_TEXT = 200
"""In characters. The title is read together with a text that is shorter."""
NOT_WRITTEN_NEWS = frozenset({"eo", "la", "sa", "vo"})
"""Constructed and ancient languages. Names are often taken for them; no newspaper is written in them."""

COMMON = frozenset(
    {"ar", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it"}
    | {"ja", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sr", "sv", "th", "tr", "uk", "ur", "vi", "zh"}
)
WEIGHTS = {"en": 1.0, "common": 0.3, "other": 0.1}
"""How common news in a language is, roughly: English, those with many newspapers on the web, the rest. The model
takes all for equally common, so that a headline of six words is Luxembourgish as easily as English. Chosen on
sentences of 31 languages, their first words, names alone, and 2,500 English headlines
(`benchmarks/measures/languages.py`): three times these ratios loses small languages, equal weights lose headlines."""


@cache
def load_model() -> LanguageIdentifier:
    """py3langid's model, with probabilities, for the languages that ISO 639-1 lists; read once a process.

    It knows others too, but takes short English sentences with foreign names for Nigerian Pidgin or Guadeloupean
    Creole, which are far rarer in news than such sentences.
    """
    model = LanguageIdentifier.from_model_file(str(files("py3langid").joinpath(MODEL_FILE)), norm_probs=True)
    model.set_languages([label for label in model.labels if len(label) == 2 and label not in NOT_WRITTEN_NEWS])
    return model


def language(title: str | None, text: str, claim: str | None) -> str | None:
    """The language of an article by its text, with the source's `claim` where the text cannot tell.

    A claim that agrees keeps its region (`en-GB`). None where neither tells: of a short text rather none than a
    wrong one. The text alone decides: the same article has the same language in every run.
    """
    claimed = _tag(claim)
    sample = text[:READ_BYTES]
    if len(sample) < SHORT_TEXT and title:
        sample = f"{title}\n{sample}"
    sample = sample.encode("utf-8", "replace")[:READ_BYTES].decode("utf-8", "ignore")
    letters = len("".join(filter(str.isalpha, sample)).encode())
    if letters < FEWEST_BYTES:
        return claimed
    found, probability = _likeliest(sample)
    if claimed and (found == claimed.split("-")[0] or probability < CERTAIN):
        return claimed
    return found if probability >= (LIKELY_SHORT if letters < SHORT_BYTES else LIKELY) else claimed


def _likeliest(text: str) -> tuple[str, float]:
    """The likeliest language and its probability, the model's weighed by how common news in each language is."""
    weighed = {
        str(label): float(probability) * WEIGHTS.get(label, WEIGHTS["common" if label in COMMON else "other"])
        for label, probability in load_model().rank(text)
    }
    best = max(weighed, key=lambda label: (weighed[label], label))
    return best, weighed[best] / sum(weighed.values())


def _tag(claim: str | None) -> str | None:
    """A claimed tag in BCP 47's case (RFC 5646, section 2.1.1); None where it is none."""
    parts = (claim or "").strip().replace("_", "-").split("-")
    if not (
        2 <= len(parts[0]) <= 3 and all(part.isascii() and part.isalnum() for part in parts) and parts[0].isalpha()
    ):
        return None
    rest = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in parts[1:]]
    return "-".join([parts[0].lower(), *rest])
