"""Leaves out the lines of an article's text that are no article: what a page says about itself and its readers.

A line goes or stays as a whole. What goes is told by what such lines are: their words (`data/boilerplate.tsv`)
together with their length, their place and their punctuation; where no rule speaks, `classifier` does. In doubt a line
stays: a sentence of the article must never go.
"""

import math
import re
from collections.abc import Sequence

from transforms.clean.boilerplate.classifier import likeness
from transforms.clean.boilerplate.labels import TIME, When, label
from transforms.clean.boilerplate.table import HEADING, cues, holds_key, matched, page_label
from transforms.clean.paragraphs import ends_sentence

LONGEST_LINE = 1500
"""Characters. No rule reads a longer line: such a one is prose, and matching stays cheap."""
LONGEST_LABEL = 400
"""Characters. What most rules read: labels are short, and patterns with two gaps cost the square of a line."""
LINE_WORDS = 14
START_WORDS = 26
PHRASE_WORDS = TAIL_WORDS = 70
CAPTION_WORDS, LONGEST_CAPTION = 90, 700
CAPTION_STOPS = 1
"""A caption has one sentence or two; a paragraph with a credit glued to its end has more, and stays."""
APPEAL_CUES = 3
"""An appeal for money or subscribers speaks of itself and to the reader in at least so many ways."""
HEAD_LINES = TAIL_LINES = 3
HEAD_WORDS = 16
BOX_LINES = 6
"""A box of headlines holds fewer under its heading; so many are the article's own list."""
FEWEST_BOX_WORDS, BOX_WORDS = 3, 20
CREDIT_HEAD, CREDIT_TAIL, CREDIT_REACH = 24, 110, 150
"""Characters at a line's ends within which a credit has one of its keys: captions are known by their ends."""
SURE, LIKELY = 3.0, 2.3
"""Log-odds from which on the classifier's word is taken for a line anywhere, and for one beside another that goes."""
CLASSIFIED = 200
"""Characters. Longer lines are left to the rules: the classifier finds hardly any boilerplate in them, at most cost."""
DASHES = "—–-•"
"""What begins speech, the name of who posted something, and the entries of a list: the rules alone judge these, and
lines with a time of day, as the entries of a live report have."""
PROSE, PROSE_DOUBT = 40, 1.0
"""From so many characters on a sentence must be more like boilerplate than a label: it would be missed more."""
SENTENCE_WORDS = 8
"""A label that ends as a sentence does has so many words at the most."""
CAPTION_DAY = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}), 20\d\d\b"
)
"""Agencies' captions give the day in full; sentences of news leave out the weekday or the year."""
OPENING = '"“„«'
QUOTATION = re.compile(r"[\"“„«](?:[^\"”»\s]+\s+){4}[^\"”»\s]")
"""Quotation marks around five words or more: somebody's words. Around fewer they may stand for a name."""
REPORTED = re.compile(
    r"[,;:!?–—-]['’]? (?:[^\W\d_][\w'’.-]* ){0,5}(?:said|says|told|asked|urged|wrote|writes|added|warned|advised"
    r"|replied|shouted|cried|ruled|held|dit|déclaré|affirmé|lancé|dijo|afirmó|dice|sagte|schrieb|rief|disse|detto|diceva)\b"
    r"|, (?:the|an?|his|her|its|their|one|some|many) [\w'’ -]{2,40} (?:\w{2,}ed|say|demand|warn|argue|claim|insist)\W*$"
    r"|, [\w'’-]+ (?:say|demand|warn|argue|claim|insist)\W*$"
    r"|\b(?:he|she|they|who) (?:said|told|asked|wrote|shouted)\b"
    r"|[,،] (?:קרא|אמר|אמרה|כתב|כתבה|סיפר|סיפרה|قال|قالت|كتب|كتبت)\b",
    re.IGNORECASE,
)
"""A speaker and a verb of speech: somebody's words without marks around them."""
SENTENCE_STOP = re.compile(r"(?:\w{4,}|\d)[.!?][\"”’)]?\s(?=[\"“‘(]?[A-Z])")
"""A stop with a sentence after it, and not an abbreviation's (`Lt. Gen. Smith`)."""
READER = re.compile(r"\byou", re.IGNORECASE)
SELF = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
ORNAMENT = " \t.,;:!?…-–—*•·|/\\_#<>«»‹›→←↓+=~'‘’\"“”()[]{}\u200b\u200e\u200f\ufeff"
"""What stands around a label and is no part of it."""


def without_boilerplate(lines: Sequence[str], doubt: float = 0.0, *, begins_with_title: bool = False) -> list[str]:
    """The lines that belong to the article, in their order, without a line that repeats the one before it.

    `doubt`, in log-odds, is by how much more a line must be like boilerplate where no rule but the classifier speaks
    against it. A title says anything: where one may stand first, the first line that the rules let stay does.
    Whether a line goes depends on itself, on how many lines before or after it stay, and on whether the lines
    beside it go: a second pass changes nothing.
    """
    lines = [line for place, line in enumerate(lines) if not place or line != lines[place - 1]]
    when = [when_it_goes(line, doubt) for line in lines]
    if begins_with_title:
        _spare_title(lines, when)
    gone = [each is When.ALWAYS for each in when]
    _mark_boxes(lines, gone)
    stay = _staying(lines, gone)
    while _mark_by_place(lines, when, gone, stay):
        stay = _staying(lines, gone)
    return [lines[place] for place in stay]


def _spare_title(lines: Sequence[str], when: list[When]) -> None:
    """Takes back what the classifier says of the first line that the rules let stay."""
    for place, line in enumerate(lines):
        by_rules = when_it_goes(line, math.inf)
        if by_rules is not When.ALWAYS:
            when[place] = by_rules
            return


def _staying(lines: Sequence[str], gone: Sequence[bool]) -> list[int]:
    """The places of the lines that do not go and do not repeat the one that stays before them."""
    stay: list[int] = []
    for place, line in enumerate(lines):
        if not gone[place] and not (stay and line == lines[stay[-1]]):
            stay.append(place)
    return stay


def _mark_by_place(lines: Sequence[str], when: Sequence[When], gone: list[bool], stay: Sequence[int]) -> bool:
    """Marks what goes for its place among the lines that stay; whether there was any."""
    found = False
    for number, place in enumerate(stay):
        after = len(stay) - 1 - number
        at_head, at_tail = number < HEAD_LINES, after < TAIL_LINES
        each = when[place]
        if not (each or at_head or at_tail):
            continue
        if (
            (at_head and (When.HEAD in each or _goes_at_head(lines[place])))
            or (at_tail and (When.TAIL in each or _goes_at_tail(lines[place])))
            or (When.EDGE in each and (not number or not after))
            or (When.BESIDE in each and any(gone[max(place - 1, 0) : place + 2]))
        ):
            gone[place] = found = True
    return found


def _goes_at_head(line: str) -> bool:
    return line.count(" ") < HEAD_WORDS and matched("head", line.strip(ORNAMENT)) is not None


def _goes_at_tail(line: str) -> bool:
    return len(line) <= LONGEST_LINE and line.count(" ") < TAIL_WORDS and matched("tail", line) is not None


def _mark_boxes(lines: Sequence[str], gone: list[bool]) -> None:
    """Marks the headlines in a box of related or popular articles, told by the box's heading over them.

    A line straight over a paragraph may be that paragraph's own heading: it stays.
    """
    for place, line in enumerate(lines):
        if not gone[place] or len(line) > LONGEST_LABEL or not _is_opener(line):
            continue
        box: list[int] = []
        end = place + 1
        while end < len(lines) and len(box) < BOX_LINES and (gone[end] or _is_headline(lines[end])):
            box += [] if gone[end] else [end]
            end += 1
        if len(box) == BOX_LINES:
            continue
        if box and box[-1] == end - 1 and end < len(lines):
            box.pop()
        for each in box:
            gone[each] = True


def _is_opener(line: str) -> bool:
    if page_label(line) == HEADING:
        return True
    bare = line.strip(ORNAMENT)
    return matched("opener", bare, bare.lower()) is not None


def _is_headline(line: str) -> bool:
    return not ends_sentence(line) and line[-1] != ":" and FEWEST_BOX_WORDS <= line.count(" ") + 1 <= BOX_WORDS


def when_it_goes(line: str, doubt: float = 0.0) -> When:
    """In which places a line is no article: in none where it is the article's. `doubt` as in `without_boilerplate`."""
    if len(line) > LONGEST_LINE:
        return When.NEVER
    if not any(character.isalnum() for character in line):
        return When.ALWAYS
    count = line.count(" ") + 1
    found = _short(line, count) if count <= START_WORDS and len(line) <= LONGEST_LABEL else When.NEVER
    if found is When.ALWAYS or _long(line, count):
        return When.ALWAYS
    if ", 20" in line and count <= CAPTION_WORDS and CAPTION_DAY.search(line):
        return found | When.BESIDE
    if found or len(line) > CLASSIFIED or line[0] in DASHES or TIME.search(line) or _quotes(line):
        return found
    odds = likeness(line) - doubt - (PROSE_DOUBT if len(line) >= PROSE and ends_sentence(line) else 0)
    return When.ALWAYS if odds > SURE else When.BESIDE if odds > LIKELY else When.NEVER


def _short(line: str, count: int) -> When:
    """By what a line is as a whole, or how it begins; `count` is the number of its words."""
    if page_label(line):
        return When.ALWAYS
    bare = line.strip(ORNAMENT)
    lowered = bare.lower()
    has_stop = line.endswith(".") and not line.endswith("...")
    if count <= (SENTENCE_WORDS if has_stop else LINE_WORDS) and matched("line", bare, lowered):
        return When.NEVER if has_stop and REPORTED.search(line) else When.ALWAYS
    if count <= LINE_WORDS and not has_stop and matched("opener", bare, lowered):
        return When.ALWAYS
    if matched("start", bare, lowered) and not _quotes(line):
        return When.ALWAYS
    return label(line)


def _quotes(line: str) -> bool:
    """Whether a line reports speech: somebody's words, and so the article's, whatever they are."""
    return line[0] in OPENING or QUOTATION.search(line) is not None or REPORTED.search(line) is not None


def _long(line: str, count: int) -> bool:
    """By what is said somewhere in a line, or how it ends."""
    if count <= CAPTION_WORDS and _is_caption(line):
        return True
    lowered = line.lower()
    is_phrase = count <= PHRASE_WORDS and holds_key("phrase", lowered)
    is_cue = "you" in lowered and holds_key("cue", lowered)
    if not (is_phrase or is_cue) or _quotes(line):
        return False
    return (is_phrase and matched("phrase", line, lowered) is not None) or (is_cue and _is_appeal(line))


def _is_caption(line: str) -> bool:
    """Whether a line is a picture's caption or credit: short, and ending in a credit."""
    if len(line) > LONGEST_CAPTION:
        return False
    if not holds_key("credit", f"{line[:CREDIT_HEAD]} {line[-CREDIT_TAIL:]}"):
        return False
    if matched("caption", line):
        return True
    match = matched("credit", line, start=max(0, len(line) - CREDIT_REACH))
    return match is not None and len(SENTENCE_STOP.findall(line[: match.start()])) <= CAPTION_STOPS


def _is_appeal(line: str) -> bool:
    if not READER.search(line) or not SELF.search(line):
        return False
    return sum(cue.search(line) is not None for cue in cues()) >= APPEAL_CUES
