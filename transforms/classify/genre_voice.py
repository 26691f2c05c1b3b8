"""Who speaks in a text: the writer, an adviser or a reporter; told by counts of words outside quotations.

The words are of seven languages in one set: only such as no other of them has for something common ("nos" is French
for our, Portuguese for in the). Languages that leave the pronoun out say less; there sections and labels decide.
"""

import re
from collections import Counter
from collections.abc import Set

from schemas.codes import Genre
from transforms.classify.genre_marks import Mark

QUOTED = {
    "“": r"“[^”\n]*(?:”|$)",
    '"': r'"(?<![^\s(]")(?:[^"\n]++|(?<=\s)")*+(?:"|$)',
    "«": r"«[^»\n]*(?:»|$)",
    "„": r"„[^“”\n]*(?:[“”]|$)",
}
"""Quotations by their opening mark. One that is not closed goes on to the end of its paragraph; a straight mark behind
a blank opens a quotation, also in one."""
QUOTATIONS = tuple((mark, re.compile(pattern, re.MULTILINE)) for mark, pattern in QUOTED.items())
QUOTED_IN_TITLE = re.compile("|".join((r"(?<!\w)['‘].+?['’](?!\w)", *QUOTED.values())))
"""Headlines quote in single marks too."""
READ_START, READ_END = 4500, 1500
"""In characters: a thousand words, of the beginning and of the end, where a writer concludes, say who speaks."""
LONG_WORDS = 60
"""From here on a text's counts are taken as rates; a teaser has too few words for that."""


def _at_clause_ends(words: Set[str]) -> frozenset[str]:
    """Words as a split at blanks yields them: with the stops that may follow too."""
    return frozenset(word + stop for word in words for stop in ("", ",", ".", "?", "!", ":", ";"))


SELF = _at_clause_ends(
    {"i", "i'm", "i've", "i'd", "i'll", "my", "me", "myself"}
    | {"je", "j'ai", "j'en", "j'y", "j'étais", "j'avais", "j'aime", "j'espère", "j'écris", "ich", "mein", "meine"}
    | {
        "meinem",
        "meinen",
        "meiner",
        "mich",
        "mir",
        "yo",
        "creo",
        "escribo",
        "eu",
        "acho",
        "minha",
        "meu",
        "io",
        "credo",
    }
    | {"أنا", "أظن", "أعتقد", "أكتب", "אני", "שלי", "לדעתי", "בעיניי"}
)
US = _at_clause_ends(
    {"we", "we're", "we've", "we'll", "our", "us", "ourselves"}
    | {"nous", "notre", "wir", "uns", "unser", "unsere", "unserer", "unseren", "unserem", "nosotros", "nuestro"}
    | {"nuestra", "nuestros", "nuestras", "nosso", "nossa", "nossos", "nossas", "noi", "nostro", "nostra"}
    | {"نحن", "لدينا", "علينا", "فينا", "بيننا", "אנחנו", "שלנו", "לנו", "אותנו", "עלינו"}
)
READER = _at_clause_ends({"you", "your", "you're", "you'll", "you've", "you'd", "yourself"})
DUTY = _at_clause_ends(
    {"must", "should", "ought", "cannot", "can't", "shouldn't"}
    | {"faut", "faudrait", "devons", "devrait", "devraient", "muss", "müssen", "müsste", "sollte", "sollten", "darf"}
    | {"debemos", "debería", "deberían", "devemos", "deveria", "dobbiamo", "dovrebbe", "dovrebbero"}
    | {"يجب", "ينبغي", "חייבים", "חייבת", "אסור", "צריכים"}
)
STANCE = _at_clause_ends(
    {"perhaps", "surely", "indeed", "frankly", "shame", "disgrace", "absurd", "hypocrisy", "foolish"}
    | {"folly", "honest", "pretend", "nonsense", "deserve", "deserves", "sadly", "alas", "rightly", "wrongly"}
    | {"moral", "cynical", "naive", "wisdom", "failure", "dangerous", "shameful", "tragic", "wrong", "truth"}
    | {"reckless", "unacceptable", "immoral", "betrayal", "courage", "regrettably", "ironically", "arguably"}
    | {"myth", "hélas", "honte", "absurde", "certes", "hypocrisie", "lâcheté", "déni", "leider", "endlich", "absurd"}
    | {"angeblich", "freilich", "heuchelei", "feigheit", "vergüenza", "absurdo", "hipocresía", "quizá", "cobardía"}
    | {"vergonha", "hipocrisia", "vergogna", "ipocrisia", "بوصلة", "للأسف", "בושה", "לצערי", "צביעות"}
)
REPORT = _at_clause_ends(
    {"said", "says", "told", "according", "reported", "announced", "added", "reporters", "statement"}
    | {"spokesman", "spokeswoman", "spokesperson", "monday", "tuesday", "wednesday", "thursday", "friday"}
    | {"saturday", "sunday", "officials"}
    | {"selon", "déclaré", "indiqué", "annoncé", "précisé", "affirmé", "ajouté", "lundi", "mardi", "mercredi", "jeudi"}
    | {"vendredi", "samedi", "dimanche", "sagte", "sagten", "teilte", "mitteilte", "erklärte", "angaben", "sprecher"}
    | {"sprecherin", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "dijo", "según"}
    | {"informó", "anunció", "afirmó", "señaló", "añadió", "lunes", "martes", "miércoles", "jueves", "viernes"}
    | {"disse", "segundo", "afirmou", "anunciou", "informou", "detto", "secondo", "dichiarato", "annunciato"}
    | {"قال", "قالت", "وقال", "وقالت", "أعلن", "أعلنت", "وأعلن", "وأضاف", "وأضافت", "وأوضح", "بحسب", "وفقا"}
    | {"الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"}
    | {"אמר", "אמרה", "אמרו", "מסר", "מסרה", "נמסר", "הודיע", "הודיעה", "הודיעו", "לפי", "לדברי", "דובר"}
)

SPEAKER = re.compile(r"(?<!World War )(?<!Schedule )(?<![\w.-])(?:I|I'm|I've|I'd|I'll) (?=[a-z])")
"""The writer speaks: an I with a verb behind it, and no numeral."""
SPEAKER_TITLE = re.compile(r"(?:^|[.!?] )My\b|^(?:(?!: ).)*\b(?<!\.)(?:I|I'm|I've|I'd|I'll)(?![.\w-])")
"""The writer speaks in the title. "Waters: I Am Not Afraid" is another's words: what follows a colon does not count."""


def unquoted_title(title: str) -> str:
    """A title without its quotations, its apostrophes straight."""
    return QUOTED_IN_TITLE.sub(" ", title).replace("’", "'")


def unquoted(text: str) -> str:
    """A text without its quotations, its apostrophes straight."""
    for mark, quotation in QUOTATIONS:
        if mark in text:
            text = quotation.sub(" ", text)
    return text.replace("’", "'")


def voice(title: str, text: str) -> list[Mark]:
    """What the words of a text say of who speaks in it. `title` is without quotations."""
    if len(text) > READ_START + READ_END:
        text = f"{text[:READ_START]}\n{text[-READ_END:]}"
    own_words = unquoted(text)
    written = own_words.split()
    tokens = list(map(str.lower, written))
    counts = Counter(tokens)
    counts["i"] = written.count("I")  # a small one is "and" in Polish, "the" in Italian
    found = []
    if SPEAKER_TITLE.search(title):
        found.append(Mark(Genre.OPINION, 0.7, "voice: the writer speaks in the title", alone=False))
    if len(tokens) >= LONG_WORDS:
        found += _rates(counts, len(tokens), own_words.count("?"))
    else:
        found += _teaser(counts, len(SPEAKER.findall(own_words)))
    return found


def _count(counts: Counter[str], words: frozenset[str]) -> int:
    return sum(counts[word] for word in counts.keys() & words)


def _rates(counts: Counter[str], total: int, questions: int) -> list[Mark]:
    """Marks of a longer text, by words in a hundred."""
    per = 100 / total
    self_, us, duty, stance, reader, report = (
        _count(counts, words) * per for words in (SELF, US, DUTY, STANCE, READER, REPORT)
    )
    opinion = 0.5 * min(self_, 2) + 0.3 * min(us, 2) + 0.45 * min(duty, 2) + 0.45 * min(stance, 2)
    opinion += 0.3 * min(questions * per, 1)
    found = [
        Mark(Genre.OPINION, round(opinion, 2), "voice: I, we, must, questions", alone=False),
        Mark(Genre.OTHER, round(0.15 * min(reader, 4), 2), "voice: you", alone=False),
        Mark(Genre.NEWS, round(0.4 * min(report, 2.5), 2), "voice: said, told, days", alone=False),
    ]
    return [mark for mark in found if mark.points >= 0.1]


def _teaser(counts: Counter[str], speaks: int) -> list[Mark]:
    """Marks of a text of a sentence or two, in which the writer `speaks` so often."""
    found = []
    if speaks:
        found.append(Mark(Genre.OPINION, 0.8 if speaks == 1 else 1.2, "voice: I", alone=False))
    if _count(counts, US) and _count(counts, DUTY | STANCE):
        found.append(Mark(Genre.OPINION, 0.4, "voice: we must", alone=False))
    if reader := _count(counts, READER):
        found.append(Mark(Genre.OTHER, 0.4 if reader < 3 else 0.7, "voice: you", alone=False))
    if reported := _count(counts, REPORT):
        found.append(Mark(Genre.NEWS, min(0.4 * reported, 1.0), "voice: said, told, days", alone=False))
    return found
