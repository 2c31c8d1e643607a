"""Mails for tests: small ones that differ, and ones that parsers dislike. CRLF lines throughout."""

from __future__ import annotations


def mail(number: int, size: int = 400) -> bytes:
    """A plain message of about that many octets, different for each number."""
    head = (
        f"From: Ana <ana@example.org>\r\nTo: Bo <bo@example.org>\r\nSubject: Message {number}\r\n"
        f"Message-ID: <{number}@example.org>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    line = f"This is line after line of message {number}, as mail has them.\r\n"
    return (head + line * max(1, (size - len(head)) // len(line))).encode()


def mails(count: int, size: int = 400, first: int = 1) -> list[bytes]:
    return [mail(number, size) for number in range(first, first + count)]


def nested(depth: int) -> bytes:
    """Multiparts within multiparts."""
    lines = [b"From: a@example.org\r\nSubject: deep\r\nMessage-ID: <deep@example.org>\r\nMIME-Version: 1.0"]
    lines += [b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d' % (level, level) for level in range(depth)]
    lines.append(b"Content-Type: text/plain\r\n\r\nat last\r\n")
    return b"\r\n".join(lines)


AWKWARD = {
    "broken MIME": b"Subject: broken\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\nContent-Type\r\n\r\n--",
    "8-bit headers": b"From: J\xfcrgen <j@example.org>\r\nSubject: Gr\xfc\xdfe \xff\xfe\r\n\r\nhello\r\n",
    "no Message-ID": b"From: a@example.org\r\nSubject: nameless\r\n\r\nhello\r\n",
    "no header at all": b"\r\njust a body\r\n",
    "an empty message": b"",
    "100,000 headers": b"".join(b"X-Header-%d: value\r\n" % number for number in range(100_000)) + b"\r\nbody\r\n",
    "nested 1,000 deep": nested(1000),
    "a bad encoded word": b"Subject: =?utf-8?b?////?= =?no-such?q?x?=\r\n\r\nhello\r\n",
    "a subject of 100,000 letters": b"Subject: " + b"x" * 100_000 + b"\r\n\r\nhello\r\n",
    "a NUL in its subject": b"Subject: nul\0nul\r\nMessage-ID: <n\0l@example.org>\r\n\r\nhello\0\r\n",
}
