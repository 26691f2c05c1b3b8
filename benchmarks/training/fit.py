"""Learns the table of words: a logistic regression on word vectors, words by topic and the words themselves.

All three are sums over a text's words, so what is learned folds into one score for each word and topic.
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize
from training.texts import LABELS, Numbers, Text, Vocabulary

from transforms.classify.topic_table import LENGTH_POWER, counts

if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
    raise SystemExit("set OPENBLAS_NUM_THREADS=1: sums in another order give another table")

COMMON = 2e-5
"""A word of this frequency weighs half (SIF; Arora and others, 2017, has 1e-3 to 1e-4); 1e-3 lost a point."""
STRENGTH = 1.0
"""The scale of `words.tsv` beside the vectors'; 0.3 lost half a point."""
PENALTY, OWN_PENALTY = 3e-4, 1e-3
"""Of the squares of what is learned; the second says how far a word may leave what its vector says. A third of it is
better on HuffPost and worse elsewhere."""
SEEN_TWICE = 2
HUFFPOST_SHARE = 0.4
"""HuffPost's mass to that of the texts written for it: it is half politics, and more of it spoils other news."""
CLASS_POWER = -0.5
"""One of HuffPost's texts weighs by this power of its class's size; those written for it weigh the same: news has more
of what has more of them."""
COPIES, LEFT_OUT = 5, 0.3
"""Each text written for it is read again so many times with this share of its words left out: a topic must show in
other words too. Worth a third of a point on news that nothing was learned from."""
ROUNDS = 80
"""Of L-BFGS; it stops before, where the slope is small."""


@dataclass(frozen=True)
class Learned:
    """A score for each word and topic, what each word weighs, and each topic's score before a word is read."""

    scores: Numbers
    weights: Numbers
    base: Numbers


def counted(texts: Sequence[Text], known: Vocabulary) -> sparse.csr_array:
    """A row a text, a column a word: how much it weighs by how often it is said."""
    found = [counts(text.title, text.text, known.rows) for text in texts]
    data = [count for row in found for count in row.values()]
    columns = [known.rows[word] for row in found for word in row]
    ends = np.cumsum([0, *(len(row) for row in found)])
    return sparse.csr_array((np.array(data), columns, ends), shape=(len(texts), len(known.rows)))


def learn(own: Sequence[Text], huffpost: Sequence[Text], known: Vocabulary) -> Learned:
    """The table that the texts teach."""
    written = counted(own, known)
    whole = sparse.vstack([written, counted(huffpost, known)], format="csr")
    said = sparse.vstack([*_thinned(written), whole], format="csr")
    texts = [*own * COPIES, *own, *huffpost]
    written_share = np.full(said.shape[0] - len(huffpost), 1 / (said.shape[0] - len(huffpost)))
    share = np.concatenate([written_share, HUFFPOST_SHARE * _shares(huffpost)])
    allowed = np.array([[label in text.topics for label in LABELS] for text in texts], dtype=np.float64)
    weights = COMMON / (COMMON + known.frequencies)
    common = np.hstack([known.vectors, STRENGTH * known.strengths]) * weights[:, None]
    holding = np.asarray((whole > 0).sum(axis=0)).ravel()
    columns = np.flatnonzero(holding >= SEEN_TWICE)
    rarity = np.log((whole.shape[0] + 1) / (holding[columns] + 1))
    length = sparse.diags_array(1 / np.maximum(said @ weights, 1.0) ** LENGTH_POWER)
    found, base = _regress(
        length @ (said @ common), (length @ said[:, columns] @ sparse.diags_array(rarity)).tocsr(), allowed, share
    )
    scores = common @ found[: common.shape[1]]
    scores[columns] += rarity[:, None] * found[common.shape[1] :]
    return Learned(scores - scores.mean(axis=1, keepdims=True), weights, base - base.mean())


def odds(learned: Learned, said: sparse.csr_array) -> Numbers:
    """The scores of the topics, a row a text."""
    length = np.maximum(said @ learned.weights, 1.0) ** LENGTH_POWER
    return (said @ learned.scores) / length[:, None] + learned.base


def _thinned(said: sparse.csr_array) -> list[sparse.csr_array]:
    """Copies with words left out, the same ones in every run."""
    dice = np.random.default_rng(1)
    copies = [said.copy() for _ in range(COPIES)]
    for copy in copies:
        copy.data *= dice.random(copy.nnz) >= LEFT_OUT
        copy.eliminate_zeros()
    return copies


def _shares(texts: Sequence[Text]) -> Numbers:
    sizes = Counter(text.kind for text in texts)
    share = np.array([sizes[text.kind] ** CLASS_POWER for text in texts])
    return share / share.sum()


def _regress(common: Numbers, own: sparse.csr_array, allowed: Numbers, share: Numbers) -> tuple[Numbers, Numbers]:
    """Coefficients and base of a logistic regression whose rows may leave open which of several topics they are of."""
    width, rows = common.shape[1], common.shape[1] + own.shape[1]
    share = share / share.sum()
    penalty = np.concatenate([np.full(width, PENALTY), np.full(own.shape[1], OWN_PENALTY)])[:, None]
    turned = own.T.tocsr()

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        values = flat.reshape(rows + 1, len(LABELS))
        found = common @ values[:width] + own @ values[width:-1] + values[-1]
        found -= found.max(axis=1, keepdims=True)
        likely = np.exp(found)
        likely /= likely.sum(axis=1, keepdims=True)
        right = likely * allowed
        sure = np.maximum(right.sum(axis=1), 1e-300)
        slope = (likely - right / sure[:, None]) * share[:, None]
        change = np.vstack([common.T @ slope, turned @ slope, slope.sum(axis=0)])
        change[:-1] += penalty * values[:-1]
        return float(-(share @ np.log(sure)) + (penalty * values[:-1] ** 2).sum() / 2), change.ravel()

    start = np.zeros((rows + 1) * len(LABELS))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    values = best.reshape(rows + 1, len(LABELS))
    return values[:-1], values[-1]
