"""Which stages belong to which protocol."""

from __future__ import annotations

import pytest

from errors.model import Protocol, Stage
from errors.stages import COMMONEST, OURS, STAGES, misplaced, of_protocol
from tests.kit.corpus import ANSWERS

ODD = {(Protocol.SMTP, Stage.POLL), (Protocol.IMAP, Stage.SEND)}


def test_every_stage_but_ours_belongs_to_a_protocol():
    assert {stage for stages in STAGES.values() for stage in stages} == set(Stage) - set(OURS)
    assert all(COMMONEST[protocol] in STAGES[protocol] for protocol in Protocol)


def test_what_real_servers_said_was_said_at_stages_of_their_protocol():
    seen = {(Protocol(row["protocol"]), Stage(row["stage"])) for row in ANSWERS}
    assert {one for one in seen if one[1] not in (*STAGES[one[0]], *OURS)} <= ODD


@pytest.mark.parametrize("protocol", [one for one in Protocol if one is not Protocol.NETWORK])
def test_another_protocols_stage_is_named_with_those_that_there_are(protocol):
    assert misplaced(protocol, STAGES[protocol][0]) is misplaced(protocol, Stage.PARSE) is None
    told = misplaced(protocol, Stage.DNS)
    assert told is not None
    assert all(stage.value in told for stage in STAGES[protocol])


def test_a_stage_stays_where_it_belongs_and_becomes_the_commonest_elsewhere():
    assert of_protocol(Protocol.SMTP, Stage.AUTH) is Stage.AUTH
    assert of_protocol(Protocol.SMTP, Stage.FETCH) is Stage.AUTH
    assert of_protocol(Protocol.OAUTH, Stage.POLL) is Stage.TOKEN
