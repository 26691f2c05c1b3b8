"""A signature says which share of one text stands in another; the same text has the same one everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.signatures import ANCHORS, FACTS, SHINGLES, Signature
from transforms.clean.signature import signature

TEXT = " ".join(f"Minister number {n} met envoy {n * 7} in city {n * 13} on day {n}." for n in range(40))
CHINESE = "外交部长星期二在日内瓦会见了来访的代表团并讨论了和平协议"


def unpacked(text: str) -> Signature:
    found = Signature.from_bytes(signature(text))
    assert found is not None
    return found


def test_signature_is_a_fixed_format() -> None:
    # Signatures of earlier runs lie in the log: a change here makes them incomparable, and needs a new version.
    assert (
        signature("the same twenty words " * 6).hex()
        == "0204040010000000323406217cb25c2cb5d5bc4a5404944dea0c860d5d5013c4"
    )
    full = unpacked(TEXT)
    assert (len(full.anchors), len(full.shingles), len(full.facts)) == (ANCHORS, SHINGLES, FACTS)


def test_case_accents_punctuation_and_forms_of_characters_do_not_count() -> None:
    plain = "The minister's office in Munchen met some 12 fine envoys would fly to Sao Paulo by the end of a long week"
    other = (
        "The minister’s office, in München, met some 12 ﬁne envoys would ﬂy to São Paulo; by the end of a long week!"
    )
    assert signature(other) == signature(plain)
    assert unpacked(plain.upper()).shingles == unpacked(plain).shingles
    assert len(unpacked(plain.upper()).facts) == 1, "in capitals all words look like names"


def test_the_sample_of_a_part_is_in_that_of_the_whole() -> None:
    whole, part = unpacked(TEXT), unpacked(TEXT[: len(TEXT) // 2])
    shift = max(whole.shift, part.shift)
    known = {number >> shift - whole.shift for number in whole.shingles}
    within = [number >> shift - part.shift for number in part.shingles]
    within = [number for number in within if number <= max(known)]
    assert len(within) > SHINGLES // 3
    assert len(known.intersection(within)) >= len(within) - 2, "only the runs over the cut are others"


def test_other_texts_share_nothing() -> None:
    other = unpacked(" ".join(f"Team {n} beat side {n * 3} by {n * 5} points at home." for n in range(40)))
    assert not set(other.anchors).intersection(unpacked(TEXT).anchors)
    known = {number >> other.shift - unpacked(TEXT).shift for number in unpacked(TEXT).shingles}
    assert len(known.intersection(other.shingles)) < SHINGLES / 50, "numbers of 16 bits may be equal by chance"


def test_a_teaser_shares_a_long_run_with_the_head_of_a_long_text() -> None:
    long = " ".join(f"word{n}" for n in range(5000))
    assert set(unpacked(long[:300]).anchors).intersection(unpacked(long).anchors)


def test_names_and_numbers_are_facts_and_first_words_are_not() -> None:
    said = "Yesterday the envoys of {} and Peru met in {} for 3 hours of talks about fish. Nobody said what came of it."
    one, same, other = (
        unpacked(said.format(*names)) for names in (("Chile", "Lima"), ("Lima", "Chile"), ("Spain", "Rome"))
    )
    assert len(one.facts) == 4
    assert same.facts == one.facts
    assert len(set(other.facts).intersection(one.facts)) == 2


def test_a_short_text_has_none() -> None:
    assert signature("Nineteen words " * 9 + "here") == b""
    assert signature("") == b""


def test_of_a_huge_text_the_beginning_counts() -> None:
    huge = " ".join(f"word{n}" for n in range(20_000))
    assert signature(huge) == signature(huge * 3) != signature(huge[50_000:])


def test_text_without_spaces_has_one() -> None:
    assert len(unpacked(CHINESE).shingles) == len(CHINESE) - 2


@given(
    st.text(st.characters()) | st.lists(st.sampled_from(["Ärzte", "17", "of", "'", "平", "\ud800", ". "])).map(" ".join)
)
def test_any_text_has_one_or_none(text: str) -> None:
    packed = signature(text)
    assert packed == signature(text)
    assert len(packed) <= 512
    assert packed == b"" or Signature.from_bytes(packed) is not None
