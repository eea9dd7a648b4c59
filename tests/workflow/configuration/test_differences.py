"""In which settings experiments differ, and how that is written."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from configuration import loading
from configuration.differences import differing
from configuration.layers import lay_over, project_layers
from configuration.setting_text import LONGEST, initial_value_text, schedule_text, setting_text
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.helpers.awkward_texts import ANY_SIGN, AWKWARD

CONFIG = lay_over(project_layers(Path(__file__).parents[3]))

BASE = {
    "agent": {
        "algorithm": "q_learning",
        "discount": 0.95,
        "initial_value": {"low": -2.0, "high": 0.0},
        "learning_rate": {"schedule": "constant", "start": 0.1},
        "epsilon": {"schedule": "linear", "start": 1.0, "end": 0.0, "from_episode": 1, "to_episode": None},
        "at_termination": "zero",
    }
}
"""What all experiments of these tests have, whatever the project's defaults are."""


def experiments(**overrides: dict[str, Any]) -> list[dict[str, Any]]:
    config = {
        **copy.deepcopy(CONFIG),
        "experiments": overrides,
        "studies": {},
        "run": list(overrides),
        "comparisons": {},
    }
    config["defaults"]["agent"] |= copy.deepcopy(BASE["agent"])
    return list(loading.load(config, make_environments=False).experiments.values())


def test_only_what_is_learned_from_and_differs_is_named() -> None:
    found = experiments(
        plain={},
        patient={"agent": {"discount": 1.0}, "seeds": 3, "engine": "gymnasium", "video": {"fps": 5}},
        renamed={"environment": {"actions": ["a", "b", "c"]}, "snapshots": {"count": 3}},
    )
    assert differing(found) == [{"agent.discount": "0.95"}, {"agent.discount": "1"}, {"agent.discount": "0.95"}]


def test_settings_that_an_algorithm_does_not_use_are_none_of_its_settings() -> None:
    textbook = {"at_termination": "target", "algorithm": "sarsa_lambda"}
    found = experiments(one_step={"agent": {"at_termination": "target"}}, traces={"agent": textbook})
    assert differing(found) == [
        {"agent.algorithm": "q_learning"},
        {"agent.algorithm": "sarsa_lambda", "agent.trace_decay": "0.9", "agent.traces": "replacing"},
    ]


def test_tiles_are_settings_of_those_who_have_them() -> None:
    found = experiments(
        table={},
        tiles={"agent": {"value_function": "tiles", "tiles": [9, 9], "at_termination": "target"}},
        fewer={"agent": {"value_function": "tiles", "tiles": [5, 5], "at_termination": "target"}},
    )
    table, tiles, fewer = differing(found)
    assert table["agent.value_function"] == "table"
    assert "agent.tiles" not in table
    assert table["environment.bins"] == "[20, 20]"
    assert tiles["agent.tiles"] == "[9, 9]"
    assert fewer["agent.tiles"] == "[5, 5]"


def test_a_schedule_and_the_initial_values_are_one_setting_each() -> None:
    zero = {"low": 0.0, "high": 0.0}
    other = {"agent": {"epsilon": {"schedule": "constant", "start": 0.1}, "initial_value": zero}}
    assert differing(experiments(plain={}, other=other)) == [
        {
            "agent.epsilon": "linear from 1 to 0 between episode 1 and half of the episodes",
            "agent.initial_value": "uniform from -2 to 0",
        },
        {"agent.epsilon": "0.1", "agent.initial_value": "0"},
    ]


def test_the_same_settings_differ_in_nothing() -> None:
    assert differing(experiments(one={}, other={})) == [{}, {}]


LAKE = {"id": "FrozenLake-v1"}


def test_an_argument_that_only_one_experiment_gives_is_the_other_s_default() -> None:
    firm = {"environment": {**LAKE, "arguments": {"is_slippery": False}}}
    found = experiments(slippery={"environment": LAKE}, firm=firm)
    assert differing(found) == [
        {"environment.arguments.is_slippery": "default"},
        {"environment.arguments.is_slippery": "false"},
    ]


def test_an_argument_of_one_environment_is_no_setting_of_another() -> None:
    firm = {"environment": {**LAKE, "arguments": {"is_slippery": False}}}
    car, lake = differing(experiments(car={}, firm=firm))
    assert lake["environment.arguments.is_slippery"] == "false"
    assert not [path for path in car if path.startswith("environment.arguments")]
    assert "None" not in str([car, lake])


def lake_of(row: str) -> dict[str, Any]:
    return {"environment": {**LAKE, "arguments": {"desc": ["SFFFFFFF", *["FFFFFFFF"] * 6, row]}}}


def test_long_lists_are_cut_off_unless_they_would_look_the_same() -> None:
    path = "environment.arguments.desc"
    default, long = differing(experiments(default={"environment": LAKE}, mine=lake_of("FFFFFFFG")))
    assert default[path] == "default"
    assert long[path].startswith("[SFFFFFFF, FFFFFFFF,")
    assert long[path].endswith("…")
    assert len(long[path]) <= LONGEST
    one, other = differing(experiments(one=lake_of("FFFFFFFG"), other=lake_of("FFFFFHFG")))
    assert one[path] != other[path]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (None, "null"),
        ("null", "'null'"),
        ("q_learning", "q_learning"),
        (1.0, "1"),
        (0.0005, "0.0005"),
        (1e-5, "0.00001"),
        (1e300, "1.0e+300"),
        (25000, "25000"),
        ([20, 20], "[20, 20]"),
        ([[-2.4, 2.4], None], "[[-2.4, 2.4], null]"),
        ({"a": [1.0]}, "{a: [1]}"),
        ("two\nlines", '"two\\nlines"'),
        ("one line\n", '"one line\\n"'),
    ],
)
def test_values_are_written_as_in_the_configuration(value: object, text: str) -> None:
    assert setting_text(value) == text
    assert yaml.safe_load(f"[{text}]") == [value]


@given(st.text(ANY_SIGN | st.sampled_from("\n\r\t\"'[]{},:#-")) | AWKWARD)
def test_any_text_is_one_line_that_yaml_reads_back(text: str) -> None:
    assume(text != "=")  # PyYAML writes it plainly, and then takes it for a value of YAML 1.1
    for value in (text, [text, text], {"a": text}):
        written = setting_text(value)
        assert not {"\n", "\r"} & {*written}
        assert yaml.safe_load(f"[{written}]") == [value]


LINEAR = {"schedule": "linear", "start": 1.0, "end": 0.0}


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (0.1, "0.1"),
        ({"schedule": "constant", "start": 0.5}, "0.5"),
        ({**LINEAR, "from_episode": 0, "to_episode": None}, "linear from 1 to 0 until half of the episodes"),
        ({**LINEAR, "from_episode": 0, "to_episode": "last"}, "linear from 1 to 0 until the last episode"),
        ({**LINEAR, "from_episode": 5, "to_episode": 90}, "linear from 1 to 0 between episode 5 and episode 90"),
        (
            {"schedule": "exponential", "start": 0.8, "end": 0.005, "from_episode": 0, "to_episode": "last"},
            "exponential from 0.8 to 0.005 until the last episode",
        ),
    ],
)
def test_schedules_are_phrases(schedule: object, text: str) -> None:
    assert schedule_text(schedule) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), ({"low": 1.0, "high": 1.0}, "1"), ({"low": -2.0, "high": 0.0}, "uniform from -2 to 0")],
)
def test_initial_values_are_a_number_or_a_range(value: object, text: str) -> None:
    assert initial_value_text(value) == text
