"""Credentials at rest: keys, their fingerprints, and rotation by listing two."""

from __future__ import annotations

import pytest

from store import keys
from store.faults import WrongKey
from store.keys import KeyRing, new_key
from tests.kit.stores import KEY, a_mailbox, a_profile, leased

OLD, NEW = new_key(), new_key()


class TestRing:
    def test_what_was_encrypted_is_read_again(self):
        ring = KeyRing([OLD])
        token = ring.encrypt("pässword")
        assert "pässword".encode() not in token
        assert ring.decrypt(token) == "pässword"

    def test_an_older_key_in_the_ring_still_reads(self):
        assert KeyRing([NEW, OLD]).decrypt(KeyRing([OLD]).encrypt("word")) == "word"

    def test_the_newest_key_encrypts(self):
        assert KeyRing([NEW]).decrypt(KeyRing([NEW, OLD]).encrypt("word")) == "word"

    def test_another_key_does_not_read(self):
        with pytest.raises(WrongKey):
            KeyRing([NEW]).decrypt(KeyRing([OLD]).encrypt("word"))

    @pytest.mark.parametrize("bad", [["hunter2"], [OLD, "hunter2"], ["hünter2"], []])
    def test_what_is_no_key_is_refused_and_not_quoted(self, bad):
        with pytest.raises(ValueError) as caught:
            KeyRing(bad)
        assert "nter2" not in str(caught.value)

    def test_repr_shows_fingerprints_only(self):
        ring = KeyRing([NEW, OLD])
        ring.decrypt(ring.encrypt("word"))
        assert repr(ring) == f"KeyRing({', '.join(ring.fingerprints)})"
        assert not any(key[:8] in repr(ring) for key in (OLD, NEW))


@pytest.fixture
async def box(store):
    await a_profile(store)
    return await a_mailbox(store)  # encrypted with the kit's KEY


class TestChecking:
    async def test_an_empty_database_takes_any_key(self, store):
        async with store.write() as tx:
            assert not await keys.holds_credentials(tx)
            await keys.check(tx, KeyRing([OLD]))
            await keys.check(tx, KeyRing([NEW]))

    async def test_the_right_key_passes_twice(self, store, box):
        async with store.write() as tx:
            assert await keys.holds_credentials(tx)
            await keys.check(tx, KeyRing([KEY]))
            await keys.check(tx, KeyRing([KEY]))

    async def test_a_wrong_key_is_refused_with_both_fingerprints(self, store, box):
        wrong = KeyRing([OLD])
        async with store.write() as tx:
            with pytest.raises(WrongKey) as caught:
                await keys.check(tx, wrong)
        for fingerprint in (*wrong.fingerprints, *KeyRing([KEY]).fingerprints):
            assert fingerprint in str(caught.value)
        assert KEY not in str(caught.value)

    async def test_some_credentials_unreadable_is_wrong_too(self, store, box):
        store.ring = KeyRing([NEW])
        await a_mailbox(store, "bo@example.org")
        async with store.write() as tx:
            with pytest.raises(WrongKey):
                await keys.check(tx, store.ring)

    async def test_a_wrong_key_leases_nothing(self, store, box):
        store.ring = KeyRing([OLD])
        with pytest.raises(WrongKey):
            await leased(store)
        store.ring = KeyRing([KEY])
        assert (await leased(store)).direction.fence == box.incoming.fence + 1


class TestRotation:
    async def test_by_listing_two_keys(self, store, box):
        both = KeyRing([NEW, KEY])
        async with store.write() as tx:
            await keys.check(tx, both)
            assert await keys.rotate(tx, both) == 1
            assert await keys.rotate(tx, both) == 0
            await keys.check(tx, KeyRing([NEW]))
            with pytest.raises(WrongKey):
                await keys.check(tx, KeyRing([KEY]))
        store.ring = KeyRing([NEW])
        assert (await leased(store)).password == "open sesame"
