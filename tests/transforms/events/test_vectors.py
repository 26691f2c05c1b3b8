"""The coder's own way through the model gives what spaCy gives, and leaves other models to spaCy."""

import logging
import multiprocessing
import re
from collections.abc import Sequence
from typing import Any

import pytest
import spacy
from threadpoolctl import threadpool_info

from transforms.events.labels import Labels
from transforms.events.parsing import MODELS, Parser, load_model
from transforms.events.tokens import Text
from transforms.events.vectors import OtherModel, Vectors

SENTENCES = [
    "Iran released the British sailors on Thursday.",
    "Russia and China signed an agreement to build a pipeline.",
    "The minister said that talks with the rebels had failed.",
    "U.S. President Donald Trump imposed new tariffs on steel from Mexico.",
    "Protesters, angry about prices, threw stones at police in Tunis.",
    "Had the army not intervened, the government would have fallen.",
    "Who ordered the attack?",
    "Stop!",
    "No.",
    "war",
    "a",
    "?",
    "42",
    "3.14 per cent of $1,250,000.50 went to 12 of the 1,300 refugees on 24/11/2021.",
    "In 1999-2000, at 10:30 p.m., flight MH-17 carried 298 people.",
    "The 2nd, 3rd and 101st divisions moved 5km north.",
    '"We will not negotiate," he said. "Not today."',
    "‘It’s over,’ she told the BBC’s reporter, “and we’re leaving.”",
    "He said: 'They didn't tell us what they'd do.'",
    "I can't, won't and shouldn't've gone.",
    "POLICE ARREST 20 AFTER CLASHES IN CAIRO",
    "EU SLAPS SANCTIONS ON MINSK",
    "iran says it wont attack israel lol",
    "Talks 😀 between 🇺🇸 and 🇮🇷 failed 💔!!!",
    "🚀🚀🚀",
    "👩‍👩‍👧 marched in Berlin.",
    "Президент России прибыл в Минск.",
    "中国和日本举行会谈。",
    "أعلنت الحكومة وقف إطلاق النار",
    "Στην Αθήνα έγιναν διαδηλώσεις.",
    "Erdoğan met Łukasz Müller in São Paulo, Côte d'Ivoire.",
    "The  word  stands  between  two  blanks.",
    " A blank comes first.",
    "A blank comes last. ",
    "One line\nand another\n\nand a third.",
    "Tab\tseparated\tvalues",
    "   ",
    "\n",
    "\u00a0Non-breaking\u00a0blanks\u00a0",
    "Visit https://example.org/a?b=c#d or write to a.b@example.org.",
    "@potus said #peace is near RT @un",
    "Mr. Smith, Jr., of St. Louis, Mo., vs. the U.N. et al.",
    "The so-called anti-American, pro-Kremlin, vice-president-elect resigned.",
    "(Reuters) -- (AP) - [sic] {x} <b>bold</b> & more / less",
    "...",
    "-",
    "He has been being asked to stop to try to begin to leave.",
    "What the man whom the police whom the press attacked arrested said was false.",
    "Buffalo buffalo Buffalo buffalo buffalo buffalo Buffalo buffalo.",
    "The better, bigger and worst of the children's mice ran faster, most happily.",
    "Going, going, gone: the last of the leaders is leaving.",
    "Both Serbia's and Kosovo's leaders agreed to, but did not sign, the deal.",
    "Let's meet; they've met, as he'd said, and there're more.",
    "South Korea fired 130 shells. The North fired back. Seoul then called a meeting.",
    "It is what it is and that is that, is it not?",
    "The U.K., the U.S., and the E.U. - all three - condemned the coup d'état.",
    "NATO-led troops killed at least 10-15 Taliban, incl. 2 commanders (see map).",
    "supercalifragilisticexpialidocious" * 8,
    "Dozens of " + "very " * 90 + "angry men marched.",
    " ".join(f"Minister {n} met envoy {n} of state {n}," for n in range(25)),
]


def name() -> str:
    return next(name for name in MODELS if spacy.util.is_package(name))


def read(doc: Any) -> list[tuple[Any, ...]]:
    return [(t.text, t.tag_, t.dep_, t.head.i, t.pos_, t.lemma_, t.is_sent_start) for t in doc]


@pytest.fixture(scope="module")
def own() -> Any:
    return spacy.load(name(), exclude=["ner"])


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_model()


def parsed(parser: Parser, texts: Sequence[str]) -> list[Any]:
    docs = [parser.make_doc(text) for text in texts]
    parser.parse(docs)
    return docs


def test_every_sentence_is_parsed_as_by_spacy(own: Any, parser: Parser) -> None:
    assert len(SENTENCES) == 60
    assert max(len(own.make_doc(text)) for text in SENTENCES) >= 170
    assert parser._fast is not None
    for text, doc in zip(SENTENCES, parsed(parser, SENTENCES), strict=True):
        assert read(doc) == read(own(text)), text


def test_what_a_sentence_is_parsed_with_changes_nothing(parser: Parser) -> None:
    together = [doc.tensor.tobytes() for doc in parsed(parser, SENTENCES)]
    assert together == [parsed(parser, [text])[0].tensor.tobytes() for text in SENTENCES]


def test_more_words_than_are_kept(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.events.vectors._MOST_WORDS", 20)
    monkeypatch.setattr("transforms.events.labels._MOST_KEPT", 20)
    parser = load_model()
    for _ in range(2):
        for first in range(0, 20, 5):
            texts = SENTENCES[first : first + 5]
            assert [read(doc) for doc in parsed(parser, texts)] == [read(own(text)) for text in texts]


def test_an_empty_text_has_no_tokens(parser: Parser) -> None:
    empty, full = parsed(parser, ["", "Iran attacked Iraq."])
    assert len(empty) == 0
    assert [sentence.root.text for sentence in full.sents] == ["attacked"]
    assert list(Text(empty)) == []
    assert Text(empty).sents == []


def test_tokens_stand_in_spacys_tree(parser: Parser) -> None:
    for doc in parsed(parser, SENTENCES):
        text = Text(doc)
        assert [(s.root.i, s.text) for s in text.sents] == [(s.root.i, s.text) for s in doc.sents]
        assert [text[1:n].text for n in range(len(doc))] == [doc[1:n].text if n > 1 else "" for n in range(len(doc))]
        for token, its in zip(text, doc, strict=True):
            for near in ("lefts", "rights", "children", "subtree", "ancestors"):
                assert [t.i for t in getattr(token, near)] == [t.i for t in getattr(its, near)], (doc, its, near)
            assert (token.left_edge.i, token.right_edge.i) == (its.left_edge.i, its.right_edge.i)
            assert (token.idx, len(token), token.lower_) == (its.idx, len(its), its.lower_)
            assert [token.is_ancestor(other) for other in text] == [its.is_ancestor(other) for other in doc]


def test_a_model_of_other_layers_is_refused_with_what_is_needed() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2", "width": 96, "depth": 2,
        "embed_size": 50, "window_size": 2, "maxout_pieces": 1, "subword_features": False,
        "pretrained_vectors": None}})  # fmt: skip
    nlp.initialize()
    with pytest.raises(OtherModel, match=r"has the layers extract_features.*; needed are extract_features"):
        Vectors(nlp)


def test_a_model_of_other_arithmetic_is_refused_with_how_far_it_is_apart() -> None:
    nlp = spacy.load(name(), exclude=["ner"])
    expand = next(layer for layer in nlp.get_pipe("tok2vec").model.walk() if layer.name == "expand_window")
    forward = expand._func
    expand._func = lambda model, inputs, is_train: forward(model, inputs * 2, is_train)
    with pytest.raises(OtherModel, match=r"other vectors: up to \d.* apart; at most 0.001 is rounding"):
        Vectors(nlp)


def test_a_ruler_that_asks_for_more_is_refused_with_what_is_known() -> None:
    nlp = spacy.load(name(), exclude=["ner"])
    nlp.get_pipe("attribute_ruler").add([[{"SHAPE": "XX"}]], {"POS": "X"})
    with pytest.raises(OtherModel, match=r"ask for SHAPE; known are DEP, IS_SPACE, LOWER, ORTH, TAG, TEXT"):
        Labels(nlp)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("version", r"en_core_web_sm\w* 3\.7\.1 is parsed by spaCy alone.*its version is 3\.7\.1; needed is 3\.8\.x"),
        ("component", r"it has the components .*, sentencizer; needed are tok2vec, tagger, parser"),
        ("ruler", r"ask for SHAPE; known are"),
    ],
)
def test_another_model_is_parsed_by_spacy_and_the_log_says_why(
    change: str, said: str, own: Any, caplog: pytest.LogCaptureFixture
) -> None:
    nlp = spacy.load(name(), exclude=["ner"])
    if change == "version":
        nlp.meta["version"] = "3.7.1"
    elif change == "component":
        nlp.add_pipe("sentencizer", config={"overwrite": False})
    else:
        nlp.get_pipe("attribute_ruler").add([[{"SHAPE": "never"}]], {"POS": "X"})
    with caplog.at_level(logging.WARNING):
        parser = Parser(nlp)
    (record,) = caplog.records
    assert re.search(said, record.getMessage())
    texts = [*SENTENCES[:20], ""]
    assert [read(doc) for doc in parsed(parser, texts)] == [read(own(text)) for text in texts]


def threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_other_code_keeps_its_threads(parser: Parser) -> None:
    before = threads()
    parsed(parser, SENTENCES[:3])
    assert threads() == before


def tags(texts: list[str]) -> list[Any]:
    """Parses in another process, which may have a parser of its parent's."""
    return [read(doc) for doc in parsed(_LOADED[0] if _LOADED else load_model(), texts)]


_LOADED: list[Parser] = []


@pytest.mark.parametrize("way", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_another_process_parses_alike(way: str, parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = SENTENCES[:6]
    expected = [read(doc) for doc in parsed(parser, texts)]
    monkeypatch.setattr(__name__ + "._LOADED", [parser])
    with multiprocessing.get_context(way).Pool(1) as pool:
        assert pool.apply_async(tags, (texts,)).get(timeout=120) == expected
