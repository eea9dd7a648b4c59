"""What a configuration means, and where and how often its mistakes are reported."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from configuration import loading
from configuration.differences import differing
from configuration.learned_environment import learned_environment
from configuration.problems import ConfigurationError, dotted
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tabular.learning.agent import used_settings

from tests.helpers.configurations import PROJECT_CONFIG, REMOVED, changed, load, of, problems
from tests.helpers.running import ROOT, snakemake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_all_problems_are_reported_at_once() -> None:
    found = problems(
        {
            "run": ["mine", "taxi", "cart_pol"],
            "rum": [],
            "defaults.agent.discount": 2,
            "defaults.seeds": REMOVED,
            "experiments.Mine": {},
            "experiments.taxi.snapshots": {"every": 10**6},
            "experiments.mine": {
                "environment": {"id": "CartPole-v1", "actions": ["left"], "axes": ["angle"]},
                "agent": {"epsilon": {"schedule": "constant", "start": 0.1, "end": 0}},
            },
            "video.fps": 0,
        }
    )
    assert sorted(line.split(":")[0] for line in found) == [
        "defaults.agent.discount",
        "defaults.seeds",
        "experiments.Mine",
        "experiments.mine.agent.epsilon.end",
        "experiments.mine.environment.actions",
        "experiments.mine.environment.axes",
        "experiments.mine.environment.bins",
        "experiments.mine.environment.bounds",
        "experiments.taxi.snapshots.every",
        "rum",
        "run[2]",
        "video.fps",
    ]


@pytest.mark.parametrize(
    "unreadable",
    [
        {"defaults.agent.epsilon": "x", "defaults.snapshots": "all", "defaults.environment": []},
        {"defaults.episodes": "many", "defaults.seeds": "all"},
        {"defaults": [], "frames": 1, "qtable_plot": None, "video": "x"},
        {"experiments.cart_pole": 3, "experiments.taxi": {"agent": {"epsilon": None}}, "run": ["cart_pole", "taxi"]},
        {"experiments": 3, "run": ["taxi"]},
    ],
)
def test_what_cannot_be_read_is_not_the_reason_for_further_problems(unreadable: dict[str, Any]) -> None:
    expected = {path for path in unreadable if path != "run"}
    expected = {"experiments.taxi.agent.epsilon" if path == "experiments.taxi" else path for path in expected}
    assert {line.split(":")[0] for line in problems(unreadable)} == expected


FOUR = ["cart_pole", "mountain_car_optimal", "mountain_car_textbook", "taxi"]
"""Experiments that have most of their settings from `defaults`."""


@pytest.mark.parametrize(
    ("changes", "path", "phrases"),
    [
        (
            {"defaults.agent.initial_value": {"low": 1, "high": 0}},
            "defaults.agent.initial_value",
            ["for the experiments cart_pole, mountain_car_optimal, mountain_car_textbook and taxi"],
        ),
        ({"defaults.agent.epsilon.end": REMOVED}, "defaults.agent.epsilon.end", ["cart_pole", "taxi"]),
        (
            {"defaults.agent.learning_rate": {"schedule": "constant", "start": 0.1, "end": 0.1}},
            "defaults.agent.learning_rate.end",
            ["cart_pole, mountain_car_textbook and taxi"],
        ),
        ({"defaults.snapshots": {"every": 1, "count": 1}}, "defaults.snapshots", ["cart_pole"]),
        (
            {"frames.colors.best": "gren", "run": [*FOUR, "acrobot"]},
            "frames.colors.best",
            ["cart_pole, mountain_car_optimal, mountain_car_textbook and 2 others"],
        ),
        ({"video.seeds": [1]}, "video.seeds[0]", ["the experiment's only seed, 0"]),
        ({"evaluation.seed": 0}, "evaluation.seed", ["at least 1", "cart_pole", "taxi"]),
        (
            {"evaluation.snapshots": [24990], "run": ["cart_pole", "taxi"]},
            "evaluation.snapshots[0]",
            ["keeps, such as ", "9999 (for experiment cart_pole)", "19999 (for experiment taxi)"],
        ),
        (
            {"defaults.snapshots": {"every": 20000}},
            "defaults.snapshots.every",
            ["at most 10000, the number of episodes (for experiment cart_pole)"],
        ),
        (
            {"defaults.snapshots": {"every": 30000}, "run": ["mountain_car_tutorial", *FOUR]},
            "defaults.snapshots.every",
            [
                "at most 25000, the number of episodes (for the experiments mountain_car_tutorial and mountain_car_te",
                "at most 10000, the number of episodes (for experiment cart_pole)",
            ],
        ),
        (
            {"defaults.environment.bins": [20], "run": ["mountain_car_tutorial", "mountain_car_textbook"]},
            "defaults.environment.bins",
            ["for the experiments mountain_car_tutorial and mountain_car_textbook"],
        ),
    ],
)
def test_a_mistake_that_several_experiments_take_over_is_one_problem_where_it_stands(
    changes: dict[str, Any], path: str, phrases: list[str]
) -> None:
    (line,) = problems({"run": FOUR, **changes})
    assert line.startswith(f"{path}: ")
    for phrase in phrases:
        assert phrase in line


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        # `end` stands in defaults even though the experiment overrides `start`.
        (
            {
                "defaults.agent.epsilon": {"schedule": "constant", "start": 1, "end": 0},
                **of({"agent": {"epsilon": {"start": 0.5}}}),
            },
            "defaults.agent.epsilon.end",
        ),
        ({"defaults.environment.bins": [20], **of({"environment": {"time_limit": 9}})}, "defaults.environment.bins"),
        # Another environment has no bins of its own until the experiment gives it some.
        (of({"environment": {"id": "Acrobot-v1"}}), "experiments.mine.environment.bins"),
    ],
)
def test_a_problem_is_reported_where_the_value_stands(changes: dict[str, Any], path: str) -> None:
    assert path in {line.split(":")[0] for line in problems(changes)}
    assert not any(line.startswith("experiments.mine") for line in problems(changes) if path.startswith("defaults"))


@pytest.mark.parametrize(
    ("changes", "path", "expected"),
    [
        ({"video": {**PROJECT_CONFIG["video"], "fps": "30"}}, "video.fps", 30),
        ({"video.fps": 30.0}, "video.fps", 30),
        ({"video.fps": "3e1"}, "video.fps", 30),
        ({"video.hold_seconds": 2}, "video.hold_seconds", 2.0),
        ({"video.hold_seconds": "2"}, "video.hold_seconds", 2.0),
        ({"video.seeds": ["0"]}, "video.seeds", [0]),
        ({"video.seeds": []}, "video.seeds", []),
        ({"video.seeds": "[0]"}, "video.seeds", [0]),
        ({"evaluation.snapshots": "30"}, "evaluation.snapshots", 30),
        ({"evaluation.snapshots": "[0]"}, "evaluation.snapshots", [0]),
        (
            {"defaults.agent.learning_rate": {"start": "1e-3", "schedule": "constant"}},
            "agent.learning_rate.start",
            0.001,
        ),
        ({"defaults.agent.learning_rate": "1e-3"}, "agent.learning_rate", {"schedule": "constant", "start": 0.001}),
        ({"defaults.agent.epsilon": 1}, "agent.epsilon", {"schedule": "constant", "start": 1.0}),
        ({"defaults.agent.initial_value": "-1"}, "agent.initial_value", {"high": -1.0, "low": -1.0}),
        ({"defaults.agent.initial_value": {"low": "-2", "high": 0}}, "agent.initial_value", {"high": 0.0, "low": -2.0}),
        ({"defaults.agent.epsilon.to_episode": "null"}, "agent.epsilon.to_episode", None),
        ({"defaults.agent.epsilon.to_episode": "last"}, "agent.epsilon.to_episode", "last"),
        ({"defaults.agent.epsilon.to_episode": "50"}, "agent.epsilon.to_episode", 50),
        ({"defaults.episodes": "1_000"}, "episodes", 1000),
        ({"defaults.episodes": 1e4}, "episodes", 10000),
        ({"defaults.environment.bins": ["30", 40.0]}, "environment.bins", [30, 40]),
        ({"defaults.environment.bounds": "null"}, "environment.bounds", None),
        ({"defaults.environment.bounds": [["-1", "5e-1"], "null"]}, "environment.bounds", [[-1.0, 0.5], None]),
        ({"defaults.environment.bounds": [[-1, 0], None]}, "environment.bounds", [[-1.0, 0.0], None]),
        ({"defaults.environment.time_limit": ""}, "environment.time_limit", None),
        ({"defaults.environment.module": "null"}, "environment.module", None),
        ({"defaults.environment.actions": [-1, 0, 1]}, "environment.actions", ["-1", "0", "1"]),
        ({"defaults.environment.actions": ["null", "true", "1"]}, "environment.actions", ["null", "true", "1"]),
        ({"defaults.environment.arguments": {"goal_velocity": "false"}}, "environment.arguments.goal_velocity", False),
        ({"defaults.environment.arguments": {"goal_velocity": "True"}}, "environment.arguments.goal_velocity", True),
        ({"defaults.environment.arguments": {"goal_velocity": "null"}}, "environment.arguments.goal_velocity", None),
        ({"defaults.environment.arguments": {"goal_velocity": "0.1"}}, "environment.arguments.goal_velocity", 0.1),
        ({"defaults.environment.arguments": {"goal_velocity": ["1"]}}, "environment.arguments.goal_velocity", [1]),
        ({"defaults.environment.arguments": {"goal_velocity": "0110"}}, "environment.arguments.goal_velocity", "0110"),
        ({"defaults.environment.arguments": {"goal_velocity": "no"}}, "environment.arguments.goal_velocity", "no"),
        (
            {"defaults.environment.arguments": {"goal_velocity": {1: "a", "1": "b"}}},
            "environment.arguments.goal_velocity",
            {"1": "b", 1: "a"},
        ),
        ({"frames.markers.best": 8}, "frames.markers.best", "8"),
        ({"frames.colors.best": "Green"}, "frames.colors.best", "Green"),
    ],
)
def test_values_in_another_spelling_are_the_values_that_they_look_like(
    changes: dict[str, Any], path: str, expected: object
) -> None:
    # No constructor takes these arguments: it is only about how they are read.
    config = changed({**changes, "run": ["mountain_car_textbook"]})
    found: Any = loading.load(config, make_environments=False).experiments["mountain_car_textbook"]
    for part in path.split("."):
        found = found[part]
    assert repr(found) == repr(expected)


def test_an_experiment_that_yaml_takes_for_a_number_is_a_name() -> None:
    run, experiments, *_ = load({("experiments", 2024): {"seeds": 2}, "run": [2024]})
    assert run == ["2024"]
    assert experiments["2024"]["seeds"] == 2


@pytest.mark.parametrize("override", [None, {}, {"agent": {}}, {"agent": {"epsilon": {}}, "video": {}}])
def test_an_experiment_that_changes_nothing_has_the_defaults(override: dict[str, Any] | None) -> None:
    experiments = load(of(override))[1]
    assert experiments["mine"] == experiments["mountain_car_textbook"]


def mine(override: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the settings of an experiment, its environment not made."""
    config = changed({**changes, "experiments.mine": override})
    return loading.load(config, make_environments=False)[1]["mine"]


def test_an_experiment_overrides_the_defaults_and_the_presentation_key_by_key() -> None:
    default, settings = mine({}), mine({"agent": {"discount": 0.5}, "frames": {"colors": {"best": "red"}}})
    assert settings["agent"] == {**default["agent"], "discount": 0.5}
    assert settings["frames"] == {**default["frames"], "colors": {**default["frames"]["colors"], "best": "red"}}
    assert {key for key in default if default[key] != settings[key]} == {"agent", "frames"}


def test_a_list_is_overridden_as_a_whole() -> None:
    assert mine({"environment": {"bins": [7, 8]}})["environment"]["bins"] == [7, 8]
    assert mine({"frames": {"size": [1000, 600]}})["frames"]["size"] == [1000, 600]


def test_another_environment_takes_nothing_over_from_the_default_one() -> None:
    assert mine({"environment": {"id": "Taxi-v4"}})["environment"] == {
        "actions": None,
        "angles": None,
        "arguments": {},
        "axes": None,
        "bins": None,
        "bounds": None,
        "id": "Taxi-v4",
        "module": None,
        "time_limit": None,
    }
    same = mine({"environment": {"id": "MountainCar-v0", "time_limit": 9}})["environment"]
    assert same["bins"] == [20, 20]


def test_a_number_is_a_constant_schedule_and_one_initial_value() -> None:
    agent = mine({"agent": {"epsilon": 0.1, "learning_rate": 0.5, "initial_value": -1}})["agent"]
    assert agent["epsilon"] == {"schedule": "constant", "start": 0.1}
    assert agent["learning_rate"] == {"schedule": "constant", "start": 0.5}
    assert agent["initial_value"] == {"high": -1.0, "low": -1.0}


def test_tiles_take_larger_steps_than_a_table() -> None:
    schedule = {"schedule": "linear", "start": 2.0, "end": 1.2, "to_episode": "last"}
    agent = {"value_function": "tiles", "tiles": [9, 9], "learning_rate": schedule}
    assert mine({"agent": agent})["agent"]["learning_rate"] == schedule


def test_a_part_of_a_schedule_overrides_a_number_as_it_overrides_a_constant_schedule() -> None:
    default = {"defaults.agent.learning_rate": 0.1, "defaults.agent.initial_value": 0}
    agent = mine({"agent": {"learning_rate": {"start": 0.2}, "initial_value": {"low": -1}}}, **default)["agent"]
    assert agent["learning_rate"] == {"schedule": "constant", "start": 0.2}
    assert agent["initial_value"] == {"high": 0.0, "low": -1.0}


def test_another_kind_of_schedule_takes_nothing_over_from_the_default_one() -> None:
    constant = {"schedule": "constant", "start": 0.1}
    assert mine({"agent": {"epsilon": constant}})["agent"]["epsilon"] == constant
    same = mine({"agent": {"epsilon": {"schedule": "linear", "end": 0.5}}})["agent"]["epsilon"]
    assert same == {"end": 0.5, "from_episode": 0, "schedule": "linear", "start": 0.5, "to_episode": "last"}


def test_another_way_to_choose_snapshots_takes_nothing_over_from_the_default_one() -> None:
    counted = {"count": 9, "spacing": "log"}
    assert mine({"snapshots": counted})["snapshots"] == counted
    assert mine({"snapshots": {"every": 5}})["snapshots"] == {"every": 5}
    default = {"defaults.snapshots": counted}
    assert mine({"snapshots": {"count": 5}}, **default)["snapshots"] == {"count": 5, "spacing": "log"}
    assert mine({"snapshots": {"every": 5}}, **default)["snapshots"] == {"every": 5}


def test_arguments_of_an_environment_are_merged_whatever_they_are_called() -> None:
    default = {"schedule": {"schedule": "a", "x": 1}, "environment": {"id": 1, "x": 1}, "snapshots": {"every": 1}}
    override = {"schedule": {"schedule": "b"}, "environment": {"id": 2}, "snapshots": {"count": 2}}
    settings = mine({"environment": {"arguments": override}}, **{"defaults.environment.arguments": default})
    assert settings["environment"]["arguments"] == {
        "environment": {"id": 2, "x": 1},
        "schedule": {"schedule": "b", "x": 1},
        "snapshots": {"count": 2, "every": 1},
    }


def turned_round(value: Any) -> Any:
    """Return a value with the keys of every mapping in it in the opposite order."""
    if isinstance(value, dict):
        return {key: turned_round(value[key]) for key in reversed(value)}
    return [turned_round(item) for item in value] if isinstance(value, list) else value


def test_the_order_of_keys_does_not_matter() -> None:
    config = changed(of({"environment": {"arguments": {"goal_velocity": {"b": 1, "a": {"d": 2, "c": 3}}}}}))
    settings, other = (loading.load(one, make_environments=False)[1]["mine"] for one in (config, turned_round(config)))
    assert json.dumps(settings) == json.dumps(other)


def test_loading_does_not_change_what_it_was_given() -> None:
    config = changed({"video.fps": "30"})
    before = copy.deepcopy(config)
    loading.load(config, make_environments=True)
    assert config == before


def test_the_whole_library_is_valid_including_its_environments() -> None:
    loaded = load({"run": list(PROJECT_CONFIG["experiments"])})
    assert loaded.run == list(PROJECT_CONFIG["experiments"])
    assert loaded.experiments.keys() == PROJECT_CONFIG["experiments"].keys()
    assert not loaded.postponed


def test_every_experiment_has_the_same_keys() -> None:
    first, *others = load({})[1].values()
    for other in others:
        assert other.keys() == first.keys()
        assert other["environment"].keys() == first["environment"].keys()
        assert other["frames"].keys() == first["frames"].keys()


def test_environments_are_made_for_the_experiments_in_run_alone() -> None:
    load({"experiments.mine": {"environment": {"id": "Missing-v0"}}})
    loading.load(changed(of({"environment": {"id": "Missing-v0"}})), make_environments=False)


def key_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything in a configuration, and of a new key in each of its mappings."""
    if path:
        yield path
    if isinstance(value, dict):
        yield (*path, "new")
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from key_paths(item, (*path, key))


TRICKY_TEXTS = ["null", "last", "1e3", "nan", "-inf", "2024-13-45", "[1", "{a: 1}", "0x10", "1:30", "", "~", "²", "\n"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**9, 10**400, -(10**400)])
    | st.floats()
    | st.text()
    | st.sampled_from(TRICKY_TEXTS)
    | st.dates()
)
KEYS = (
    st.text()
    | st.integers()
    | st.booleans()
    | st.none()
    | st.floats(allow_nan=False)
    | st.sampled_from(["id", "schedule", "start", "end", "every", "count", "low", "best", "agent", "episodes", "axes"])
)
GARBAGE = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(path=st.sampled_from(list(key_paths(PROJECT_CONFIG))), garbage=GARBAGE)
@example(path=("experiments", "taxi"), garbage={"agent": {"epsilon": {"schedule": "exponential"}}})
@example(path=("experiments", "taxi"), garbage={"agent": {"schedule": None}})
@example(path=("defaults", "environment", "arguments"), garbage={1: 2, "a": 3, None: 4})
@example(path=("run",), garbage="cart_pole")
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
def test_no_value_anywhere_leads_to_anything_but_settings_or_a_list_of_problems(
    path: tuple[Any, ...], garbage: Any
) -> None:
    config = changed({path: garbage})
    settings, error = load_or_error(config)
    if error is None:
        json.dumps(settings, allow_nan=False)
    else:
        assert error.problems
        assert len(str(error).split("\n")) == 1 + len(error.problems)


def load_or_error(config: dict[str, Any]) -> tuple[dict[str, Any], ConfigurationError | None]:
    try:
        return loading.load(config, make_environments=True)[1], None
    except ConfigurationError as error:
        return {}, error


def test_a_path_is_written_as_in_the_configuration() -> None:
    assert dotted(("experiments", "fast", "environment", "bins", 0)) == "experiments.fast.environment.bins[0]"


def try_out(*arguments: str, folder: Path, expect: int) -> str:
    """Do a dry run of the workflow from a folder that isn't the checkout's."""
    return snakemake(
        "--snakefile", str(ROOT / "Snakefile"), "-n", "--cores", "1", *arguments, cwd=folder, expect=expect
    )


@pytest.mark.command_line
def test_a_bad_configuration_ends_snakemake_with_its_problems_and_nothing_written(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("video: {fps: 0}\nrun: [taxy]\ndefaults: {epsiodes: 3}\n", encoding="utf-8")
    output = try_out(folder=tmp_path, expect=1)
    assert "Traceback" not in output
    lines = output.splitlines()
    start = lines.index("The configuration has 3 problems; nothing was run:")
    assert [line.split(":")[0] for line in lines[start + 1 : start + 4]] == [
        "  - defaults.epsiodes",
        "  - video.fps",
        "  - run[0]",
    ]
    assert {path.name for path in tmp_path.iterdir()} <= {"config.yaml", ".snakemake"}


@pytest.mark.command_line
def test_the_configuration_can_be_changed_on_the_command_line(tmp_path: Path) -> None:
    changes = ["video={fps: 30, hold_seconds: 2}", "run=[cart_pole]", "defaults={episodes: 1e4, seeds: 2}"]
    output = try_out("--config", *changes, folder=tmp_path, expect=0)
    assert "plot_rewards cart_pole: " in output
    assert "train cart_pole seeds 0 to 1 (2 jobs): " in output
    assert "mountain_car" not in output


@pytest.mark.command_line
def test_a_request_for_an_experiment_that_there_is_not_names_the_nearest(tmp_path: Path) -> None:
    output = try_out("results/mountain_car_tutoral/rewards.png", folder=tmp_path, expect=1)
    assert "Traceback" not in output
    assert 'unknown experiment "mountain_car_tutoral"; did you mean "mountain_car_tutorial"?' in output
    assert {path.name for path in tmp_path.iterdir()} <= {".snakemake"}


def test_masks_are_refused_by_their_key_where_the_environment_has_none() -> None:
    (line,) = problems(of({"environment": {"id": "CliffWalking-v1"}, "agent": {"action_mask": True}}))
    assert line == (
        "experiments.mine.agent.action_mask: true is not allowed; allowed: false: CliffWalking-v1 gives no "
        'info["action_mask"] and has no method action_mask(state)'
    )
    load(of({"environment": {"id": "Taxi-v4"}, "agent": {"action_mask": True}}))


def test_jobs_are_told_of_masks_only_where_they_are_asked_for() -> None:
    """Without the key, what results say of their settings stays as it was before there was one."""
    taxi = {"environment": {"id": "Taxi-v4"}}
    without, with_masks = mine(taxi), mine({**taxi, "agent": {"action_mask": True}})
    assert "action_mask" not in learned_environment(without)
    assert learned_environment(with_masks) == {**learned_environment(without), "action_mask": True}
    assert used_settings(with_masks["agent"]) == used_settings(without["agent"])
    assert "action_mask" not in used_settings(with_masks["agent"])
    assert differing([without, with_masks]) == [{"agent.action_mask": "false"}, {"agent.action_mask": "true"}]
