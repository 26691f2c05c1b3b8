"""The sample articles against what a careful reader finds in them: the test's own rules of what fits.

As in the test, the coder reads the text of the drops as it stands: cleaning takes off headings and captions.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

from measures.job import bare_article
from measures.scoring import Figures
from schemas.records import Mention
from transforms.events.coder import load_coder

TEST = Path(__file__).parents[2] / "tests" / "transforms" / "events" / "test_seeds.py"


def _test() -> ModuleType:
    spec = importlib.util.spec_from_file_location("test_seeds", TEST)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{TEST} is missing: the events of the sample articles stand beside it")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seeds() -> Figures:
    """Shares of the events that are found, of the mentions that are right, and of the given dates that are right."""
    test = _test()
    days = {event["file"]: event["published"] for event in test.EVENTS}
    texts = {name: (test.DROPS / name).read_text(encoding="utf-8") for name in sorted(days)}
    articles = [bare_article({"id": name, "text": texts[name], "published": days[name]}) for name in texts]
    found = {article.uri: (article.text, mentions) for article, mentions in load_coder().code(articles)}
    matched: list[tuple[dict[str, object], list[Mention]]] = [(e, test.matched(found, e)) for e in test.EVENTS]
    key = [bool(mentions) for event, mentions in matched if event["key"]]
    said = [(name, text, mention) for name, (text, mentions) in found.items() for mention in mentions]
    right = [any(e["file"] == name and test.fits(text, m, e) for e in test.EVENTS) for name, text, m in said]
    dated = [(event, mentions) for event, mentions in matched if event["date"] and mentions]
    exact = [
        any((m.event_date, m.date_precision) == (event["date"], event["precision"]) for m in mentions)
        for event, mentions in dated
    ]
    return {
        "articles": len(found),
        "key_events": len(key),
        "found_of_key": _share(key),
        "events": len(matched),
        "found_of_all": _share([bool(mentions) for _, mentions in matched]),
        "mentions": len(said),
        "precision": _share(right),
        "dates_given": len(exact),
        "dates_right": _share(exact),
    }


def _share(flags: list[bool]) -> float:
    return round(sum(flags) / max(1, len(flags)), 4)
