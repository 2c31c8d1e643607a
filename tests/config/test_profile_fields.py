"""What was said of a profile's settings, as the fields that change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from config import profile_fields
from config.checks import NotAllowed
from config.profile_fields import LongerThanCap, Security
from errors.model import Policy


@dataclass
class Current:
    port: int = 993
    security: str = "tls"
    policy: Policy = field(default_factory=Policy)
    outgoing: dict[str, object] = field(default_factory=dict)


def test_only_what_was_said_changes():
    said = {"host": "mail.example.org", "port": None, "push": None, "keep_days": "forever"}
    assert profile_fields.changed(Current(), said) == {"host": "mail.example.org", "keep_days": None}


def test_a_usual_port_goes_with_the_security():
    changed = profile_fields.changed(Current(), {"security": Security.STARTTLS})
    assert changed == {"security": "starttls", "port": 143}


def test_a_port_of_ones_own_stays():
    assert profile_fields.changed(Current(port=1993), {"security": Security.STARTTLS}) == {"security": "starttls"}


def test_the_first_pause_is_no_longer_than_the_longest():
    with pytest.raises(LongerThanCap) as refused:
        profile_fields.changed(Current(), {"retry_base": timedelta(hours=2)})
    assert (refused.value.setting, refused.value.base, refused.value.cap) == ("retry_base", "7200 s", "3600 s")


@pytest.mark.parametrize(
    ("said", "setting"),
    [
        pytest.param({"folders": ["INBOX", "INBOX"]}, "folders", id="a folder twice"),
        pytest.param({"folders": ["all", "INBOX"]}, "folders", id="all of them and one more"),
        pytest.param({"smtp_port": 587}, "smtp_host", id="sending without a server"),
    ],
)
def test_what_does_not_go_together_names_its_setting(said, setting):
    with pytest.raises(NotAllowed) as refused:
        profile_fields.changed(Current(), said)
    assert refused.value.setting == setting
