"""Writes anew what cleaning keeps and drops of each seed. Read the difference before you commit it.

    python tests/transforms/clean/golden/regenerate.py

A golden file says the title, then each line of the seed in its order, after `keep` or `drop`.
"""

from pathlib import Path

from schemas.records import RawDocument
from transforms.clean.document import clean_document

GOLDEN = Path(__file__).parent
SEEDS = Path(__file__).parents[4] / "seeds" / "drops"


def golden_of(seed: Path) -> str:
    """The golden file's text for a seed, from what cleaning does now."""
    document = RawDocument(seed.name, seed.stem, seed.read_bytes(), "text", fetched_at=0)
    article = clean_document(document)
    kept = article.text.split("\n\n")
    rows = [f"title\t{article.title or ''}"]
    for line in filter(None, (part.strip() for part in seed.read_text(encoding="utf-8").splitlines())):
        if kept and " ".join(line.split()) == kept[0]:
            kept.pop(0)
            rows.append(f"keep\t{line}")
        elif line != article.title:
            rows.append(f"drop\t{line}")
    rows += [f"made up\t{line}" for line in kept]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    for path in sorted(SEEDS.glob("*.txt")):
        (GOLDEN / f"{path.stem}.tsv").write_text(golden_of(path), encoding="utf-8")
