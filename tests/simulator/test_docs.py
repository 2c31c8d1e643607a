"""What docs/simulator.md says is what there is."""

from dataclasses import fields
from pathlib import Path

import pytest

from simulator import Simulator, parse, shipped
from simulator.faults import FAULTS
from simulator.faults.malformed_message import KINDS
from simulator.scene import STAGES

TEXT = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text()
ROWS = {line.split("|")[1].strip().strip("`"): line for line in TEXT.splitlines() if line.startswith("| `")}


@pytest.mark.parametrize("name", [*shipped(), *STAGES, *FAULTS])
def test_every_scenario_stage_and_fault_has_a_row(name):
    assert name in ROWS


@pytest.mark.parametrize("name", FAULTS)
def test_every_parameter_is_in_its_fault_s_row(name):
    for field in fields(FAULTS[name]):
        assert f"`{field.name}`" in ROWS[name]


def test_every_kind_of_malformed_message_is_there():
    for kind in KINDS:
        assert f"`{kind}`" in ROWS["malformed_message"]


def test_the_example_can_be_played():
    example = TEXT.split("```toml\n")[1].split("```")[0]
    sim = Simulator(parse(example, "example.toml"))
    assert len(sim.mailboxes) == 251
    assert [box.address for box in sim.hit_by("bad_password")] == ["ana@example.org"]
