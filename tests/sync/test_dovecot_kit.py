"""The Dovecot of the test kit does what its methods say: other tests lean on it."""

import imaplib
import ssl

import pytest

from tests.kit.dovecot import Dovecot, User, dovecot  # noqa: F401

pytestmark = pytest.mark.flow

MAIL = b"Subject: hello\r\nMessage-ID: <a@example.org>\r\n\r\nhello\r\n"


def sign_in(server: Dovecot, user: User) -> imaplib.IMAP4:
    client = imaplib.IMAP4(server.host, server.port, timeout=10)
    client.login(user.name, user.password)
    return client


def test_a_delivered_message_comes_back_byte_for_byte(dovecot):  # noqa: F811
    user = dovecot.add_user()
    dovecot.deliver(user, MAIL)
    client = sign_in(dovecot, user)
    client.select("INBOX", readonly=True)
    assert client.uid("FETCH", "1", "(BODY.PEEK[])")[1][0][1] == MAIL


def test_tls_is_verified_against_its_own_authority(dovecot):  # noqa: F811
    context = ssl.create_default_context(cadata=dovecot.ca)
    client = imaplib.IMAP4_SSL("localhost", dovecot.tls_port, ssl_context=context, timeout=10)
    user = dovecot.add_user()
    assert client.login(user.name, user.password)[0] == "OK"


def test_a_changed_password_holds_at_once(dovecot):  # noqa: F811
    old = dovecot.add_user()
    sign_in(dovecot, old)
    new = dovecot.set_password(old, "secreT")
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        sign_in(dovecot, old)
    sign_in(dovecot, new)


def test_uidvalidity_changes_while_the_server_is_stopped(dovecot):  # noqa: F811
    user = dovecot.add_user()
    dovecot.deliver(user, MAIL)
    before = sign_in(dovecot, user).status("INBOX", "(UIDVALIDITY UIDNEXT)")[1][0]
    dovecot.stop()
    dovecot.change_uidvalidity(user)
    dovecot.start()
    after = sign_in(dovecot, user).status("INBOX", "(UIDVALIDITY UIDNEXT)")[1][0]
    assert before != after
    assert b"UIDNEXT 2" in after


def test_a_killed_server_can_be_started_again(dovecot):  # noqa: F811
    user = dovecot.add_user()
    dovecot.kill()
    dovecot.start()
    sign_in(dovecot, user)


def test_names_and_passwords_may_hold_any_character(dovecot):  # noqa: F811
    user = dovecot.add_user('jürgen "q" :\\x@example.org', 'pä"s\\s:w{o}rd')
    client = imaplib.IMAP4(dovecot.host, dovecot.port, timeout=10)
    client.authenticate("PLAIN", lambda _: f"\0{user.name}\0{user.password}".encode())
    assert client.state == "AUTH"


def test_an_unknown_user_is_refused_as_a_wrong_password_is(dovecot):  # noqa: F811
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        imaplib.IMAP4(dovecot.host, dovecot.port, timeout=10).login("nobody@example.org", "x")
