"""Records come out of Beam's coders as what they went in as, in another process too."""

import pickle
import subprocess
import sys
from pathlib import Path

from apache_beam.coders import registry

from schemas.records import Chunk, Quarantined, RawDocument
from support.lakes import article, chunk, mention
from transforms.sources.splits import FileRange, Split
from transforms.write.parts import Receipt

# What a worker does: it loads the step's code, then the coder, then the bytes.
WORKER = """
import pickle, sys
import transforms.write.transform, transforms.sources.read
coder, data = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(repr(coder.decode(data)).encode())
"""


def records() -> list[object]:
    of = article("x", topics=[])
    raw = RawDocument("u", None, b"\xff", "text", 1, authors=["A"])
    bad = Quarantined("read", "u", "k", "m", "e", 1)
    from transforms.lake.commits import Part

    return [
        Split("0", [FileRange("a", "text", False, 1, 2)]),
        chunk([of], [mention(of)], [bad], ["seen"], ["{}"]),
        Chunk("0", 1, documents=[raw]),
        Receipt("b", 1, "0", [Part("articles", "p", 1, 2, "d")], ["t"], 1, ["a"], 0, [], 0, []),
    ]


def test_records_survive_in_this_process() -> None:
    for record in records():
        coder = registry.get_coder(type(record))
        assert coder.decode(coder.encode(record)) == record


def test_records_survive_in_a_worker() -> None:
    for record in records():
        coder = registry.get_coder(type(record))
        sent = pickle.dumps((coder, coder.encode(record)))
        root = Path(__file__).parents[2]
        done = subprocess.run([sys.executable, "-c", WORKER], input=sent, capture_output=True, cwd=root, check=False)
        assert done.stdout.decode() == repr(record), done.stderr[-2000:]
