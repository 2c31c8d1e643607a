"""`postroom alert`: each wall shows what its person should see, and says whether that person must act."""

from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Actor, Direction, Level, Nature, Severity
from store import alerts, audit, emails, mailboxes, people
from store.records import CursorRow, Raised
from tests.kit.stores import NOON, a_mailbox, a_message, a_profile, leased

SEVERITY = {Nature.PERMANENT: Severity.ERROR, Nature.TRANSIENT: Severity.WARNING, None: Severity.INFORMATION}
FIELDS = {
    "id", "code", "nature", "severity", "level", "object", "direction", "status", "first_seen", "last_seen", "count",
    "who_acts", "headline", "remedy", "action_needed", "superseded_by", "evidence",
}  # fmt: skip


def raised(code, level, nature, who_acts, kind, object_id, minute=0):
    at = NOON + timedelta(minutes=minute)
    return Raised(
        code=code, nature=nature, severity=SEVERITY[nature], level=level, object_kind=kind, object_id=object_id,
        direction=Direction.INCOMING if kind != "system" else None, who_acts=who_acts, headline=f"{code} happened",
        remedy="do this", at=at,
        evidence={"at": at.isoformat(), "stage": "auth", "response": "NO no", "code": code, "next_attempt_at": None},
    )  # fmt: skip


@pytest.fixture
def told(in_store):
    """Ana owns a mailbox on a profile of Pia's; Bo owns one on another."""

    async def fill(store):
        office = await a_profile(store, owner="pia@example.org")
        other = await a_profile(store, "other")
        ana = await a_mailbox(store, "ana@example.org", owner="Ana@example.org")
        await a_mailbox(store, "bo@example.test", profile="other", owner="bo@example.test")
        async with store.write() as tx:
            await people.set_administrator(tx, "root@example.org", True)
            for number, one in enumerate(
                [
                    raised("MBX-1", Level.MAILBOX, Nature.PERMANENT, Actor.MAILBOX_OWNER, "mailbox", ana.id),
                    raised("PRO-1", Level.PROFILE, Nature.PERMANENT, Actor.PROFILE_OWNER, "profile", office.id),
                    raised("PRO-2", Level.PROFILE, Nature.TRANSIENT, Actor.NOBODY, "profile", other.id),
                    raised("MSG-1", Level.EMAIL, Nature.PERMANENT, Actor.NOBODY, "mailbox", ana.id),
                    raised("MSG-1", Level.EMAIL, Nature.PERMANENT, Actor.NOBODY, "mailbox", ana.id),
                    raised("OWN-1", Level.SYSTEM, Nature.PERMANENT, Actor.ADMINISTRATOR, "system", 0),
                ]
            ):
                await alerts.raise_(tx, Raised(**{**fields(one), "at": NOON + timedelta(minutes=number)}))

        held = await leased(store, "ana@example.org")
        aside = [a_message(uid, code="MSG-1", response="NO") for uid in (1, 2, 3)]
        async with store.write() as tx:
            await emails.store(tx, held, "INBOX", [*aside, a_message(4)], CursorRow(1, 1, 4, 4))
            await emails.store(tx, held, "INBOX", [a_message(3)], CursorRow(1, 1, 4, 4))  # fetched again, whole

    in_store(fill)


def fields(one: Raised) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def wall(run, *arguments):
    """(code, action needed) of each line."""
    return [(one["code"], one["action_needed"]) for one in run("alert", "list", *arguments, "--json").json]


@pytest.mark.parametrize(
    ("whose", "expected"),
    [
        pytest.param(
            (),
            [("OWN-1", True), ("MSG-1", False), ("PRO-2", False), ("PRO-1", False), ("MBX-1", False)],
            id="an administrator sees all, the newest first",
        ),
        pytest.param(
            ("--wall", "root@example.org"),
            [("OWN-1", True), ("MSG-1", False), ("PRO-2", False), ("PRO-1", False), ("MBX-1", False)],
            id="so does a person who is one",
        ),
        pytest.param(
            ("--wall", "ANA@example.org"),
            [("MSG-1", False), ("PRO-1", False), ("MBX-1", True)],
            id="a mailbox owner: the mailbox, and its profile without a duty",
        ),
        pytest.param(("--wall", "pia@example.org"), [("PRO-1", True)], id="a profile owner: the profile"),
        pytest.param(("--wall", "bo@example.test"), [("PRO-2", False)], id="another mailbox owner: another profile"),
        pytest.param(("--wall", "nobody@example.org"), [], id="a stranger: nothing"),
        pytest.param(("--severity", "warning"), [("PRO-2", False)], id="one severity"),
    ],
)
def test_each_wall_shows_what_its_person_should_see(run, told, whose, expected):
    assert wall(run, *whose) == expected


@pytest.fixture
def told_of_real_trouble(in_store):
    async def fill(store):
        await people_and_a_mailbox(store)
        async with store.write() as tx:
            await people.set_administrator(tx, "root@example.org", True)
            ana = await mailboxes.get(tx, "ana@example.org")
            await alerts.raise_(
                tx, raised("IMAP-103", Level.MAILBOX, Nature.PERMANENT, Actor.MAILBOX_OWNER, "mailbox", ana.id)
            )
            await alerts.raise_(
                tx, raised("IMAP-304", Level.PROFILE, Nature.PERMANENT, Actor.ADMINISTRATOR, "profile", ana.profile_id)
            )

    in_store(fill)


async def people_and_a_mailbox(store):
    await a_profile(store, owner="pia@example.org")
    await a_mailbox(store, "ana@example.org", owner="ana@example.org")


@pytest.mark.parametrize(
    ("whose", "code", "words"),
    [
        pytest.param("ana@example.org", "IMAP-103", "new password at the provider", id="the owner: what to do"),
        pytest.param("admin", "IMAP-103", "The owner of ana@example.org must", id="an administrator: who must act"),
        pytest.param("ana@example.org", "IMAP-304", "Nothing is asked of you", id="an owner of a mailbox: to wait"),
        pytest.param("pia@example.org", "IMAP-304", "profile set office --security", id="its owner: a command"),
    ],
)
def test_each_reader_of_an_alert_reads_what_they_can_do(run, told_of_real_trouble, whose, code, words):
    (line,) = [one for one in run("alert", "list", "--wall", whose, "--json").json if one["code"] == code]
    assert words in line["remedy"]


def test_a_stranger_is_told_that_nothing_here_is_theirs(run, told):
    ran = run("alert", "list", "--wall", "nobody@x.example")
    assert (ran.code, ran.out) == (0, "")
    assert "nobody@x.example owns" in ran.err
    assert "all is well" not in ran.err
    assert run("alert", "list", "--wall", "nobody@x.example", "--json").json == []


@pytest.mark.parametrize("whose", ["pia@example.org", "ana@example.org", "root@example.org", "admin"])
def test_who_owns_something_or_looks_after_all_reads_that_all_is_well(run, in_store, whose):
    async def fill(store):
        await people_and_a_mailbox(store)
        async with store.write() as tx:
            await people.set_administrator(tx, "root@example.org", True)

    in_store(fill)
    ran = run("alert", "list", "--wall", whose)
    assert (ran.code, ran.out) == (0, "")
    assert "all is well" in ran.err


@pytest.mark.parametrize(
    ("whose", "information"),
    [
        pytest.param("admin", "NEW-1", id="an administrator"),
        pytest.param("ana@example.org", "NEW-1", id="an owner of a mailbox"),
        pytest.param("pia@example.org", "NEW-2", id="an owner of a profile"),
    ],
)
def test_every_wall_keeps_information_for_a_day_and_nothing_else_that_is_over(run, in_store, whose, information):
    async def fill(store):
        await people_and_a_mailbox(store)
        async with store.write() as tx:
            ana = await mailboxes.get(tx, "ana@example.org")
            about = {"MAILBOX": ("mailbox", ana.id), "PROFILE": ("profile", ana.profile_id)}
            for code, level, age in (
                ("NEW-1", "MAILBOX", 23), ("NEW-2", "PROFILE", 23), ("OLD-1", "MAILBOX", 25), ("OLD-2", "PROFILE", 25)
            ):  # fmt: skip
                one = raised(code, Level[level], None, Actor.NOBODY, *about[level])
                await alerts.raise_(tx, Raised(**{**fields(one), "at": tx.now - timedelta(hours=age)}))
            over = raised("OVER-1", Level.MAILBOX, Nature.TRANSIENT, Actor.NOBODY, "mailbox", ana.id)
            await alerts.raise_(tx, Raised(**{**fields(over), "at": tx.now}))
            await alerts.resolve_direction(tx, ana.id, Direction.INCOMING, "it is over")

    in_store(fill)
    shown = {code for code, _ in wall(run, "--wall", whose)}
    assert information in shown
    assert not shown & {"OLD-1", "OLD-2", "OVER-1"}
    row = next(line for line in run("alert", "list", "--wall", whose).out.splitlines() if information in line)
    assert "resolved" not in row
    assert shown < {code for code, _ in wall(run, "--wall", whose, "--all")}


VIEWPOINTS = ("mailbox owner", "profile owner", "administrator")


@pytest.mark.parametrize(
    ("whose", "words"),
    [
        pytest.param("ana@example.org", "Choose a new password at the provider", id="its owner: what to do"),
        pytest.param("admin", "The owner of ana@example.org must", id="an administrator: who must act"),
        pytest.param("root@example.org", "The owner of ana@example.org must", id="a person who is one: the same"),
    ],
)
def test_one_alert_is_shown_in_the_words_of_who_asks(run, told_of_real_trouble, whose, words):
    (alert,) = [one for one in run("alert", "list", "--json").json if one["code"] == "IMAP-103"]
    ran = run("alert", "show", str(alert["id"]), "--wall", whose)
    assert ran.code == 0
    assert f"what to do:\n    {words}" in ran.out
    assert not any(f"to the {viewpoint}" in ran.out for viewpoint in VIEWPOINTS)
    assert run("alert", "show", str(alert["id"]), "--wall", whose, "--json").json["remedy"].startswith(words)


def test_one_alert_is_shown_in_everybodys_words_where_nobody_is_named(run, told_of_real_trouble):
    (alert,) = [one for one in run("alert", "list", "--json").json if one["code"] == "IMAP-103"]
    shown = run("alert", "show", str(alert["id"])).out
    for viewpoint in VIEWPOINTS:
        assert f"to the {viewpoint}:\n    {alert['remedies'][viewpoint.replace(' ', '_')]}\n" in shown
    assert len(set(alert["remedies"].values())) == len(VIEWPOINTS)
    assert alert["remedy"] == alert["remedies"]["administrator"]


@pytest.mark.parametrize("json", [pytest.param((), id="people"), pytest.param(("--json",), id="scripts")])
def test_an_alert_that_is_not_on_a_persons_wall_is_a_no(run, told_of_real_trouble, json):
    (alert,) = [one for one in run("alert", "list", "--json").json if one["code"] == "IMAP-103"]
    ran = run("alert", "show", str(alert["id"]), "--wall", "pia@example.org", *json)
    assert (ran.code, ran.out) == (1, "")
    assert "pia@example.org" in ran.err


def test_an_alert_names_its_providers_own_page_where_one_is_known(run, in_store):
    page = "https://support.google.com/accounts/answer/185833"

    async def fill(store):
        await people_and_a_mailbox(store)
        async with store.write() as tx:
            ana = await mailboxes.get(tx, "ana@example.org")
            about = ("mailbox", ana.id)
            one = raised("IMAP-104", Level.MAILBOX, Nature.PERMANENT, Actor.MAILBOX_OWNER, *about)
            await alerts.raise_(tx, Raised(**{**fields(one), "evidence": {**one.evidence, "help": page}}))
            await alerts.raise_(tx, raised("IMAP-103", Level.MAILBOX, Nature.PERMANENT, Actor.MAILBOX_OWNER, *about))

    in_store(fill)
    assert {one["code"]: one["help"] for one in run("alert", "list", "--json").json} == {
        "IMAP-104": page, "IMAP-103": None
    }  # fmt: skip


def test_a_line_has_all_that_scripts_rely_on(run, told):
    (line,) = [one for one in run("alert", "list", "--json").json if one["code"] == "MBX-1"]
    assert set(line) >= FIELDS
    assert line["object"] == {"kind": "mailbox", "name": "ana@example.org"}
    assert (line["nature"], line["severity"], line["level"], line["direction"], line["status"], line["count"]) == (
        "permanent", "error", "mailbox", "incoming", "open", 1,
    )  # fmt: skip
    assert line["first_seen"] == "2026-03-01T12:00:00Z"
    assert set(line["evidence"][0]) >= {"at", "stage", "response", "code", "next_attempt_at"}
    shown = run("alert", "show", str(line["id"]), "--json").json
    assert shown["evidence"] == line["evidence"]


def test_bad_mail_is_one_line_that_counts_what_is_set_aside_still(run, told):
    (line,) = [one for one in run("alert", "list", "--json").json if one["code"] == "MSG-1"]
    assert line["count"] == 2  # how often it was raised; three were set aside, one of them came whole since
    assert line["headline"].startswith("2 emails set aside")


def test_a_wall_is_not_cut_short_by_what_others_see(run, told, in_store):
    async def crowd(store):
        async with store.write() as tx:
            box = await mailboxes.get(tx, "bo@example.test")
            for number in range(1100):
                one = raised(f"CROWD-{number}", Level.MAILBOX, Nature.PERMANENT, Actor.NOBODY, "mailbox", box.id, 90)
                await alerts.raise_(tx, one)

    in_store(crowd)
    assert ("MBX-1", True) in wall(run, "--wall", "ana@example.org")


def test_acknowledging_and_dismissing(run, told):
    (line,) = [one for one in run("alert", "list", "--json").json if one["code"] == "MBX-1"]
    number = str(line["id"])
    acknowledged = run("alert", "ack", number, "--as", "pia@example.org", "--json").json
    assert (acknowledged["status"], acknowledged["acknowledged_by"]) == ("acknowledged", "pia@example.org")
    assert run("alert", "dismiss", number).code == 0
    assert ("MBX-1", False) not in wall(run)
    assert ("MBX-1", True) in wall(run, "--wall", "ana@example.org")
    assert run("alert", "dismiss", number, "--as", "Ana@Example.org").code == 0
    assert "MBX-1" not in dict(wall(run, "--wall", "ana@example.org"))


def test_what_is_resolved_is_shown_on_request_and_needs_no_action(run, told, in_store):
    async def resolve(store):
        async with store.write() as tx:
            await alerts.resolve_system(tx, "OWN-1", "it is over")

    in_store(resolve)
    assert "OWN-1" not in dict(wall(run))
    assert ("OWN-1", False) in wall(run, "--all")
    (line,) = [one for one in run("alert", "list", "--all", "--json").json if one["code"] == "OWN-1"]
    assert (line["status"], line["resolved_why"]) == ("resolved", "it is over")
    assert run("alert", "ack", str(line["id"])).code == 1


def test_people_read_who_must_act(run, told):
    lines = run("alert", "list", "--wall", "ana@example.org").out.splitlines()
    (mine,) = [line for line in lines if "  MBX-1  " in line]
    assert "  you  " in mine
    assert lines[lines.index(mine) + 1].split() == ["->", "do", "this"]
    assert len([line for line in lines if "->" in line]) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        pytest.param(("show", "99"), 1, "99", id="show: not there"),
        pytest.param(("ack", "99"), 1, "99", id="ack: not there"),
        pytest.param(("dismiss", "99"), 1, "99", id="dismiss: not there"),
        pytest.param(("show", "x"), 2, "ID", id="no id"),
        pytest.param(("list", "--wall", "ana"), 2, "--wall", id="no person"),
        pytest.param(("list", "--severity", "grave"), 2, "--severity", id="no severity"),
        pytest.param(("ack", "1", "--as", "me"), 2, "--as", id="acting as nobody"),
    ],
)
def test_what_cannot_be_asked_is_named(run, told, arguments, code, named):
    ran = run("alert", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert named in ran.err


@pytest.fixture
def some_were_never_enabled(in_store):
    """A server that refused four: Ana's, which runs; Bo's and Cy's, which were never enabled; and Di's two."""
    boxes = {
        "ana@example.org": ("ana@example.org", State.RETRYING), "bo@example.org": ("bo@example.org", State.UNTESTED),
        "cy@example.org": ("cy@example.org", State.UNTESTED), "d1@example.org": ("di@example.org", State.UNTESTED),
        "d2@example.org": ("di@example.org", State.ACTIVE),
    }  # fmt: skip

    async def fill(store):
        office = await a_profile(store, owner="pia@example.org")
        for address, (owner, state) in boxes.items():
            await a_mailbox(store, address, owner=owner, state=state)
        async with store.write() as tx:
            for address in [*boxes][:4]:
                one = raised("NET-202", Level.PROFILE, Nature.TRANSIENT, Actor.NOBODY, "profile", office.id)
                await alerts.raise_(tx, Raised(**{**fields(one), "evidence": {**one.evidence, "mailbox": address}}))

    in_store(fill)


@pytest.mark.parametrize(
    ("whose", "named", "promised"),
    [
        pytest.param("admin", ["bo@example.org", "cy@example.org", "d1@example.org"], True, id="an administrator: all"),
        pytest.param(
            "pia@example.org", ["bo@example.org", "cy@example.org", "d1@example.org"], True, id="so the owner"
        ),
        pytest.param("ana@example.org", [], True, id="whose mailbox runs: nothing of it"),
        pytest.param("bo@example.org", ["bo@example.org"], False, id="whose was never enabled: no promise"),
        pytest.param("di@example.org", ["d1@example.org"], True, id="who has one of each: both"),
    ],
)
def test_each_owner_is_told_of_their_own_mailboxes_that_were_never_enabled(
    run, some_were_never_enabled, whose, named, promised
):
    (line,) = run("alert", "list", "--wall", whose, "--json").json
    assert line["not_enabled"] == named
    assert ("Nothing to do" in line["remedy"] or "keeps trying by itself" in line["remedy"]) == promised
    assert ("not enabled yet" in line["remedy"]) == bool(named)
    shown = run("alert", "list", "--wall", whose).out
    assert ("-> " in shown) == ("test again" in shown) == bool(named)


@pytest.fixture
def noted(in_store):
    """What the audit log holds, the newest first."""

    async def read(store):
        async with store.read() as tx:
            return [(one.did, one.about, one.detail) for one in await audit.listing(tx)]

    return lambda: in_store(read)


def test_who_acknowledged_and_dismissed_is_written_down(run, told, noted):
    (line,) = [one for one in run("alert", "list", "--json").json if one["code"] == "MBX-1"]
    number = str(line["id"])
    run("alert", "ack", number, "--as", "pia@example.org")
    run("alert", "dismiss", number)
    about = ("MBX-1 ana@example.org", f"alert {number}")
    assert noted() == [("dismissed alert", *about), ("acknowledged alert", *about)]


def test_what_was_refused_is_not_written_down(run, told, noted):
    assert run("alert", "ack", "99").code == 1
    assert noted() == []


SETTINGS = {
    "raised": ["error", "warning", "information"], "keep_days": 30, "keep_harmless_days": 3,
    "administrators_read_mail": False,
}  # fmt: skip


def test_the_settings_are_shown_and_looking_at_them_changes_nothing(run, told, noted):
    assert run("alert", "settings", "--json").json == SETTINGS
    shown = run("alert", "settings").out
    assert all(words in shown for words in ("error", "information", "keep days", "30", "no"))
    assert noted() == []


@pytest.mark.parametrize(
    ("flags", "changed", "detail"),
    [
        pytest.param(("--raise", "error, Warning"), {"raised": ["error", "warning"]}, "raise_information: on -> off",
                     id="some severities"),
        pytest.param(("--raise", "none"), {"raised": []},
                     "raise_errors: on -> off, raise_warnings: on -> off, raise_information: on -> off", id="none"),
        pytest.param(("--keep-days", "3650", "--keep-harmless-days", "1"), {"keep_days": 3650, "keep_harmless_days": 1},
                     "keep_days: 30 -> 3650, keep_harmless_days: 3 -> 1", id="days"),
        pytest.param(("--administrators-read-mail", "yes"), {"administrators_read_mail": True},
                     "administrators_read_mail: off -> on", id="who reads mail"),
    ],
)  # fmt: skip
def test_settings_are_set_and_what_they_were_is_written_down(run, told, noted, flags, changed, detail):
    assert run("alert", "settings", *flags, "--json").json == {**SETTINGS, **changed}
    assert run("alert", "settings", "--json").json == {**SETTINGS, **changed}
    run("alert", "settings", *flags)
    assert noted() == [("changed the settings of the house", "settings", detail)]


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        pytest.param(("--raise", "errors"), "--raise", id="no severity"),
        pytest.param(("--raise", ""), "--raise", id="nothing"),
        pytest.param(("--raise", "none,error"), "--raise", id="none and one"),
        pytest.param(("--keep-days", "0"), "--keep-days", id="no day"),
        pytest.param(("--keep-harmless-days", "3651"), "--keep-harmless-days", id="more than ten years"),
        pytest.param(("--administrators-read-mail", "maybe"), "--administrators-read-mail", id="neither"),
    ],
)
def test_a_setting_that_is_none_is_named_and_nothing_is_set(run, told, noted, flags, named):
    ran = run("alert", "settings", "--keep-days", "9", *flags)
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err
    assert run("alert", "settings", "--json").json == SETTINGS
