"""One form for our events and for what libraries say; nothing on standard output."""

import json
import logging

import pytest
import structlog

from config.logging import set_up


@pytest.fixture(autouse=True)
def put_back():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    said = capsys.readouterr()
    assert said.out == ""
    return [json.loads(line) for line in said.err.splitlines()]


def test_an_event_is_one_json_line_on_standard_error(capsys):
    set_up("json")
    structlog.get_logger("worker").info("attempt.failed", code="IMAP-101", mailbox="ana@example.org")
    (line,) = lines(capsys)
    assert (line["event"], line["code"], line["level"]) == ("attempt.failed", "IMAP-101", "info")
    assert line["timestamp"].endswith("Z")


def test_below_the_level_nothing_is_said(capsys):
    set_up("json", level="warning")
    structlog.get_logger().info("unheard")
    structlog.get_logger().warning("heard")
    assert [line["event"] for line in lines(capsys)] == ["heard"]


@pytest.mark.parametrize("library", ["aioimaplib.aioimaplib", "rq.worker", "sqlalchemy.engine", "anything"])
def test_libraries_are_heard_from_warning_on_in_the_same_form(capsys, library):
    logging.getLogger(library.split(".")[0]).setLevel(logging.DEBUG)
    set_up("json")
    logging.getLogger(library).info("a block of protocol")
    logging.getLogger(library).warning("something is wrong")
    assert [(line["event"], line["level"]) for line in lines(capsys)] == [("something is wrong", "warning")]


def test_the_console_form_is_for_people(capsys):
    set_up("console")
    structlog.get_logger().info("worker.started", concurrency=100)
    said = capsys.readouterr()
    assert "worker.started" in said.err
    assert "concurrency=100" in said.err
    assert said.out == ""
