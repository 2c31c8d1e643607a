"""What RQ's channel says, in our words."""

import pytest

from worker.commands import KillAll, ShutDown, StopExecution, StopJob, parse


@pytest.mark.parametrize(
    ("message", "command"),
    [
        pytest.param(b'{"command": "shutdown"}', ShutDown(), id="shutdown"),
        pytest.param(b'{"command": "kill-horse"}', KillAll(), id="kill horse"),
        pytest.param(b'{"command": "stop-job", "job_id": "wave-1"}', StopJob("wave-1"), id="stop a job"),
        pytest.param(
            b'{"command": "stop-execution", "job_id": "wave-1", "execution_id": "e"}',
            StopExecution("e"),
            id="stop an execution",
        ),
        pytest.param(b'{"command": "dance"}', None, id="unknown"),
        pytest.param(b'{"command": "stop-job"}', None, id="without its job"),
        pytest.param(b"[]", None, id="no object"),
        pytest.param(b"\xff", None, id="no text"),
    ],
)
def test_a_message_is_a_command_or_nothing(message, command):
    assert parse(message) == command
