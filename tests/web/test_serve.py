"""Serving: where, with which certificate, and whose word on where a request came from is believed."""

from __future__ import annotations

import ssl

import httpx
import pytest
from cryptography.hazmat.primitives import serialization

from tests.kit.certificates import issue
from web.serve import NotServed, Place, serving


def encrypted(key: str) -> str:
    loaded = serialization.load_pem_private_key(key.encode(), None)
    made = loaded.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"a passphrase"),
    )
    return made.decode()


async def refusal(pages, place: Place) -> str:
    with pytest.raises(NotServed) as told:
        async with serving(pages.house, place):
            pass
    return str(told.value)


async def test_any_free_port_will_do_and_is_told(pages):
    async with serving(pages.house, Place()) as one, serving(pages.house, Place()) as other:
        assert one.port != other.port
        async with httpx.AsyncClient() as client:
            for served in (one, other):
                answer = await client.get(f"{served.url}/wall", headers={"host": "postroom.example.org"})
                assert answer.headers["location"] == "/sign-in?next=/wall"
                assert "server" not in answer.headers


async def test_a_port_that_is_taken_is_said(pages):
    async with serving(pages.house, Place()) as one:
        said = await refusal(pages, Place(port=one.port))
    assert f"port {one.port}: another program listens there" in said


@pytest.mark.parametrize(
    ("host", "said"), [("192.0.2.1", "no such address"), ("nowhere.invalid", "does not know that name")]
)
async def test_an_address_that_is_not_this_machines_is_said(pages, host, said):
    assert said in await refusal(pages, Place(host))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda c, k: k.unlink(), "No such file", id="no key"),
        pytest.param(lambda c, k: k.write_text(issue("localhost").key), "another certificate", id="another's key"),
        pytest.param(lambda c, k: k.write_text(encrypted(k.read_text())), "without a passphrase", id="a locked key"),
        pytest.param(lambda c, k: c.write_text("nonsense"), "must be PEM", id="no certificate"),
    ],
)
async def test_a_certificate_that_cannot_be_used_is_said(pages, tmp_path, spoil, said):
    certificate, key = issue("localhost").write(tmp_path)
    spoil(certificate, key)
    assert said in await refusal(pages, Place("localhost", certificate=certificate, key=key))


async def test_a_key_without_its_certificate_is_said(pages, tmp_path):
    assert "--certificate" in await refusal(pages, Place(key=tmp_path / "server.key"))


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        pytest.param((), ("http", "127.0.0.1"), id="nobody is trusted"),
        pytest.param(("192.0.2.1",), ("http", "127.0.0.1"), id="another one is"),
        pytest.param(("127.0.0.1",), ("https", "203.0.113.9"), id="this one is"),
        pytest.param(("127.0.0.0/8",), ("https", "203.0.113.9"), id="its network is"),
    ],
)
async def test_only_a_proxy_that_was_named_says_where_a_request_came_from(pages, monkeypatch, proxies, seen):
    requests = []

    def make(house):
        async def app(scope, receive, send):
            requests.append((scope["scheme"], scope["client"][0]))
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})

        return app

    monkeypatch.setattr("web.serve.make", make)
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    headers = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
    async with serving(pages.house, Place(proxies=proxies)) as served, httpx.AsyncClient() as client:
        await client.get(served.url, headers=headers)
    assert requests == [seen]


async def test_a_browser_and_the_server_speak_tls(pages, tmp_path):
    issued = issue("localhost")
    certificate, key = issued.write(tmp_path)
    trusting = ssl.create_default_context(cadata=issued.ca)
    async with serving(pages.house, Place("localhost", certificate=certificate, key=key)) as served:
        assert served.url == f"https://localhost:{served.port}"
        async with httpx.AsyncClient(verify=trusting) as client:
            answer = await client.get(f"{served.url}/wall", headers={"host": "postroom.example.org"})
    assert answer.status_code == 303
