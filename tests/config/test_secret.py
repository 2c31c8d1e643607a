"""The home's key is made once, whoever comes first, and read by nobody else."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import secret
from config.settings import BadSettings


def test_no_key_is_none(tmp_path):
    assert secret.read(tmp_path / "nowhere") is None


def test_the_first_key_is_kept_whoever_comes_second(tmp_path):
    home = tmp_path / "deep" / "home"
    assert secret.make(home, "first") == "first"
    assert secret.make(home, "second") == "first"
    assert secret.read(home) == "first"


def test_the_home_and_the_key_are_for_their_owner_alone(tmp_path):
    home = tmp_path / "home"
    secret.make(home, "first")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in home.iterdir()] == [(secret.FILE, 0o600)]


def test_many_at_once_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(lambda number: secret.make(tmp_path, f"key {number}"), range(32)))
    assert len(kept) == 1


def test_a_key_that_others_may_read_is_refused_with_the_command_that_mends_it(tmp_path):
    secret.make(tmp_path, "first")
    (tmp_path / secret.FILE).chmod(0o644)
    with pytest.raises(BadSettings, match="chmod 600"):
        secret.read(tmp_path)


def test_an_empty_key_is_no_key_and_is_not_made_anew(tmp_path):
    (tmp_path / secret.FILE).touch(mode=0o600)
    with pytest.raises(BadSettings, match="empty"):
        secret.make(tmp_path, "another")


def test_a_home_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadSettings, match="can't be written"):
        secret.make(tmp_path / "file" / "home", "first")
