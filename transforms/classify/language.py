"""The language of a text, as a BCP 47 tag."""

from functools import cache
from importlib.resources import files

from py3langid.langid import MODEL_FILE, LanguageIdentifier

READ_CHARACTERS = 1000
"""The model reads byte by byte; so much of a text settles its language."""
CERTAIN = 0.6
"""The model's probability from which on it is believed against the source's claim."""
LIKELY = 0.2
"""The probability from which on it is believed where the source claims nothing; a hundred languages share 1.0."""
FEWEST_LETTERS = 20
SHORT_TEXT = 200
"""In characters. The title is read together with a text that is shorter."""
NOT_WRITTEN_NEWS = frozenset({"eo", "la", "sa", "vo"})
"""Constructed and ancient languages. Names are often taken for them; no newspaper is written in them."""


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

    A claim that agrees keeps its region (`en-GB`). None where neither tells. The text alone decides: the
    same article has the same language in every run.
    """
    claimed = _tag(claim)
    sample = text[:READ_CHARACTERS]
    if len(sample) < SHORT_TEXT and title:
        sample = f"{title}\n{sample}"
    if sum(map(str.isalpha, sample)) < FEWEST_LETTERS:
        return claimed
    found, probability = load_model().classify(sample)
    if claimed and (found == claimed.split("-")[0] or probability < CERTAIN):
        return claimed
    return str(found) if probability >= LIKELY else claimed


def _tag(claim: str | None) -> str | None:
    """A claimed tag in BCP 47's case (RFC 5646, section 2.1.1); None where it is none."""
    parts = (claim or "").strip().replace("_", "-").split("-")
    if not (
        2 <= len(parts[0]) <= 3 and all(part.isascii() and part.isalnum() for part in parts) and parts[0].isalpha()
    ):
        return None
    rest = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in parts[1:]]
    return "-".join([parts[0].lower(), *rest])
