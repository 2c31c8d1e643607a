"""Dialogues: what is said is given in full, octet by octet where it matters."""

import asyncio
import base64
import ssl

import pytest

from tests.kit.simulated import Talk, playing


async def test_before_sign_in_capabilities_offer_starttls_and_afterwards_idle():
    async with playing() as stage:
        talk = await stage.connect()
        before = await talk.say("CAPABILITY")
        assert b" STARTTLS" in before
        assert b" SASL-IR" in before
        secure = await stage.connect(tls=True)
        assert b"STARTTLS" not in await secure.say("CAPABILITY")
        signed_in = await stage.enter()
        after = await signed_in.say("CAPABILITY")
        assert b" IDLE" in after
        assert b"STARTTLS" not in after


async def test_starttls_forgets_what_was_sent_in_clear_ahead_of_it():
    async with playing() as stage:
        talk = await stage.connect()
        talk.send(b"a STARTTLS\r\nb LOGIN x y\r\n")
        assert await talk.line() == b"a OK Begin TLS negotiation now\r\n"
        await talk.writer.start_tls(
            ssl.create_default_context(cadata=stage.profile.ca_pem), server_hostname="localhost"
        )
        assert (await talk.say("CAPABILITY")).startswith(b"* CAPABILITY ")
        assert stage.sim.events.counts["refused_sign_in"] == 0


@pytest.mark.parametrize(
    "way",
    [
        pytest.param("quoted", id="LOGIN with quoted strings"),
        pytest.param("literal", id="LOGIN with literals that wait to be asked for"),
        pytest.param("literal+", id="LOGIN with literals that do not wait"),
        pytest.param("plain", id="AUTHENTICATE PLAIN in two steps"),
        pytest.param("plain at once", id="AUTHENTICATE PLAIN in one"),
        pytest.param("xoauth2", id="AUTHENTICATE XOAUTH2"),
    ],
)
async def test_every_way_of_signing_in_works_with_awkward_passwords(way):
    password = 'pass "word" \\ grün'
    async with playing(profile=f"password = '{password}'") as stage:
        talk, address = await stage.connect(), stage.sim.mailboxes[0].address
        assert b" OK [CAPABILITY " in await sign_in(talk, way, address.encode(), password.encode())
        assert stage.sim.events.signed_in[address] == 1


async def sign_in(talk: Talk, way: str, name: bytes, password: bytes) -> bytes:
    plain = base64.b64encode(b"\0" + name + b"\0" + password)
    if way == "quoted":
        escaped = password.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        return await talk.say(b'LOGIN "%b" "%b"' % (name, escaped))
    if way == "literal+":
        return await talk.say(b"LOGIN {%d+}\r\n%b {%d+}\r\n%b" % (len(name), name, len(password), password))
    if way == "plain at once":
        return await talk.say(b"AUTHENTICATE PLAIN " + plain)
    if way == "xoauth2":
        said = b"user=%b\1auth=Bearer %b\1\1" % (name, password)
        return await talk.say(b"AUTHENTICATE XOAUTH2 " + base64.b64encode(said))
    if way == "plain":
        talk.send(b"a AUTHENTICATE PLAIN\r\n")
        assert (await talk.line()).startswith(b"+")
        talk.send(plain + b"\r\n")
        return await talk.until(b"a ")
    talk.send(b"a LOGIN {%d}\r\n" % len(name))
    assert (await talk.line()).startswith(b"+")
    talk.send(name + b" {%d}\r\n" % len(password))
    assert (await talk.line()).startswith(b"+")
    talk.send(password + b"\r\n")
    return await talk.until(b"a ")


async def test_status_and_examine_agree():
    async with playing() as stage:
        talk = await stage.enter()
        status = await talk.say("STATUS INBOX (UIDNEXT UIDVALIDITY MESSAGES UNSEEN RECENT)")
        opened = await talk.say("EXAMINE inbox")
        validity = stage.sim.expected()[0].uid_validity
        told = b'* STATUS "INBOX" (UIDNEXT 5 UIDVALIDITY %d MESSAGES 4 UNSEEN 4 RECENT 0)\r\n' % validity
        assert status.startswith(told)
        for line in (b"* 4 EXISTS", b"[UIDVALIDITY %d]" % validity, b"[UIDNEXT 5]", b"OK [READ-ONLY]"):
            assert line in opened


async def test_folders_are_listed_by_pattern_and_spelled_in_modified_utf_7():
    async with playing(profile='folders = ["INBOX", "Entwürfe", "Old/2025", "R&D"]') as stage:
        talk = await stage.enter()
        everything = await talk.say('LIST "" *')
        for name in (b'"INBOX"', b'"Entw&APw-rfe"', b'"Old/2025"', b'"R&-D"'):
            assert name in everything
        assert b"2025" not in await talk.say('LIST "" "%"')
        assert (await talk.say('LSUB "" "Old/%"')).count(b"* LSUB") == 1
        assert b'* LIST (\\Noselect) "/" ""' in await talk.say('LIST "" ""')
        assert b"OK" in await talk.say('EXAMINE "Entw&APw-rfe"')


async def test_a_folder_that_is_not_there_is_told_and_leaves_none_open():
    async with playing() as stage:
        talk = await stage.enter(select=True)
        assert b"NO [NONEXISTENT]" in await talk.say("SELECT Nowhere")
        assert b"BAD" in await talk.say("FETCH 1 FLAGS")
        assert b"NO [NONEXISTENT]" in await talk.say("STATUS Nowhere (MESSAGES)")


async def test_fetching_gives_the_message_octet_by_octet():
    async with playing() as stage:
        talk, address = await stage.enter(select=True), stage.sim.mailboxes[0].address
        raw = stage.sim.raw(address, 3)
        cut = raw.index(b"\r\n\r\n") + 4
        assert b"BODY[] {%d}\r\n%b)\r\n" % (len(raw), raw) in await talk.say("UID FETCH 3 BODY.PEEK[]")
        assert b"BODY[HEADER] {%d}\r\n%b)" % (cut, raw[:cut]) in await talk.say("FETCH 3 (BODY.PEEK[HEADER])")
        assert b"BODY[TEXT] {%d}\r\n%b)" % (len(raw) - cut, raw[cut:]) in await talk.say("FETCH 3 (BODY.PEEK[TEXT])")
        assert b"BODY[]<10> {5}\r\n%b)" % raw[10:15] in await talk.say("FETCH 3 (BODY.PEEK[]<10.5>)")
        assert b"RFC822 {%d}\r\n%b)" % (len(raw), raw) in await talk.say("FETCH 3 RFC822")


async def test_header_fields_are_picked_by_name():
    async with playing() as stage:
        talk = await stage.enter(select=True)
        said = await talk.say("UID FETCH 1:2 (RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
        assert said.count(b"BODY[HEADER.FIELDS (MESSAGE-ID)] {") == said.count(b"\r\nMessage-ID: <") == 2
        assert b"Subject" not in said
        others = await talk.say("UID FETCH 1 (BODY.PEEK[HEADER.FIELDS.NOT (Message-ID)])")
        assert b"Message-ID: " not in others
        assert b"\r\nSubject: " in others


async def test_only_a_fetch_that_does_not_peek_marks_as_read_and_only_where_that_is_allowed():
    async with playing() as stage:
        talk = await stage.enter(select=True)
        await talk.say("FETCH 1 (BODY.PEEK[])")
        await talk.say("FETCH 2 (BODY[])")
        assert b"* SEARCH 2\r\n" in await talk.say("SEARCH SEEN")
        await talk.say("EXAMINE INBOX")
        await talk.say("FETCH 3 (BODY[])")
        assert b"* SEARCH 1 3 4\r\n" in await talk.say("SEARCH UNSEEN")


async def test_messages_are_marked_and_expunged_and_other_sessions_are_told_in_time():
    async with playing() as stage:
        talk, other = await stage.enter(select=True), await stage.enter(select=True)
        assert b"* 2 FETCH (FLAGS (\\Deleted))" in await talk.say("STORE 2 +FLAGS (\\Deleted)")
        assert b"FETCH" not in await talk.say("STORE 3 +FLAGS.SILENT (\\Deleted)")
        assert (await talk.say("EXPUNGE")).startswith(b"* 3 EXPUNGE\r\n* 2 EXPUNGE\r\n")
        assert b"EXPUNGE" not in await other.say("FETCH 1:4 FLAGS")
        assert b"* 3 EXPUNGE\r\n* 2 EXPUNGE\r\n" in await other.say("NOOP")
        assert b"* SEARCH 1 4\r\n" in await other.say("UID SEARCH ALL")


async def test_nothing_can_be_changed_in_a_folder_that_was_opened_to_be_looked_at():
    async with playing() as stage:
        talk = await stage.enter()
        await talk.say("EXAMINE INBOX")
        assert b" NO " in await talk.say("STORE 1 +FLAGS (\\Deleted)")
        assert b" NO " in await talk.say("EXPUNGE")


async def test_what_is_appended_can_be_fetched_back():
    async with playing() as stage:
        talk = await stage.enter(select=True)
        said = await talk.say(b'APPEND INBOX (\\Seen) "05-Jan-2026 10:00:00 +0100" {6+}\r\na: b\r\n')
        assert b"* 5 EXISTS\r\n" in said
        assert b"OK [APPENDUID " in said
        fetched = await talk.say("UID FETCH 5 (FLAGS INTERNALDATE BODY.PEEK[])")
        assert b'FLAGS (\\Seen) INTERNALDATE "05-Jan-2026 09:00:00 +0000" BODY[] {6}\r\na: b\r\n)' in fetched


async def test_who_idles_is_told_of_new_mail_and_of_what_others_do():
    async with playing(profile="arrivals = 60") as stage:
        talk, other = await stage.enter(select=True), await stage.enter(select=True)
        talk.send(b"a IDLE\r\n")
        assert await talk.line() == b"+ idling\r\n"
        await stage.sim.events.reached("idle")
        stage.clock.advance(30)
        assert (await talk.line()).endswith(b" EXISTS\r\n")
        await other.say("STORE 1 +FLAGS (\\Deleted)")
        await other.say("EXPUNGE")
        assert await talk.line() == b"* 1 EXPUNGE\r\n"
        talk.send(b"DONE\r\n")
        assert await talk.line() == b"a OK IDLE done\r\n"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("NONSENSE", id="no such command"),
        pytest.param("SELECT", id="no argument"),
        pytest.param("SELECT (INBOX)", id="a list for a name"),
        pytest.param("STATUS INBOX", id="status of nothing"),
        pytest.param("STATUS INBOX (WEATHER)", id="status of something else"),
        pytest.param("FETCH 1", id="fetch of nothing"),
        pytest.param("FETCH 0 FLAGS", id="there is no message 0"),
        pytest.param("FETCH x FLAGS", id="no number"),
        pytest.param("FETCH 1 WEATHER", id="fetch of something else"),
        pytest.param("FETCH 1 BODY[WEATHER]", id="no such section"),
        pytest.param("FETCH 1 (FLAGS", id="a list not closed"),
        pytest.param("FETCH 1 FLAGS)", id="a list not opened"),
        pytest.param("SEARCH", id="search for nothing"),
        pytest.param('SEARCH ""', id="search for an empty word"),
        pytest.param("SEARCH SINCE yesterday", id="no date"),
        pytest.param("SEARCH " + "NOT " * 5000 + "ALL", id="search for knots"),
        pytest.param("SEARCH " + "(" * 5000, id="search for brackets"),
        pytest.param("STORE 1 FLAGZ (a)", id="store something else"),
        pytest.param('LOGIN "a', id="a quote not closed"),
        pytest.param(b"\xff\xfe\x00", id="octets"),
        pytest.param("AUTHENTICATE PLAIN", id="signed in already"),
        pytest.param("APPEND INBOX x {1+}\r\nx", id="a date that is none"),
    ],
)
async def test_a_mistake_of_the_client_s_is_answered_and_the_session_goes_on(command):
    async with playing() as stage:
        talk = await stage.enter(select=True)
        assert b"\r\nt3 BAD " in b"\r\n" + await talk.say(command)
        assert b"t4 OK" in await talk.say("NOOP")


async def test_a_line_without_end_ends_the_session():
    async with playing() as stage:
        talk = await stage.connect()
        talk.send(b"x" * 200_000)
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await talk.reader.readexactly(1)


async def test_a_literal_that_is_too_large_is_not_taken():
    async with playing() as stage:
        talk = await stage.connect()
        talk.send(b"a LOGIN {9999999}\r\n")
        assert await talk.rest() == b"* BYE [TOOBIG] A literal that large is not taken\r\n"


async def test_commands_sent_at_once_are_answered_in_turn():
    async with playing() as stage:
        talk = await stage.enter()
        talk.send(b"a NOOP\r\nb EXAMINE INBOX\r\nc UID SEARCH ALL\r\nd LOGOUT\r\n")
        said = await talk.rest()
        places = [said.index(verdict) for verdict in (b"a OK", b"b OK", b"c OK", b"d OK")]
        assert places == sorted(places)
        assert b"* BYE" in said


async def test_closing_removes_what_is_marked_and_unselecting_does_not():
    async with playing() as stage:
        talk = await stage.enter(select=True)
        await talk.say("STORE 1 +FLAGS (\\Deleted)")
        assert b"OK" in await talk.say("UNSELECT")
        assert b"MESSAGES 4" in await talk.say("STATUS INBOX (MESSAGES)")
        await talk.say("SELECT INBOX")
        assert b"OK" in await talk.say("CLOSE")
        assert b"MESSAGES 3" in await talk.say("STATUS INBOX (MESSAGES)")
        assert b"BAD" in await talk.say("CLOSE")


async def test_uid_expunge_removes_only_what_is_named():
    async with playing() as stage:
        talk = await stage.enter(select=True)
        await talk.say("STORE 1:3 +FLAGS (\\Deleted)")
        await talk.say("UID EXPUNGE 2:4")
        assert b"* SEARCH 1 4\r\n" in await talk.say("UID SEARCH ALL")


@pytest.mark.parametrize(
    ("command", "verdict"),
    [
        pytest.param("AUTHENTICATE GSSAPI", b"NO [CANNOT]", id="a mechanism that is unknown"),
        pytest.param("AUTHENTICATE PLAIN !!!", b"BAD", id="not base64"),
        pytest.param("AUTHENTICATE PLAIN YQBi", b"BAD", id="two words"),
        pytest.param("AUTHENTICATE PLAIN =", b"BAD", id="nothing"),
        pytest.param("LOGIN nobody@example.org x", b"NO [AUTHENTICATIONFAILED]", id="nobody"),
        pytest.param("SELECT INBOX", b"BAD", id="not signed in"),
    ],
)
async def test_who_is_not_let_in_may_try_again(command, verdict):
    async with playing() as stage:
        talk, box = await stage.connect(), stage.sim.mailboxes[0]
        assert (await talk.say(command)).startswith(b"t1 " + verdict)
        assert b"OK" in await talk.say(f"LOGIN {box.address} {box.password}")


async def test_tls_begins_once():
    async with playing() as stage:
        talk = await stage.connect(tls=True)
        assert b"BAD" in await talk.say("STARTTLS")


async def test_idling_without_a_folder_waits_for_the_client_alone():
    async with playing() as stage:
        talk = await stage.enter()
        for end, verdict in ((b"done", b"a OK"), (b"NOOP", b"a BAD")):
            talk.send(b"a IDLE\r\n")
            assert await talk.line() == b"+ idling\r\n"
            talk.send(end + b"\r\n")
            assert (await talk.line()).startswith(verdict)


async def test_what_folders_can_not_do_is_refused_and_the_rest_is_agreed_to():
    async with playing() as stage:
        talk = await stage.enter()
        for command in ("CREATE New", "DELETE INBOX", "RENAME INBOX Old"):
            assert b" NO [CANNOT]" in await talk.say(command)
        for command in ("SUBSCRIBE INBOX", "ENABLE CONDSTORE", "NAMESPACE", 'ID ("name" "x")', "CAPABILITY"):
            assert b" OK " in await talk.say(command)
        assert b" NO [TRYCREATE]" in await talk.say("APPEND Nowhere {1+}\r\nx")


async def test_sets_name_messages_by_number_or_by_uid_and_pass_over_what_is_not_there():
    async with playing() as stage:
        talk = await stage.enter(select=True)
        await talk.say("STORE 2 +FLAGS (\\Deleted)")
        await talk.say("EXPUNGE")
        numbers = await talk.say("FETCH 1:2,9 UID")
        assert [line for line in numbers.splitlines() if b"FETCH (" in line] == [
            b"* 1 FETCH (UID 1)",
            b"* 2 FETCH (UID 3)",
        ]
        assert b"* 2 FETCH (UID 3)\r\n* 3 FETCH (UID 4)\r\n" in await talk.say("UID FETCH 2:3,4,99 (UID)")
        assert b"* 3 FETCH (UID 4)\r\n" in await talk.say("UID FETCH 50:* (UID)")
