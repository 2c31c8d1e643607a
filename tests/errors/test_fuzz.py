"""Any answer gets a verdict; `make fuzz` asks the same of 200,000."""

from __future__ import annotations

from tests.fuzz.classify import KINDS, run


def test_ten_thousand_strange_answers_get_a_verdict():
    tally = run(10_000, seed=20)
    assert tally.troubles == []
    assert sum(tally.kinds.values()) == 10_000
    assert set(tally.kinds) == {maker.__name__ for maker in KINDS}
    assert 0 < tally.unclassified < 9_000
