"""The registry itself: what is listed is a file, a dataclass, documented and tested."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from simulator.faults import FAULTS
from simulator.scene import STAGES

HERE = Path(__file__).parent
SCENARIO_KEYS = {"fault", "stage", "profiles", "mailboxes", "from", "until", "times", "every", "chance", "uids"}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_its_file_its_test_and_a_word_on_what_a_client_sees(name):
    kind = FAULTS[name]
    assert kind.__module__ == f"simulator.faults.{name}"
    assert (HERE / f"test_{name}.py").exists()
    assert "The client sees" in kind.__doc__


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_s_parameters_have_defaults_and_names_of_their_own(name):
    kind = FAULTS[name]
    assert is_dataclass(kind)
    assert kind() == kind()
    assert not {field.name for field in fields(kind)} & SCENARIO_KEYS


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_strikes_at_stages_that_exist(name):
    assert set(FAULTS[name].STAGES) <= set(STAGES)


def test_every_file_is_in_the_registry():
    files = {file.stem for file in (HERE.parents[2] / "simulator" / "faults").glob("*.py")} - {"__init__"}
    assert files == set(FAULTS)
