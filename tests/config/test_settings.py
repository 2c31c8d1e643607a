"""Flag, environment, file, default; and every problem in one go."""

from pathlib import Path

import pytest

from config.settings import BadSettings, Settings, load

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
OTHER = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HOME", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "LOG", "CONFIG"):
        monkeypatch.delenv(f"POSTROOM_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_word_all_is_kept_in_the_home(monkeypatch):
    monkeypatch.setenv("HOME", "/home/ana")
    settings = load()
    assert settings == Settings(
        home=Path("/home/ana/.local/share/postroom"),
        database_url="sqlite+aiosqlite:////home/ana/.local/share/postroom/postroom.db",
        redis_url=None,
        secret_keys=(),
        log="json",
    )


def test_a_flag_wins_over_the_environment_and_that_over_the_file(monkeypatch, tmp_path):
    (tmp_path / "postroom.toml").write_text('home = "/file"\nlog = "json"\nredis_url = "redis://file"\n')
    monkeypatch.setenv("POSTROOM_HOME", "/environment")
    monkeypatch.setenv("POSTROOM_LOG", "console")
    settings = load(flags={"home": "/flag", "log": None})
    assert (str(settings.home), settings.log, settings.redis_url) == ("/flag", "console", "redis://file")


def test_the_file_that_was_asked_for_is_read_not_the_one_that_lies_there(monkeypatch, tmp_path):
    (tmp_path / "postroom.toml").write_text('home = "/here"\n')
    (tmp_path / "other.toml").write_text('home = "/other"\n')
    (tmp_path / "third.toml").write_text('home = "/third"\n')
    monkeypatch.setenv("POSTROOM_CONFIG", "other.toml")
    assert load().home == Path("/other")
    assert load(Path("third.toml")).home == Path("/third")


def test_every_problem_is_told_at_once_with_what_is_allowed(monkeypatch, tmp_path):
    (tmp_path / "postroom.toml").write_text('log = "xml"\ncolour = "blue"\n')
    monkeypatch.setenv("POSTROOM_DATABASE_URL", "mysql://ana:hunter2@db.example.org/mail")
    monkeypatch.setenv("POSTROOM_REDIS_URL", "redis://:hunter2@")
    monkeypatch.setenv("POSTROOM_SECRET_KEY", "hunter2")
    with pytest.raises(BadSettings) as told:
        load(flags={"home": "/etc/passwd"})
    lines = str(told.value).splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "colour",
        "--home",
        "POSTROOM_DATABASE_URL",
        "POSTROOM_REDIS_URL",
        "POSTROOM_SECRET_KEY",
        "log",
    ]
    assert "'mysql://ana:***@db.example.org/mail': allowed are sqlite+aiosqlite://" in lines[2]
    assert "'xml': allowed are console and json" in lines[5]
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("postgresql+asyncpg://ana:hun/ter2@db/mail", id="a slash in the password"),
        pytest.param("postgresql+asyncpg://ana:hun@ter2@db/mail", id="an at sign in the password"),
        pytest.param("postgresql+asyncpg://db/mail?user=ana&password=hunter2", id="a password as a parameter"),
    ],
)
def test_a_shown_url_shows_no_password(url):
    shown = repr(Settings(Path("/home"), url, None, (KEY,), "json"))
    assert "ter2" not in shown
    assert KEY not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("database_url", "sqlite:////tmp/file.db", id="a driver that blocks"),
        pytest.param("database_url", "postgresql://db/mail", id="another driver that blocks"),
        pytest.param("database_url", "sqlite+aiosqlite://", id="a database in memory"),
        pytest.param("database_url", "sqlite+aiosqlite:///:memory:", id="a database in memory, said aloud"),
        pytest.param("database_url", "", id="empty"),
        pytest.param("redis_url", "http://queue.example.org", id="not Redis"),
        pytest.param("redis_url", "redis://queue:99999", id="a port that is none"),
        pytest.param("redis_url", "unix://", id="no socket"),
        pytest.param("redis_url", "redis+sentinel://a:1,b:2", id="no service"),
    ],
)
def test_what_is_not_allowed_is_named(name, value):
    with pytest.raises(BadSettings, match=f"^--{name.replace('_', '-')} = ") as told:
        load(flags={name: value})
    assert "allowed" in str(told.value) or "port" in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "redis://queue.example.org:6380/2",
        "rediss://:secret@queue.example.org",
        "unix:///run/valkey.sock",
        "redis+sentinel://a.example.org:26379,b.example.org:26379/mymaster/0",
    ],
)
def test_every_way_to_reach_redis_is_allowed(url):
    assert load(flags={"redis_url": url}).redis_url == url


def test_keys_come_newest_first_from_a_string_or_a_list(monkeypatch, tmp_path):
    (tmp_path / "postroom.toml").write_text(f'secret_key = ["{OTHER}", "{KEY}"]\n')
    assert load().secret_keys == (OTHER, KEY)
    monkeypatch.setenv("POSTROOM_SECRET_KEY", f"{KEY}, {OTHER}")
    assert load().secret_keys == (KEY, OTHER)


def test_what_belongs_to_others_in_the_environment_is_passed_over(monkeypatch):
    monkeypatch.setenv("POSTROOM_TESTS_NEED_SERVERS", "1")
    monkeypatch.setenv("POSTROOM_REDIS_URL", "")
    assert load().redis_url is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(b"home = =\n", "postroom.toml is not TOML: .*line 1", id="not TOML"),
        pytest.param(b"\xff\xfe", "postroom.toml is not TOML", id="not UTF-8"),
        pytest.param(b"home = 3", "home in postroom.toml = 3", id="a number for a folder"),
        pytest.param(b"secret_key = 3", "secret_key in postroom.toml = '\\*\\*\\*'", id="a number for a key"),
    ],
)
def test_a_broken_file_is_told_as_what_it_is(tmp_path, text, told):
    (tmp_path / "postroom.toml").write_bytes(text)
    with pytest.raises(BadSettings, match=told):
        load()


def test_a_file_that_was_asked_for_must_be_there(monkeypatch):
    with pytest.raises(BadSettings, match=r"^--config = 'gone\.toml': there is no such file$"):
        load(Path("gone.toml"))
    monkeypatch.setenv("POSTROOM_CONFIG", "gone.toml")
    with pytest.raises(BadSettings, match=r"^POSTROOM_CONFIG = 'gone\.toml'"):
        load()


@pytest.mark.parametrize("letter", ["?", "#", "%"])
def test_a_home_that_would_mean_another_place_in_a_url_is_refused(tmp_path, letter):
    with pytest.raises(BadSettings, match=r"--home = .* has one of \? # % in it"):
        load(flags={"home": str(tmp_path / f"a{letter}41b")})


def test_a_home_with_a_space_and_an_umlaut_is_kept_as_it_is(tmp_path):
    home = tmp_path / "my möil"
    assert load(flags={"home": str(home)}).database_url == f"sqlite+aiosqlite:///{home}/postroom.db"
