"""Parts of speech and lemmas, which the model's rules derive from word, tag and dependency.

spaCy matches its 200 patterns against every sentence, which takes longer than tagging and parsing it. What they say
of a word by itself is asked for once and kept; sentences that patterns of several words match are left to spaCy. This
can go once spaCy keeps what its patterns say of single words.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.attrs import DEP, IS_SPACE, LEMMA, ORTH, POS, TAG
from spacy.matcher import Matcher
from spacy.tokens import Doc

from transforms.events.vectors import OtherModel

_MOST_KEPT = 200_000
_BETWEEN = "x"
"""A word that no pattern knows."""
_ASKED = frozenset({"ORTH", "TEXT", "LOWER", "TAG", "DEP", "IS_SPACE"})
"""What a pattern of one word may ask for: what a word and its `Key` say."""

Key = tuple[int, int, int]


class Labels:
    """Sets parts of speech and lemmas as the model's attribute ruler and lemmatizer do; sets no morphology.

    Raises OtherModel where these go by more than a word, its tag and its dependency.
    """

    def __init__(self, nlp: Any) -> None:
        self._vocab = nlp.vocab
        self._rules = [nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")]
        _check(*self._rules)
        self._longer = Matcher(nlp.vocab)
        for number, rule in enumerate(self._rules[0].patterns):
            longer = [pattern for pattern in rule["patterns"] if len(pattern) > 1]
            if longer:
                self._longer.add(str(number), longer)
        self._known: dict[Key, tuple[int, int]] = {}

    def set(self, docs: Sequence[Any]) -> None:
        """Labels the tokens of tagged and parsed documents."""
        waiting: list[tuple[Any, list[Key]]] = []
        new: dict[Key, None] = {}
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        for doc in docs:
            rows = doc.to_array([ORTH, TAG, DEP, IS_SPACE])
            if rows[:, 3].any() or self._longer(doc):
                self._by_rules(doc)
                continue
            keys: list[Key] = list(zip(*rows[:, :3].T.tolist(), strict=True))
            new.update((key, None) for key in keys if key not in self._known)
            waiting.append((doc, keys))
        if new:
            self._learn(list(new))
        for doc, keys in waiting:
            doc.from_array([POS, LEMMA], np.array([self._known[key] for key in keys], dtype=np.uint64).reshape(-1, 2))

    def _by_rules(self, doc: Any) -> Any:
        for rules in self._rules:
            doc = rules(doc)
        return doc

    def _learn(self, keys: list[Key]) -> None:
        """Asks the rules about words, each between two others that no pattern knows."""
        strings = self._vocab.strings
        words, tags, deps = [], [], []
        for orth, tag, dep in keys:
            words += [strings[orth], _BETWEEN]
            tags += [strings[tag], "NN"]
            deps += [strings[dep], "dep"]
        doc = self._by_rules(Doc(self._vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words)))))
        labels = doc.to_array([POS, LEMMA])[::2].tolist()
        self._known.update((key, (pos, lemma)) for key, (pos, lemma) in zip(keys, labels, strict=True))


def _check(ruler: Any, lemmatizer: Any) -> None:
    if lemmatizer.mode != "rule":
        raise OtherModel(f"its lemmatizer has the mode {lemmatizer.mode!r}; needed is 'rule'")
    single = (pattern[0] for rule in ruler.patterns for pattern in rule["patterns"] if len(pattern) == 1)
    others = sorted({key for token in single for key in map(str, token)} - _ASKED)
    if others:
        raise OtherModel(
            f"patterns of its attribute_ruler ask for {', '.join(others)}; known are {', '.join(sorted(_ASKED))}"
        )
