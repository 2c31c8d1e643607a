"""The house itself: what is listed is there, what is promised is listed."""

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_every_package_is_listed_and_every_listed_package_is_there():
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    tops = {name.split(".")[0] for name in listed}
    found = {
        ".".join(init.parent.relative_to(ROOT).parts)
        for top in tops
        for init in (ROOT / top).rglob("__init__.py")
        if "__pycache__" not in init.parts
    }
    assert found == listed


def test_make_alone_lists_its_targets():
    said = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("setup", "servers", "demo", "test", "check", "lint", "types", "layers", "bench"):
        assert target in said


def test_every_dependency_has_a_lower_bound():
    for requirement in PROJECT["project"]["dependencies"]:
        assert ">=" in requirement, requirement
