"""Which kind of wall a page is, if it is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.codes import SkipReason
from transforms.clean.pages.whole import Line
from transforms.clean.walls.consent import CONSENT_HINT, is_consent
from transforms.clean.walls.members import asks_members
from transforms.clean.walls.phrases import is_choice, is_head, says, says_failure
from transforms.clean.walls.signs import PageSigns
from transforms.clean.walls.voice import LITTLE, is_prose, news, prose

INTRODUCTION = 200
"""In characters of sentences: what a section or an author page may say above its list."""
SLOGAN = 60
"""In characters of any sentences: what the frame of an empty page may say."""
MUCH = 1000
"""In characters of any sentences: a page that has more is no login and no shell, whatever stands on it."""
FEW_SENTENCES = 400
"""In characters: fewer, and what was left out of a page's text is looked at, too."""
SHORT = 3000
"""In characters of text: a longer one is no login and no shell, nor an error page that says so in a sentence alone."""
FIRST_LINES = 12
"""Where an error page says what is wrong: below its navigation, and above what it has to offer instead."""
CONSENT_SHARE, CONSENT_SHARE_WITH_CHOICES = 0.6, 0.5
"""So much of a consent wall speaks of consent; of an article about cookies hardly ever a third, quotations apart."""
LONGEST_CONSENT = 12_000
"""In characters. Walls that list their partners and purposes have half as many."""
FEWEST_LINKED, LINKED_SHARE = 4, 0.6
"""So many lines of a text, and so large a share, are headlines of other pages or stand below these, in a list."""
SOME_LINKED, MANY_LINKED = 5, 8
"""Linked headlines on a page without any text, and on one with a label in place of a text."""
LABEL = 80
"""In characters: a text that has no more, and no sentence, is a label that was left over."""
HEADLINE = 20
"""In characters: a link that is shorter is a section's or an author's."""


@dataclass(frozen=True)
class Wall:
    """Why a page is not read, and what it says itself, for people."""

    reason: SkipReason
    message: str


def wall(page: PageSigns, lines: Sequence[str]) -> Wall | None:
    """Why a page is no article, None where it may be one; `lines` are the text that was found in it."""
    text = sum(map(len, lines))
    little = text <= SHORT and prose(lines) <= MUCH and news(lines) <= LITTLE
    return (
        _error(page, lines)
        or (_consent(page, lines) if text <= LONGEST_CONSENT else None)
        or (_login(page, lines) if little else None)
        or (_unbuilt(page, lines) if little else None)
        or (None if page.is_marked else _listing(page, lines))
    )


def _quoted(text: str) -> str:
    return f"'{text[:80]}'"


def _error(page: PageSigns, lines: Sequence[str]) -> Wall | None:
    """The server has no article: its title or heading says so, and the page little else, or that in a sentence."""
    # Headings further below may be those of a box that is shown when something else fails.
    heads = [head for head in page.heads[:2] if is_head("error", head)]
    if not heads and (sum(map(len, lines)) > SHORT or page.is_marked):
        return None
    besides = news(line for line in lines if not says_failure(line))
    if heads:
        # An article may be headed "Access denied": it reports something. So do the news below an error.
        if besides <= LITTLE or (
            not page.is_marked and any(says_failure(line.text) for line in page.lines if not line.linked)
        ):
            return Wall(SkipReason.ERROR_PAGE, f"the page is an error page: {_quoted(heads[0])}")
        return None
    if besides > LITTLE:
        return None
    said = [*lines[:FIRST_LINES], *(line.text for line in page.lines[:FIRST_LINES] if not line.linked)]
    # It says so before it says anything else; boxes for what else may fail stand below an article.
    first = next((text for text in said if is_prose(text) or says_failure(text)), "")
    failure = first if says_failure(first) else None
    return None if failure is None else Wall(SkipReason.ERROR_PAGE, f"the page is an error page: {_quoted(failure)}")


def _consent(page: PageSigns, lines: Sequence[str]) -> Wall | None:
    """All that the page says asks for leave to store and read data."""
    said = list(lines)
    if prose(said) > FEW_SENTENCES:
        # Such a wall asks in its first lines: most articles are settled by these.
        if not CONSENT_HINT.search("\n".join(said[:3])) or not any(map(is_consent, said[:3])):
            return None
    elif not news(line for line in said if not is_consent(line)):
        # The request may have been left out as what is no article. Then the page has nothing else.
        said += [line.text for line in page.lines if is_prose(line.text) and line.text not in said]
    asking = [text for text in said if is_consent(text)]
    if not asking:
        return None
    choices = sum(is_choice(line.text) for line in page.lines)
    share = CONSENT_SHARE if choices < 2 else CONSENT_SHARE_WITH_CHOICES
    if sum(map(len, asking)) < share * sum(map(len, said)):
        return None
    return Wall(SkipReason.CONSENT_WALL, f"the page asks for consent: {_quoted(asking[0])}")


def _login(page: PageSigns, lines: Sequence[str]) -> Wall | None:
    """Only who logs in or subscribes reads on, and there is no paragraph of the article before."""
    own = [line for line in lines if not asks_members(line) and not is_consent(line)]
    head = next((head for head in page.heads if is_head("login", head)), None)
    said = next((line.text for line in page.lines if not line.linked and asks_members(line.text)), None)
    if head is not None and (page.has_password or said or not page.is_marked):
        return Wall(SkipReason.LOGIN_WALL, f"the page asks for a login or subscription: {_quoted(head)}")
    if said is not None and prose(own) <= SLOGAN:
        return Wall(SkipReason.LOGIN_WALL, f"the page asks for a login or subscription: {_quoted(said)}")
    if page.has_password and not lines:
        return Wall(SkipReason.LOGIN_WALL, "the page asks for a login")
    return None


def _unbuilt(page: PageSigns, lines: Sequence[str]) -> Wall | None:
    """A page that a program in the reader's browser would build, or that has frames in place of a text."""
    besides = prose(line for line in lines if not says("javascript", line) and not says("frames", line))
    if besides > LITTLE:
        return None
    if page.has_frames:
        return Wall(SkipReason.NO_ARTICLE, "the page consists of frames")
    seen = [line.text for line in page.lines]
    # Many pages say so where no scripts run, and have their article all the same.
    notes = page.notes if besides <= SLOGAN else ()
    note = next((text for text in (*lines, *notes, *seen) if says("javascript", text)), None)
    if note is not None and news(text for text in seen if not says("javascript", text)) <= LITTLE:
        return Wall(SkipReason.NEEDS_JAVASCRIPT, f"the page needs JavaScript: {_quoted(note)}")
    if page.is_shell and not lines:
        return Wall(SkipReason.NEEDS_JAVASCRIPT, "the page needs JavaScript: it comes without any text")
    return None


def _listing(page: PageSigns, lines: Sequence[str]) -> Wall | None:
    """A list of other pages: what was found are linked headlines, and the lines below these."""
    seen = page.lines
    places: dict[str, int] = {}
    for index, line in enumerate(seen):
        places.setdefault(line.text, index)
    # Labels, as a section's or an author's name, stand between a list's entries, too.
    known = [places[text] for text in lines if text in places and len(text) > HEADLINE]
    headlines = sum(line.linked and len(line.text) > HEADLINE for line in seen)
    if headlines >= (MANY_LINKED if lines else SOME_LINKED) and sum(map(len, lines)) <= LABEL and not prose(lines):
        return Wall(SkipReason.NO_ARTICLE, f"the page is a list of {headlines} other pages")
    if len(known) < 2:
        return None
    linked = [index for index in known if _is_teaser(seen, index)]
    own = [seen[index].text for index in known if index not in linked]
    if prose(own) > INTRODUCTION:
        return None
    enough = 2 if page.is_root else FEWEST_LINKED
    if len(linked) >= enough and len(linked) >= LINKED_SHARE * len(known):
        return Wall(SkipReason.NO_ARTICLE, f"the page is a list of {len(linked)} other pages")
    return None


def _is_teaser(seen: Sequence[Line], index: int) -> bool:
    """Whether a line is a linked headline, or stands right below one."""
    line = seen[index]
    if line.linked:
        return len(line.text) > HEADLINE
    for above in reversed(seen[max(0, index - 2) : index]):
        if above.linked and len(above.text) > HEADLINE:
            return True
        if is_prose(above.text):
            return False
    return False
