"""Which stages belong to which protocol, for a person who asks about an answer. Judging does not look at it: whoever
asks with another stage gets a verdict all the same. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .model import Protocol, Stage

OURS = (Stage.STORE, Stage.PARSE)  # what we do with mail after a server gave it, whatever it speaks
SENDING = (Stage.MAIL_FROM, Stage.RCPT_TO, Stage.DATA, Stage.FINAL, Stage.SEND)
READING = (Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.IDLE, Stage.APPEND)

STAGES: Mapping[Protocol, tuple[Stage, ...]] = {
    Protocol.IMAP: (Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.AUTH, *READING),
    Protocol.SMTP: (Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.EHLO, Stage.AUTH, *SENDING),
    Protocol.EWS: (Stage.CONNECT, Stage.AUTODISCOVER, Stage.TOKEN, Stage.AUTH, *READING, Stage.SEND),
    Protocol.GRAPH: (Stage.CONNECT, Stage.TOKEN, Stage.AUTH, *READING, Stage.SEND),
    Protocol.OAUTH: (Stage.TOKEN, Stage.AUTH),
    Protocol.NETWORK: tuple(stage for stage in Stage if stage not in OURS),
}
# Where nothing but the words is known, how far most answers of a protocol come from.
COMMONEST: Mapping[Protocol, Stage] = {
    Protocol.IMAP: Stage.AUTH,
    Protocol.SMTP: Stage.AUTH,
    Protocol.EWS: Stage.POLL,
    Protocol.GRAPH: Stage.POLL,
    Protocol.OAUTH: Stage.TOKEN,
    Protocol.NETWORK: Stage.CONNECT,
}
OVER_HTTP = (Protocol.EWS, Protocol.GRAPH, Protocol.OAUTH)


def of_protocol(protocol: Protocol, stage: Stage) -> Stage:
    """The stage, where it belongs to the protocol; else the commonest of those that do."""
    return stage if stage in STAGES[protocol] else COMMONEST[protocol]


def misplaced(protocol: Protocol, stage: Stage) -> str | None:
    """What to tell a person who named a stage that this protocol never comes to; None where it does."""
    if stage in STAGES[protocol] or stage in OURS:
        return None
    return f"Over {protocol.value} there is no stage {stage.value}; there are {listed(STAGES[protocol])}."


def listed(words: Sequence[str]) -> str:
    """As a sentence lists them."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
