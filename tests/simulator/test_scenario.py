import pytest

from simulator import BadScenario, load, parse, shipped
from simulator.faults import FAULTS

HEAD = "[profiles.north]\nmailboxes = 2\n"
NO = HEAD + "[[trouble]]\nfault = 'no'\n"


def test_the_shipped_scenarios_are_these_and_each_can_be_loaded():
    assert shipped() == ["bad-passwords", "demo", "flaky", "outage", "poison-mail", "quiet", "throttled"]
    for name in shipped():
        scenario = load(name)
        assert (scenario.name, bool(scenario.about), bool(scenario.profiles)) == (name, True, True)


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_can_be_asked_for_by_its_name_alone(name):
    trouble = parse(f'{HEAD}[[trouble]]\nfault = "{name}"\n', "x.toml").troubles[0]
    assert trouble.fault == FAULTS[name]()
    assert trouble.stages == {FAULTS[name].STAGES[0]}


def test_what_the_file_says_is_what_the_plan_holds():
    text = """
about = "words"
seed = 9
[profiles.north]
mailboxes = 3
messages = 2
arrivals = 1.5
folders = ["INBOX", "Old"]
addresses = ["me@example.org"]
password = "secret"
domain = "example.test"
[[trouble]]
fault = "no"
stage = ["poll", "fetch"]
profiles = ["n*"]
mailboxes = ["me@*"]
from = 1
until = 2.5
times = 3
every = 2
chance = 0.5
uids = [7]
code = "INUSE"
text = "Locked"
"""
    scenario = parse(text, "mine.toml")
    profile, trouble = scenario.profiles[0], scenario.troubles[0]
    assert (scenario.name, scenario.about, scenario.seed) == ("mine", "words", 9)
    assert (profile.mailboxes, profile.messages, profile.arrivals) == (3, 2, 1.5)
    assert (profile.folders, profile.addresses) == (("INBOX", "Old"), ("me@example.org",))
    assert (profile.password, profile.domain) == ("secret", "example.test")
    assert trouble.stages == {"poll", "fetch"}
    assert (trouble.start, trouble.until, trouble.times, trouble.every, trouble.chance) == (1, 2.5, 3, 2, 0.5)
    assert (trouble.profiles, trouble.mailboxes, trouble.uids) == (("n*",), ("me@*",), {7})
    assert (trouble.fault.code, trouble.fault.text) == ("INUSE", "Locked")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(HEAD + "messages = -1", "messages: must be a whole number, 0 or more, not -1", id="below zero"),
        pytest.param(HEAD + "messages = true", "messages: must be a whole number", id="truth is no number"),
        pytest.param(HEAD + "arrivals = nan", "arrivals: must be a number, 0 or more", id="not a number"),
        pytest.param(HEAD + "folders = 'INBOX'", "folders: must be a list of texts", id="no list"),
        pytest.param(HEAD + "folders = ['Old']", "folders: INBOX must be among them", id="no INBOX"),
        pytest.param(HEAD + "addresses = ['a@b', 'a@b']", "profiles: 'a@b' is there twice", id="address twice"),
        pytest.param("seed = 1", "profiles: at least one is needed", id="no profile"),
        pytest.param("profiles = 3", "profiles: must be tables [profiles.NAME]", id="profiles no table"),
        pytest.param(HEAD + "[trouble]\nfault = 'no'", "trouble: must be tables [[trouble]]", id="single brackets"),
        pytest.param(HEAD + "[[trouble]]", "[trouble 1] fault: is missing; it must be refuse, reset", id="no fault"),
        pytest.param(HEAD + "[[trouble]]\nfault = 'nope'", "[trouble 1] fault: must be refuse, reset", id="fault"),
        pytest.param(NO + "stage = 'tls'", "stage: must be poll, auth", id="stage"),
        pytest.param(NO + "text = 4", "text: must be text of one line, not 4", id="type"),
        pytest.param(HEAD + '[[trouble]]\nfault = "no"\ntext = "a\\nb"', "text of one line", id="two lines"),
        pytest.param(NO + "second = 4", "second: no such key", id="another's parameter"),
        pytest.param(NO + "chance = 2", "chance: must be a number from 0 to 1", id="chance"),
        pytest.param(NO + "times = 0", "times: must be a whole number, 1 or more", id="times"),
        pytest.param(NO + "from = 5\nuntil = 5", "until: must be later than from (5)", id="until"),
        pytest.param(NO + "profiles = ['x']", "profiles: 'x' is none of north", id="profile"),
        pytest.param(NO + "uids = [1]", "uids: has a meaning at the stages", id="uids"),
        pytest.param(
            HEAD + "[[trouble]]\nfault = 'refuse'\nmailboxes = ['a*']",
            "mailboxes: at the stage connect nobody knows whose connection it is",
            id="mailboxes before sign-in",
        ),
        pytest.param(
            HEAD + "[[trouble]]\nfault = 'malformed_message'\nkind = 'ugly'",
            "kind: must be any, no_message_id",
            id="kind",
        ),
        pytest.param(HEAD + "[[", "x.toml: not TOML", id="no TOML"),
    ],
)
def test_a_mistake_is_told_with_file_table_and_key(text, problem):
    with pytest.raises(BadScenario) as seen:
        parse(text, "x.toml")
    assert len(seen.value.problems) == 1
    assert seen.value.problems[0].startswith("x.toml: ")
    assert problem in seen.value.problems[0]


def test_all_mistakes_are_told_at_once():
    text = "sed = 1\n[profiles.a]\nmailboxes = -1\n[[trouble]]\nfault = 'x'\n[[trouble]]\nfault = 'no'\nuntil = 'x'"
    with pytest.raises(BadScenario) as seen:
        parse(text, "x.toml")
    assert len(seen.value.problems) == 4


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("nope", "no scenario is called 'nope'; there are bad-passwords, demo,", id="no such name"),
        pytest.param("nope.toml", "nope.toml: No such file or directory", id="no such file"),
        pytest.param("/", "/: Is a directory", id="a directory"),
    ],
)
def test_a_scenario_that_is_not_there_is_told(name, problem):
    with pytest.raises(BadScenario, match=problem):
        load(name)


def test_a_file_that_is_not_utf_8_is_told(tmp_path):
    (tmp_path / "x.toml").write_bytes(b"about = '\xff'")
    with pytest.raises(BadScenario, match="not UTF-8"):
        load(tmp_path / "x.toml")


def test_any_stage_of_some_mailboxes_means_those_where_it_is_known_whose_they_are():
    of_all = parse(HEAD + "[[trouble]]\nfault = 'bye'\nstage = 'any'\n", "x.toml").troubles[0]
    of_some = parse(HEAD + "[[trouble]]\nfault = 'bye'\nstage = 'any'\nmailboxes = ['a*']\n", "x.toml").troubles[0]
    assert of_all.stages - of_some.stages == {"greeting"}
