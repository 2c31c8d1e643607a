"""postroom.explain: what programmers get of `errors explain`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import postroom


def test_a_date_to_come_back_on_is_counted_from_now():
    date = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    told = postroom.explain("", protocol="ews", stage="poll", http_status=503, headers={"Retry-After": date})
    assert isinstance(told["retry_after_s"], float)
    assert 590 <= told["retry_after_s"] <= 600


def test_a_date_beside_another_date_is_counted_from_that():
    headers = {"Date": "Tue, 24 Nov 2026 10:00:00 GMT", "Retry-After": "Tue, 24 Nov 2026 10:02:00 GMT"}
    assert postroom.explain("", protocol="ews", stage="poll", http_status=503, headers=headers)["retry_after_s"] == 120
