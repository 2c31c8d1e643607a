"""From a URL to a connection: every kind, and what is said when there is none."""

import socket
import time

import pytest

from tests.kit.valkey import Valkey, valkey  # noqa: F401
from worker.redis_url import connect, safe, where
from worker.unavailable import QueueUnavailable

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        pytest.param(f"redis://:{SECRET}@db.example.org:6379/0", "redis://:***@db.example.org:6379/0", id="password"),
        pytest.param(f"rediss://ana:{SECRET}@db.example.org/1", "rediss://ana:***@db.example.org/1", id="with a user"),
        pytest.param(f"redis://:a/{SECRET}@host/0", "redis://:***@host/0", id="an unescaped slash in it"),
        pytest.param(f"redis://:a@{SECRET}@host/0", "redis://:***@host/0", id="an unescaped @ in it"),
        pytest.param(f"redis://host/0?password={SECRET}&db=2", "redis://host/0?password=***&db=2", id="as a parameter"),
        pytest.param(
            f"redis+sentinel://:{SECRET}@a:1,b:2/main/0?sentinel_password={SECRET}",
            "redis+sentinel://:***@a:1,b:2/main/0?sentinel_password=***",
            id="sentinel",
        ),
        pytest.param("unix:///run/valkey.sock", "unix:///run/valkey.sock", id="nothing to hide"),
    ],
)
def test_a_url_is_shown_without_its_password(url, shown):
    assert safe(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"http://:{SECRET}@host", id="another scheme"),
        pytest.param(f"host:6379/{SECRET.upper()}", id="no scheme"),
        pytest.param(f"redis+sentinel://:{SECRET}@host:26379", id="sentinel without a service"),
        pytest.param(f"redis://:{SECRET}@host:port/0", id="a port that is no number"),
    ],
)
def test_a_url_of_another_kind_is_refused_without_its_password(url):
    with pytest.raises(ValueError, match="is not a Redis URL") as refused:
        connect(url)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("kind", ["redis", "redis+sentinel"])
def test_an_unreachable_redis_is_named_without_its_password(kind):
    with socket.socket() as taken:  # bound, not listening: refused at once
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(QueueUnavailable) as told:
            connect(f"{kind}://:{SECRET}@{host}/main" if "sentinel" in kind else f"{kind}://:{SECRET}@{host}/0")
    assert host in str(told.value)
    assert SECRET not in str(told.value)
    assert time.monotonic() - began < 3


@pytest.mark.flow
def test_a_refused_password_is_told_without_the_password(valkey: Valkey):  # noqa: F811
    with pytest.raises(QueueUnavailable) as told:
        connect(valkey.url.replace("unix://", f"unix://ana:{SECRET}@"))
    assert SECRET not in str(told.value)


@pytest.mark.flow
def test_a_unix_socket_answers_in_bytes_as_rq_needs_it(valkey: Valkey):  # noqa: F811
    connection = connect(valkey.url)
    connection.set("a", "b")
    assert connection.get("a") == b"b"
    assert where(connection) == str(valkey.socket)


@pytest.mark.flow
def test_a_sentinel_leads_to_its_master(valkey: Valkey, sentinel_port: int):  # noqa: F811
    connection = connect(f"redis+sentinel://127.0.0.1:{sentinel_port}/main/0")
    assert connection.ping()
    assert where(connection) == "sentinel service main"


@pytest.fixture
def sentinel_port(tmp_path):
    """A sentinel that watches over a master of its own, on loopback."""
    import subprocess

    from worker.valkey import binary

    ports = []
    for _ in range(2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
    master, port = ports
    (tmp_path / "sentinel.conf").write_text(
        f"port {port}\nbind 127.0.0.1\ndir {tmp_path}\nsentinel monitor main 127.0.0.1 {master} 1\n"
    )
    started = [
        subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.DEVNULL)
        for words in (
            [str(binary()), "--port", str(master), "--bind", "127.0.0.1", "--save", ""],
            [str(binary()), str(tmp_path / "sentinel.conf"), "--sentinel"],
        )
    ]
    for wanted in ports:
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", wanted), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.02)
    yield port
    for process in started:
        process.kill()
        process.wait()
