"""Under which names the pages are reached, and what is said of it."""

from __future__ import annotations

import socket

import pytest
import typer

from cli.doorway import IN_CLEAR, NO_PROXY_NAMED, cautions, network, public_url, shown, web_settings
from web.guards import hostname
from web.serve import Place

TLS = "certificate.pem"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://mail.example.org", "https://mail.example.org"),
        ("https://Mail.Example.org/", "https://mail.example.org"),
        ("http://mail.example.org:8080", "http://mail.example.org:8080"),
        ("https://[2001:db8::1]:443/", "https://[2001:db8::1]:443"),
    ],
)
def test_a_public_address_is_a_scheme_and_a_host(written, read):
    assert public_url(written) == read


@pytest.mark.parametrize(
    "written",
    ["", "mail.example.org", "ftp://mail.example.org", "https://", "https://mail.example.org/postroom",
     "https://mail.example.org?x=1", "https://ana:secret@mail.example.org", "https://mail.example.org:port",
     "https://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_public_address_is_refused(written):
    with pytest.raises(typer.BadParameter):
        public_url(written)


@pytest.mark.parametrize(
    ("written", "read"), [("10.0.0.1", "10.0.0.1"), ("10.0.0.0/8", "10.0.0.0/8"), (" ::1 ", "::1")]
)
def test_a_proxy_is_an_address_or_a_network(written, read):
    assert network(written) == read


@pytest.mark.parametrize("written", ["", "*", "proxy.example.org", "10.0.0.1/8", "10.0.0.256"])
def test_what_names_no_proxy_is_refused(written):
    with pytest.raises(typer.BadParameter):
        network(written)


@pytest.mark.parametrize(
    ("place", "url", "said"),
    [
        pytest.param(Place(), None, [], id="this machine alone"),
        pytest.param(Place("localhost"), None, [], id="by name"),
        pytest.param(Place("::1"), None, [], id="by its other address"),
        pytest.param(Place("0.0.0.0"), None, [IN_CLEAR], id="open to the network"),
        pytest.param(Place("192.0.2.1"), "http://mail.example.org", [IN_CLEAR, NO_PROXY_NAMED], id="public in clear"),
        pytest.param(Place(), "http://mail.example.org", [IN_CLEAR, NO_PROXY_NAMED], id="a proxy without TLS"),
        pytest.param(Place(), "http://localhost:8080", [NO_PROXY_NAMED], id="a tunnel"),
        pytest.param(Place("192.0.2.1", certificate=TLS), None, [], id="with TLS of its own"),
        pytest.param(Place(), "https://mail.example.org", [NO_PROXY_NAMED], id="a proxy that was not named"),
        pytest.param(Place("0.0.0.0", proxies=("10.0.0.1",)), "https://mail.example.org", [], id="a proxy with TLS"),
    ],
)
def test_what_is_dangerous_is_said(place, url, said):
    assert cautions(place, url) == said


@pytest.mark.parametrize(
    ("place", "url", "expected"),
    [
        (Place("127.0.0.1"), None, "http://127.0.0.1:8470"),
        (Place("::1"), None, "http://[::1]:8470"),
        (Place("localhost", certificate=TLS), None, "https://localhost:8470"),
        (Place("0.0.0.0"), None, f"http://{socket.getfqdn()}:8470"),
        (Place("0.0.0.0"), "https://mail.example.org", "https://mail.example.org"),
    ],
)
def test_the_address_that_is_told_is_one_that_can_be_opened(place, url, expected):
    assert shown(place, 8470, url) == expected


@pytest.mark.parametrize(
    ("place", "url", "more"),
    [
        pytest.param(Place(), None, set(), id="this machine alone"),
        pytest.param(Place("192.0.2.1"), None, {"192.0.2.1"}, id="one address"),
        pytest.param(Place("2001:db8::1"), None, {"[2001:db8::1]"}, id="one address of IP version 6"),
        pytest.param(Place("0.0.0.0"), "https://mail.example.org", set(), id="behind a proxy: by its name alone"),
    ],
)
def test_the_pages_answer_to_the_names_they_are_bound_to(place, url, more):
    assert set(web_settings(place, url).hosts) == {"127.0.0.1", "localhost", "[::1]"} | more


def test_the_pages_that_are_open_to_the_network_answer_to_this_machines_names():
    place = Place("0.0.0.0")
    names = {hostname(one) for one in web_settings(place, None).hosts}
    assert {socket.gethostname().lower(), hostname(shown(place, 8470, None).partition("://")[2])} <= names
