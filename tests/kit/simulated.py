"""Talking to the simulator by hand: commands out, answers in, as octets. For tests of the simulator."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simulator import ManualClock, Profile, Simulator, parse

LITERAL = re.compile(rb"\{(\d+)\}\r\n$")
PATIENCE = 10.0  # seconds, after which a test has failed


class Talk:
    """One connection. say() gives the whole answer, literals and all."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self._tags = 0

    @classmethod
    async def to(cls, profile: Profile, *, tls: bool = False, greeted: bool = True) -> Talk:
        trust = ssl.create_default_context(cadata=profile.ca_pem) if tls else None
        port = profile.tls_port if tls else profile.port
        talk = cls(*await asyncio.open_connection(profile.host, port, ssl=trust))
        if greeted:
            assert (await talk.line()).startswith(b"* OK ")
        return talk

    async def line(self) -> bytes:
        return await asyncio.wait_for(self.reader.readline(), PATIENCE)

    def send(self, octets: bytes) -> None:
        self.writer.write(octets)

    async def say(self, command: str | bytes) -> bytes:
        """Send a command with a tag, and read to the tagged answer or the end; the tag is `t<number>`."""
        self._tags += 1
        tag = b"t%d" % self._tags
        self.send(tag + b" " + (command.encode() if isinstance(command, str) else command) + b"\r\n")
        return await self.until(tag + b" ")

    async def until(self, start: bytes) -> bytes:
        """Everything up to and with the line that starts so, or to the end of the stream."""
        said = b""
        while line := await self.line():
            said += line
            if line.startswith(start):
                break
            if found := LITERAL.search(line):
                said += await asyncio.wait_for(self.reader.readexactly(int(found[1])), PATIENCE)
        return said

    async def rest(self) -> bytes:
        """Everything to the end of the stream. Raises ConnectionResetError where it was cut."""
        return await asyncio.wait_for(self.reader.read(), PATIENCE)

    def close(self) -> None:
        self.writer.close()


class Stage:
    """A simulator with one profile, its clock, and a way in."""

    def __init__(self, sim: Simulator, clock: ManualClock) -> None:
        self.sim = sim
        self.clock = clock
        self.talks: list[Talk] = []

    @property
    def profile(self) -> Profile:
        return next(iter(self.sim.profiles.values()))

    async def connect(self, *, tls: bool = False, greeted: bool = True) -> Talk:
        talk = await Talk.to(self.profile, tls=tls, greeted=greeted)
        self.talks.append(talk)
        return talk

    async def enter(self, number: int = 1, *, select: bool = False) -> Talk:
        """Signed in to that mailbox, its INBOX open on request."""
        box = self.sim.mailboxes[number - 1]
        talk = await self.connect()
        assert b"OK" in await talk.say(f"LOGIN {box.address} {box.password}")
        if select:
            assert b"READ-WRITE" in await talk.say("SELECT INBOX")
        return talk

    async def refused_sign_in(self, number: int = 1) -> bytes:
        box = self.sim.mailboxes[number - 1]
        return await (await self.connect()).say(f"LOGIN {box.address} {box.password}")


@asynccontextmanager
async def playing(troubles: str = "", profile: str = "", *, mailboxes: int = 3, seed: int = 1) -> AsyncIterator[Stage]:
    """A simulator whose clock only moves when told; troubles is TOML, profile adds keys to the only profile."""
    text = f"[profiles.north]\nmailboxes = {mailboxes}\nmessages = 4\n{profile}\n{troubles}"
    clock = ManualClock()
    async with Simulator(parse(text, "test.toml"), seed=seed, clock=clock) as sim:
        stage = Stage(sim, clock)
        try:
            yield stage
        finally:
            for talk in stage.talks:
                talk.close()
