"""The vectors that tagger and parser read a sentence by: the model's own network, computed by sentences of one length.

This is here because the network takes most of a parse's time, and spaCy computes it with BLIS, whose wheels know no
processor of the last years and then run at a third of what numpy (OpenBLAS) reaches.
Together with `labels` it makes a parse about 8 times as fast as `nlp(sentence)` and 4 times as fast as `nlp.pipe`, the
recogniser of names on in both (CPU time, 1,100 sentences of diplomatic news, warm, an AVX2 processor). It can go, and
`Parser` call the model itself, once spaCy computes with a BLIS that knows the processor, or with numpy's products.

OpenBLAS rounds by where in a matrix a row stands, so every sentence gets a matrix of its own length: its vectors do not
depend on what is parsed with it. They differ from spaCy's by rounding alone.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import NumpyOps

Floats = NDArray[np.float32]

_STEP = 8
"""Sentences are filled up to multiples of so many tokens, that few lengths occur."""
_MOST_ROWS = 1024
"""Tokens that are computed at once: more do not fit into a processor's cache."""
_MOST_WORDS = 50_000
"""Words whose vectors are kept, of 0.4 kB each."""
_TINY = np.float32(1e-8)
_NETWORK = re.compile(
    r"extract_features>>list2ragged>>with_array\(ints-getitem>>hashembed(\|ints-getitem>>hashembed)+\)"
    r">>with_array\(maxout>>layernorm>>dropout\)>>ragged2list"
    r">>with_array\(residual\(L\)(>>residual\(L\))*\)".replace("L", "expand_window>>maxout>>layernorm>>dropout")
)
"""The layers that are computed here, as thinc names a network by them."""
_SAMPLE = ("Iran", "'s", "minister", "met", "3", "envoys", "\n", "in", "Rome", ".")
_ROUNDING = 1e-3
"""How far two computations of a number may be apart; the numbers are around 1."""


class OtherModel(ValueError):
    """A model that is not the one that is computed here. The message says what was found and what is needed."""


class BySentence(NumpyOps):
    """Products of matrices whose rows are the tokens of several sentences: one product for each sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []

    def gemm(self, x: Floats, y: Floats, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of `x` and `y`, or of `y` transposed; the rows of `x` are sentences of these lengths."""
        if trans1 or not trans2 or out is None or sum(self.lengths) != len(x):
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        first = 0
        for length in self.lengths:
            np.dot(x[first : first + length], y.T, out=out[first : first + length])
            first += length
        return out


class _Maxout:
    """A layer of maxout and normalisation over the last axis."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        self._width, self._pieces = weights.shape[:2]
        # pieces first, so that the largest of them is taken over whole rows
        self._weights = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1))
        self._bias = np.ascontiguousarray(bias.T.reshape(-1))
        self._gain, self._shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, inputs: Floats) -> Floats:
        """Of (sentences, tokens, inputs) the outputs: one product of matrices for each sentence."""
        sums = np.matmul(inputs, self._weights)
        sums += self._bias
        pieces = sums.reshape(*sums.shape[:2], self._pieces, self._width)
        out: Floats = np.maximum(pieces[:, :, 0], pieces[:, :, 1])
        for piece in range(2, self._pieces):
            np.maximum(out, pieces[:, :, piece], out=out)
        out -= out.mean(axis=-1, keepdims=True)
        spread = np.square(out).mean(axis=-1, keepdims=True)
        spread += _TINY
        np.sqrt(spread, out=spread)
        out /= spread
        out *= self._gain
        out += self._shift
        return out


class Vectors:
    """The model's `tok2vec`: hashed features, mixed by a maxout, then residual layers with a window of one word.

    Raises OtherModel where it has other layers, or where what is computed here differs from what spaCy does.
    """

    def __init__(self, nlp: Any) -> None:
        tok2vec = nlp.get_pipe("tok2vec").model
        if not _NETWORK.fullmatch(tok2vec.name):
            raise OtherModel(f"its tok2vec has the layers {tok2vec.name}; needed are {_NETWORK.pattern}")
        embed, encode = tok2vec.layers
        features, _, hashed, mixed, _ = embed.layers
        self._columns = features.attrs["columns"]
        self._hashed = hashed.layers[0]
        maxout, norm, *_ = _flat(mixed.layers[0])
        self._mix = _Maxout(maxout, norm)
        self._layers: list[_Maxout] = []
        for residual in encode.layers[0].layers:
            _, maxout, norm, *_ = _flat(residual.layers[0])
            self._layers.append(_Maxout(maxout, norm))
        self._width = maxout.get_dim("nO")
        self._rows: dict[bytes, int] = {}
        self._table = np.zeros((_MOST_WORDS, self._width), dtype=np.float32)
        self._compare(Doc(nlp.vocab, words=list(_SAMPLE)), tok2vec)

    def _compare(self, doc: Any, tok2vec: Any) -> None:
        """Raises OtherModel where layers of the names that are known compute something else."""
        self.set([doc])
        apart = float(np.abs(doc.tensor - tok2vec.predict([doc])[0]).max())
        if not apart < _ROUNDING:
            raise OtherModel(
                f"its tok2vec gives other vectors: up to {apart:.2g} apart; at most {_ROUNDING} is rounding"
            )

    def set(self, docs: Sequence[Any]) -> None:
        """Sets the tensor of each document."""
        lengths: dict[int, list[int]] = {}
        for number, doc in enumerate(docs):
            lengths.setdefault(-(-len(doc) // _STEP) * _STEP, []).append(number)
        words = self._words(docs)
        for length, numbers in lengths.items():
            count = max(1, _MOST_ROWS // max(length, 1))
            for first in range(0, len(numbers), count):
                self._encode(length, [(docs[i], words[i]) for i in numbers[first : first + count]])

    def _encode(self, length: int, sentences: list[tuple[Any, list[int]]]) -> None:
        margin = len(self._layers)
        values = np.zeros((len(sentences), length + 2 * margin, self._width), dtype=np.float32)
        for number, (_, rows) in enumerate(sentences):
            values[number, margin : margin + len(rows)] = self._table[rows]
        for layer in self._layers:
            # a word with its neighbours; the margin of zeros is eaten up by the layers
            near = np.concatenate((values[:, :-2], values[:, 1:-1], values[:, 2:]), axis=2)
            values = values[:, 1:-1] + layer(near)
        for number, (doc, rows) in enumerate(sentences):
            doc.tensor = values[number, : len(rows)]

    def _words(self, docs: Sequence[Any]) -> list[list[int]]:
        """The rows of the table that hold each document's words, those that were unknown computed."""
        features = [doc.to_array(self._columns) for doc in docs]
        if len(self._rows) + sum(map(len, features)) > _MOST_WORDS:
            self._rows.clear()
            if sum(map(len, features)) > _MOST_WORDS:
                self._table = np.zeros((sum(map(len, features)), self._width), dtype=np.float32)
        known = self._rows
        new: dict[bytes, int] = {}
        start = len(known)
        found = []
        for feature in features:
            data, size = feature.tobytes(), feature.itemsize * len(self._columns)
            rows = []
            for place in range(len(feature)):
                key = data[place * size : place * size + size]
                row = known.get(key)
                if row is None:
                    row = new.setdefault(key, start + len(new))
                rows.append(row)
            found.append(rows)
        if new:
            stacked = np.frombuffer(b"".join(new), dtype=np.uint64).reshape(len(new), -1)
            self._table[start : start + len(new)] = self._mix(self._hashed.predict(stacked)[:, None, :])[:, 0]
            # last, so that a failure or a fork on the way leaves no row without its vector
            known.update(new)
        return found


def _flat(model: Any) -> list[Any]:
    """The layers of chains within chains, in order."""
    return [leaf for layer in model.layers for leaf in _flat(layer)] if model.layers else [model]
