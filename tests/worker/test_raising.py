"""What an alert keeps of an attempt."""

from __future__ import annotations

import pytest

from errors.classify import classify
from errors.model import Protocol, Signal, Stage
from tests.kit.cases import NOON
from tests.kit.stores import a_mailbox, a_profile, leased, open_store
from worker.raising import evidence_of

APP_PASSWORD = classify(Signal(Protocol.IMAP, Stage.AUTH, "NO Application-specific password required", "NO"))


@pytest.fixture
async def store(tmp_path):
    opened = await open_store(tmp_path)
    yield opened
    await opened.close()


async def a_held(store, host):
    await a_profile(store, host=host)
    await a_mailbox(store)
    return await leased(store)


@pytest.mark.parametrize(
    ("host", "page"),
    [
        pytest.param("imap.gmail.com", "https://support.google.com/accounts/answer/185833", id="a known provider"),
        pytest.param("imap.example.org", None, id="nobody known"),
    ],
)
async def test_it_names_the_providers_own_page_by_the_profiles_host(store, host, page):
    assert evidence_of(APP_PASSWORD, await a_held(store, host), NOON, None).get("help") == page


async def test_it_keeps_the_servers_words_and_no_fingerprint_of_what_has_a_name(store):
    kept = evidence_of(APP_PASSWORD, await a_held(store, "imap.example.org"), NOON, None)
    assert (kept["response"], kept["code"], "fingerprint" in kept) == (APP_PASSWORD.signal.text, "IMAP-104", False)


async def test_no_token_that_a_server_repeats_is_kept(store):
    said = classify(Signal(Protocol.OAUTH, Stage.TOKEN, '{"odd":1,"access_token":"ya29.hunter2-Xy"}', http_status=200))
    kept = evidence_of(said, await a_held(store, "imap.example.org"), NOON, None)
    assert kept["response"] == '{"odd":1,"access_token":"(hidden)"}'
    assert "hunter2" not in str(kept)
