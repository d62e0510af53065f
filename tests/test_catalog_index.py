"""What the catalog looks for in a text before it reads it: also in the texts of errors that are yet to come."""

import pytest

from dualwrite_errors import CATALOG
from dualwrite_errors.parsing import catalog_index
from dualwrite_errors.scanning.signs import GRAM, Sign, table_of
from dualwrite_errors.scanning.speedups import sign_positions
from dualwrite_errors.templates import Template


@pytest.mark.parametrize(
    ("sentence", "found", "passed_over"),
    [
        ("{record} obstructed {other} permanently", b"S-01 obstructed S-02 permanently", b"S-01 obstructed"),
        ("{record} obstructed {other} permanently", b"S-01 obstructed S-02 permanently", b"S-01 permanently"),
        ("{record} obstructed {other}", b"S-01 Obstructed S-02", b"S-01 distracted S-02"),
        ("{record} jammed {other}", b"S-01 Jammed S-02", b"S-01 jam S-02"),
        ("{record} overcrowded", b"S-01 overcrowded", b"S-01 crowd"),
        ("Obstructed permanently", b"obstructed\r\n  permanently", b"obstructed and forgotten"),
        ("Message obstructed", b"Message obstructed", b"a message"),
    ],
)
def test_a_new_sentence_is_found_by_two_of_its_words_or_by_one(
    monkeypatch: pytest.MonkeyPatch, sentence: str, found: bytes, passed_over: bytes
) -> None:
    owner = catalog_index.SentenceOwner(CATALOG["IntegrationKeyMissing"], only_in_wrapper=False)
    monkeypatch.setattr(catalog_index, "templates", lambda: ((Template(sentence), owner),))
    signs = catalog_index.parts_of_sentences.__wrapped__(GRAM)
    assert all(len(part) == GRAM for part, _, _ in signs)
    table = table_of(Sign(part.encode(), other.encode(), reach) for part, other, reach in signs)
    assert len(sign_positions(found, 0, len(found), table)) == 1
    assert sign_positions(passed_over, 0, len(passed_over), table) == []
