"""Headlines and remedies as they read where there is nothing to name."""

from __future__ import annotations

import re

import pytest

from errors.advice import READERS, advice
from errors.catalogue import CATALOGUE
from errors.nameless import nameless

BAD = re.compile(
    r"called the server|the server the server|\bname the server\b(?!:)|to the server's name|servers behind the server|"
    r"server than the server|mailbox the mailbox|user the mailbox|mailbox for the mailbox|profile the profile|"
    r"the server can't be the name|\bprofile (?:NAME|HOST|ADDRESS)\b|shown with this alert|[{}]",
    re.IGNORECASE,
)
READ = {
    "NET-301": "There is no server of that name",
    "EWS-308": "The server knows no such mailbox",
    "GRAPH-307": "Microsoft Graph knows no such user in this tenant",
    "TLS-310": "The server does not answer to the name that it was called by",
    "IMAP-101": "The server does not accept the user name or password of the mailbox",
}


@pytest.mark.parametrize("code", list(CATALOGUE))
def test_no_sentence_reads_as_if_a_name_had_been_left_out(code):
    entry = CATALOGUE[code]
    for template in (entry.headline, entry.remedy, *(advice(entry, reader) for reader in READERS)):
        told = nameless(template)
        assert told[0] == told[0].upper()
        assert BAD.findall("`".join(told.split("`")[::2])) == []
        assert not re.search(r"[{}]", told)


@pytest.mark.parametrize(("code", "told"), [pytest.param(*one, id=one[0]) for one in READ.items()])
def test_what_has_no_name_is_said_in_other_words(code, told):
    assert nameless(CATALOGUE[code].headline) == told


def test_in_a_command_stand_words_to_be_filled_in():
    told = nameless("{host} is wrong: `set {profile} --host {host}`, then `enable {mailbox}`. {host} answers.")
    assert told == "The server is wrong: `set NAME --host HOST`, then `enable ADDRESS`. The server answers."
