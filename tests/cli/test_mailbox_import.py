"""`postroom mailbox import`: all rows or none; every bad row told with its line."""

import time

import pytest

from cli.rows import BadRow, known, read

HEADER = "address,profile,owner,username,password\n"


@pytest.fixture
def csv(tmp_path):
    def write(text: str | bytes) -> str:
        (tmp_path / "mailboxes.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(tmp_path / "mailboxes.csv")

    return write


BAD = (
    HEADER
    + "ana@example.org,office,,,pw\n"  # line 2
    + "not an address,office,,,pw\n"
    + "bo@example.org,nowhere,,,pw\n"
    + "\n"
    + "cy@example.org,office,,,\n"
    + "ANA@example.org,office,,,pw\n"
    + "di@example.org,office,,pw\n"
    + "ed@example.org,office,nobody,,pw\n"
    + "there@example.org,office,,,pw\n"
    + '"fay@example.org",office,,"f\nay",pw\n'  # lines 11 and 12
    + "gil@example.org,,,,pw\n"
    + "hal@example.org,office,hal@example.test,hal,hunter2\n"
)
BAD_LINES = [3, 4, 6, 7, 8, 9, 10, 11, 13]


def test_good_rows_become_mailboxes_with_their_fields(run, office, csv):
    file = csv(HEADER + 'ana@example.org,office,bo@example.test,ana,hunter2\ncy@example.org,office,,,"a,""b"\n')
    ran = run("mailbox", "import", file)
    assert ran.code == 0
    assert "2" in ran.out
    assert "hunter2" not in ran.out + ran.err
    listed = run("mailbox", "list", "--json").json
    assert [(one["address"], one["owner"], one["username"]) for one in listed] == [
        ("ana@example.org", "bo@example.test", "ana"),
        ("cy@example.org", None, "cy@example.org"),
    ]


def test_one_bad_row_and_nothing_is_imported_but_all_bad_rows_are_told(run, office, csv):
    run("mailbox", "add", "There@example.org", "--profile", "office", "--password-stdin", stdin=b"pw")
    ran = run("mailbox", "import", csv(BAD), "--json")
    assert ran.code == 1
    assert ran.json["imported"] == 0
    assert [one["line"] for one in ran.json["bad"]] == BAD_LINES
    assert all(f"line {line}: " in ran.err for line in BAD_LINES)
    assert len(run("mailbox", "list", "--json").json) == 1


def test_with_skip_bad_the_good_rows_are_imported(run, office, csv):
    run("mailbox", "add", "There@example.org", "--profile", "office", "--password-stdin", stdin=b"pw")
    ran = run("mailbox", "import", csv(BAD), "--skip-bad")
    assert ran.code == 0
    assert all(f"line {line}: " in ran.err for line in BAD_LINES)
    addresses = [one["address"] for one in run("mailbox", "list", "--json").json]
    assert addresses == ["ana@example.org", "hal@example.org", "There@example.org"]


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        pytest.param("", 1, "line 1: the header must be", id="empty"),
        pytest.param("ana@example.org,office,,,pw\n", 1, "line 1: the header must be", id="no header"),
        pytest.param("address;profile;owner;username;password\n", 1, "in this order, with commas", id="semicolons"),
        pytest.param(HEADER + 'ana@example.org,office,,,"pw\n', 1, "line 2: is no CSV", id="an open quote"),
        pytest.param(
            (HEADER + "ana@example.org,office,,,p").encode() + b"\xff\n", 2, "line 2 is not UTF-8", id="latin-1"
        ),
    ],
)
def test_a_file_that_is_no_such_csv_is_told_with_the_line(run, office, csv, text, code, told):
    ran = run("mailbox", "import", csv(text))
    assert ran.code == code
    assert told in ran.err
    assert run("mailbox", "list", "--json").json == []


def test_with_a_wrong_header_there_are_no_good_rows_to_import(run, office, csv):
    ran = run("mailbox", "import", csv("address;profile\n"), "--skip-bad")
    assert ran.code == 1
    assert "--skip-bad" not in run("mailbox", "import", csv("address;profile\n")).err


def test_a_header_alone_is_an_empty_list_and_a_byte_order_mark_is_no_part_of_it(run, office, csv):
    assert run("mailbox", "import", csv(b"\xef\xbb\xbf" + HEADER.encode())).code == 0


def test_a_file_that_is_not_there_is_named(run, office):
    ran = run("mailbox", "import", "nowhere.csv")
    assert ran.code == 2
    assert "nowhere.csv" in ran.err


def test_two_thousand_rows_are_one_transaction_and_soon_done(run, office, csv):
    rows = "".join(
        f"user{number}@example.org,office,owner{number % 7}@example.test,,pw{number}\n" for number in range(2000)
    )
    began = time.monotonic()
    assert run("mailbox", "import", csv(HEADER + rows)).code == 0
    took = time.monotonic() - began
    assert len(run("mailbox", "list", "--json").json) == 2000
    assert took < 5, took


def test_rows_show_no_password():
    rows, bad = read(HEADER + "ana@example.org,office,,,hunter2\n")
    assert bad == []
    assert "hunter2" not in repr(rows)


def test_a_row_is_bad_once_even_where_two_things_are_wrong():
    rows, _ = read(HEADER + "ana@example.org,nowhere,,,pw\n")
    good, bad = known(rows, {"ana@example.org"}, {"office"})
    assert good == []
    assert bad == [BadRow(2, "ana@example.org is there already; there is no profile 'nowhere'")]
