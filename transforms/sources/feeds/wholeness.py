"""Whether a text from a feed is the whole article or its beginning: by its length, and by how it ends."""

import re

WHOLE_CHARACTERS = 1_200
"""A description without a content element is taken for the whole article from here on: some 200 words."""

TAIL_CHARACTERS = 300

SITE = r"(?:[^.]|\.(?! [^\W\d_])){1,200}$"
"""A site's name, behind which no sentence follows."""

SYNDICATION_NOTES = (
    ("appeared", r"The post .{1,300}? (?:first )?appeared (?:first )?(?:on|at) " + SITE),
    ("zuerst", r"Der Beitrag .{1,300}? erschien zuerst auf " + SITE),
    ("apparu", r"L[’']article .{1,300}? est apparu en premier sur " + SITE),
    ("primero", r"La entrada .{1,300}? (?:se publicó|aparece) primero en " + SITE),
    ("proviene", r"L[’']articolo .{1,300}? proviene da " + SITE),
    ("apareceu", r"O post .{1,300}? apareceu primeiro em " + SITE),
    ("verscheen", r"Het bericht .{1,300}? verscheen eerst op " + SITE),
    ("först", r"Inlägget .{1,300}? dök först upp på " + SITE),
    ("pierwszy raz", r"(?:Artykuł|Wpis) .{1,300}? pojawił się (?:po raz )?pierwszy (?:raz )?w " + SITE),
    ("появил", r"(?:Сообщение|Запись) .{1,300}? (?:появились сначала на|впервые появилась) " + SITE),
    ("Filed under", r"Filed under:? .{1,150}$"),
    ("omment", r"\(?\d+ [Cc]omments?\)?$"),
)
"""WordPress and others end excerpts and whole articles alike with them: a word to look for, and the note."""

NOTES = tuple((word, re.compile(pattern, re.DOTALL)) for word, pattern in SYNDICATION_NOTES)
NOTE_CHARACTERS = 600

ELLIPSIS = r"(?:\.\.\.|…|\. \. \.)"
GOES_ON = (
    r"read (?:more|on|the (?:full|whole|entire|rest|original|complete)\b.{0,120})|"
    r"read (?:full (?:story|article|text)\b.{0,60}|(?:it|this|more) (?:at|on)\b.{0,80})|"
    r"continue reading\b.{0,150}|keep reading\b.{0,100}|view (?:the )?(?:full|original|entire)\b.{0,60}|"
    r"click here (?:to (?:read|continue|view)|for (?:the|more))\b.{0,60}|(?:see|get|find out|learn) more|"
    r"weiterlesen\b.{0,100}|mehr (?:lesen|erfahren|dazu)|jetzt lesen|zum (?:vollständigen )?artikel|"
    r"lire (?:la suite|plus|l[’']article)\b.{0,100}|en savoir plus|"
    r"leer (?:más|el artículo completo|la noticia completa)\b.{0,60}|seguir leyendo\b.{0,60}|sigue leyendo\b.{0,60}|"
    r"leggi (?:tutto|di più|l[’']articolo)\b.{0,60}|continua (?:a leggere|la lettura)\b.{0,60}|"
    r"lees (?:meer|verder|het hele)\b.{0,60}|(?:ler|leia|saiba) mais\b.{0,60}|continue (?:lendo|a ler)\b.{0,60}|"
    r"läs (?:mer|hela artikeln)\b.{0,60}|les (?:mer|hele saken)\b.{0,60}|læs (?:mere|hele artiklen)\b.{0,60}|lue lisää|"
    r"czytaj (?:dalej|więcej|całość)\b.{0,60}|číst (?:dál|více)|celý článek|"
    r"devamını oku|devamı|citește mai (?:mult|departe)|"
    r"tovább(?: olvasom| a cikkhez)|διαβάστε (?:περισσότερα|τη συνέχεια)\b.{0,40}|"
    r"читать (?:далее|полностью|дальше|продолжение)\b.{0,60}|читати (?:далі|більше)|"
    r"baca selengkapnya|selengkapnya|اقرأ المزيد\b.{0,40}|ادامه مطلب|"
    r"続きを読む|続きは|全文を読む|阅读全文|閱讀全文|查看全文|继续阅读|繼續閱讀|더 ?보기|전문보기"
)
LABELS = (
    r"(?:the )?(?:full|more|whole|original) (?:story|article|text|post|report)(?: (?:at|on|here|via)\b.{0,80})?|"
    r"continued (?:at|on)\b.{0,60}|more|suite|подробнее|детальніше|ver más"
)
"""Words that an article's last sentence may end in: they count only where they stand by themselves."""

CUT_OFF = re.compile(
    rf"(?:{ELLIPSIS}|[\[(]\s*(?:{ELLIPSIS}|\+\d+ chars|more|read more|mehr|suite|…\s*more)\s*[\])]|"
    rf"(?:^|(?<=[\s\W]))(?:{GOES_ON})|(?:^|[.!?…:;»”\"’)\]|–—-])\s*(?:{LABELS}))[\s\W]*$",
    re.IGNORECASE | re.DOTALL,
)
"""How a text ends that goes on elsewhere, in the languages that news feeds are mostly written in."""


def looks_whole(text: str, came_as_content: bool) -> bool:
    """Whether a plain text seems to be the whole article: it does not end as one that was cut off, and is long enough.

    `came_as_content`: it stands in an element for whole texts (content:encoded, atom:content, JSON Feed's content),
    and is no copy of the summary; then any length will do.
    """
    text = without_notes(text)
    if CUT_OFF.search(text[-TAIL_CHARACTERS:]):
        return False
    return (bool(text) and came_as_content) or len(text) >= WHOLE_CHARACTERS


def without_notes(text: str) -> str:
    """The text without what publishing systems add at its end, whether it is whole or not."""
    text = text.rstrip()
    for word, note in NOTES:
        tail = text[-NOTE_CHARACTERS:]
        if word in tail:
            text = text[:-NOTE_CHARACTERS] + note.sub("", tail).rstrip()
    return text
