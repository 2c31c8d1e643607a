from datetime import UTC, datetime

import pytest

from simulator.imap.parse import words
from simulator.imap.search import Bounds, Candidate, compile_search
from simulator.message import Content

MAILS = [
    Candidate(1, 4, frozenset(), datetime(2026, 1, 1, tzinfo=UTC), lambda: Content(b"Subject: red\r\n\r\nblue\r\n")),
    Candidate(2, 7, frozenset({"\\Seen"}), datetime(2026, 1, 2, tzinfo=UTC), lambda: Content(b"From: red\r\n\r\n")),
    Candidate(3, 9, frozenset({"\\Deleted", "$x"}), datetime(2026, 1, 3, tzinfo=UTC), lambda: Content(b"a" * 100)),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(b"ALL", [4, 7, 9], id="all"),
        pytest.param(b"UID 5:*", [7, 9], id="uids"),
        pytest.param(b"UID 20:*", [9], id="a star names the last one even below"),
        pytest.param(b"1:2", [4, 7], id="sequence numbers"),
        pytest.param(b"SINCE 2-Jan-2026", [7, 9], id="since includes the day"),
        pytest.param(b"BEFORE 02-jan-2026", [4], id="before does not"),
        pytest.param(b"ON 3-Jan-2026", [9], id="on"),
        pytest.param(b"UNSEEN", [4, 9], id="unseen"),
        pytest.param(b"SEEN", [7], id="seen"),
        pytest.param(b"UNDELETED", [4, 7], id="undeleted"),
        pytest.param(b"KEYWORD $x", [9], id="keyword"),
        pytest.param(b"NOT SEEN", [4, 9], id="not"),
        pytest.param(b"OR SEEN DELETED", [7, 9], id="or"),
        pytest.param(b"(UID 4:7 UNSEEN)", [4], id="in brackets all must hold"),
        pytest.param(b"UID 4:7 UNSEEN", [4], id="without them too"),
        pytest.param(b"LARGER 50", [9], id="larger"),
        pytest.param(b"SMALLER 20", [7], id="smaller"),
        pytest.param(b"SUBJECT red", [4], id="subject"),
        pytest.param(b"FROM RED", [7], id="from"),
        pytest.param(b"TEXT red", [4, 7], id="text is all of it"),
        pytest.param(b"BODY blue", [4], id="body is what follows the header"),
        pytest.param(b'HEADER Subject ""', [4], id="a header that is there"),
        pytest.param(b"CHARSET UTF-8 SEEN", [7], id="a charset is passed over"),
    ],
)
def test_search_finds_what_it_says(text, found):
    fits = compile_search(words([text]), Bounds(3, 9))
    assert [one.uid for one in MAILS if fits(one)] == found
