"""What a configuration may say, and what is said about one that doesn't."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import configuration
import pytest
import yaml
from configuration.problems import dotted
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.workflow.running import ROOT, snakemake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROJECT_CONFIG: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))

REMOVED = object()
"""Stands for the value of a key that is taken away."""

NAN, INFINITY = float("nan"), float("inf")

MODULES = {
    "worlds.py": """
        import gymnasium
        from gymnasium import spaces

        class World(gymnasium.Env):
            action_space = spaces.Discrete(2)
            def __init__(self, observation_space, wheels=4):
                self.observation_space = observation_space
                self.wheels = wheels + 0

        def world(name, space):
            gymnasium.register(name, entry_point=World, kwargs={"observation_space": space})

        world("Cupboard-v0", spaces.Dict({"left": spaces.Discrete(2), "right": spaces.Discrete(2)}))
        world("Wall-v0", spaces.Box(0.0, 1.0, (30,)))
        world("Mixed-v0", spaces.Tuple([spaces.Discrete(2), spaces.Box(0.0, 1.0, (30,))]))
        world("Line-v0", spaces.Discrete(6))
    """,
    "failing.py": "raise RuntimeError('no such\\nwheel')",
    "leaving.py": "import sys; sys.exit('done')",
    "unreadable.py": "def",
}


@pytest.fixture(scope="module")
def folder_with_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("modules")
    for name, text in MODULES.items():
        lines = text.strip("\n").splitlines()
        indent = len(lines[0]) - len(lines[0].lstrip())
        (folder / name).write_text("\n".join(line[indent:] for line in lines) + "\n", encoding="utf-8")
    return folder


def changed(changes: dict[Any, Any]) -> dict[str, Any]:
    """Return the project's configuration with other values at some paths, written `a.b.c` or as tuples."""
    config = copy.deepcopy(PROJECT_CONFIG)
    for path, value in changes.items():
        *parents, last = path.split(".") if isinstance(path, str) else path
        place = config
        for part in parents:
            place = place[part]
        if value is REMOVED:
            del place[last]
        else:
            place[last] = value
    return config


def load(changes: dict[Any, Any]) -> configuration.Configuration:
    return configuration.load(changed(changes), make_environments=True)


def problems(changes: dict[Any, Any]) -> list[str]:
    """Return what is said about the project's configuration with these changes, one string a problem."""
    with pytest.raises(configuration.ConfigurationError) as raised:
        load(changes)
    header, *lines = str(raised.value).splitlines()
    count = len(raised.value.problems)
    assert header == f"The configuration has {count} problem{'s' * (count > 1)}; nothing was run:"
    assert len(lines) == count, "one line a problem"
    assert all(line.startswith("  - ") for line in lines)
    return [line.removeprefix("  - ") for line in lines]


def of(experiment: dict[str, Any] | None) -> dict[str, Any]:
    """Return the changes that add an experiment `mine` and run nothing else."""
    return {"experiments.mine": experiment, "run": ["mine"]}


def world(name: str, **environment: Any) -> dict[str, Any]:
    return of({"environment": {"id": name, "module": "worlds.py", **environment}})


TUTORIAL = "experiments.mountain_car_tutorial"

Mistake = tuple[Any, ...]
"""Changes to the project's configuration, the path that is reported, and phrases of what is said about it."""

UNKNOWN_KEYS: list[Mistake] = [
    (
        {"rum": ["taxi"]},
        "rum",
        'unknown key "rum"',
        'did you mean "run"?',
        "allowed: comparisons, defaults, evaluation",
    ),
    ({"defaults.epsiodes": 10}, "defaults.epsiodes", 'did you mean "episodes"?', "seeds, seeds_per_job, snapshots"),
    ({"defaults.frames": {}}, "defaults.frames", 'unknown key "frames"', "allowed: agent, engine"),
    ({"defaults.environment.bin": [2]}, "defaults.environment.bin", 'did you mean "bins"?'),
    ({"defaults.agent.discout": 1}, "defaults.agent.discout", 'did you mean "discount"?'),
    ({"defaults.agent.epsilon.strat": 1}, "defaults.agent.epsilon.strat", 'did you mean "start"?', "to_episode"),
    ({"defaults.agent.initial_value.hihg": 1}, "defaults.agent.initial_value.hihg", 'did you mean "high"?'),
    ({"defaults.snapshots.evry": 1}, "defaults.snapshots.evry", 'did you mean "every"?', "count, every, spacing"),
    ({TUTORIAL: {"sedes": 3}}, f"{TUTORIAL}.sedes", 'did you mean "seeds"?', "frames"),
    ({TUTORIAL: {"frames": {"sise": 3}}}, f"{TUTORIAL}.frames.sise", 'did you mean "size"?'),
    ({"rewards_plot.windw": 3}, "rewards_plot.windw", 'did you mean "window"?', "allowed: window"),
    ({"frames.colors.bets": "red"}, "frames.colors.bets", 'did you mean "best"?'),
    (
        {"evaluation.episode": 3},
        "evaluation.episode",
        'did you mean "episodes"?',
        "episodes, most_steps, seed, snapshots",
    ),
    ({"video.FPS": 3}, "video.FPS", 'did you mean "fps"?'),
    ({("video", 60): 3}, "video.60", 'unknown key "60"', "allowed: codec, fps"),
    ({(True,): 3}, "true", 'unknown key "true"'),
    ({"video.two words\nand a line": 3}, 'video."two words\\nand a line"', "unknown key"),
]

MISSING_KEYS: list[Mistake] = [
    ({"frames": REMOVED}, "frames", "this key is missing; add it: a mapping with the keys snapshots_per_job"),
    ({"run": REMOVED}, "run", "this key is missing; add it: a list of at least 1, each the name of an experiment"),
    ({"defaults.episodes": REMOVED}, "defaults.episodes", "this key is missing; add it: a whole number from 1 to"),
    ({"defaults.environment.id": REMOVED}, "defaults.environment.id", "missing", "such as MountainCar-v0"),
    ({"defaults.agent.discount": REMOVED}, "defaults.agent.discount", "this key is missing; add it: a number from 0"),
    ({"defaults.agent.epsilon.start": REMOVED}, "defaults.agent.epsilon.start", "missing"),
    ({"qtable_plot.colors.other": REMOVED}, "qtable_plot.colors.other", "missing", '"#rrggbb"'),
    ({"evaluation": REMOVED}, "evaluation", "this key is missing; add it: a mapping with the keys episodes, snapshots"),
    (
        {"evaluation.snapshots": REMOVED},
        "evaluation.snapshots",
        "missing",
        "or a list of episodes whose tables are kept",
    ),
    ({"video.fps": REMOVED}, "video.fps", "this key is missing; add it: a whole number from 1 to 240"),
]

WRONG_VALUES: list[Mistake] = [
    ({"defaults.episodes": "many"}, "defaults.episodes", '"many" is not allowed; allowed: a whole number from 1'),
    ({"defaults.episodes": 2.5}, "defaults.episodes", "2.5 is not allowed", "a whole number"),
    ({"defaults.episodes": 0}, "defaults.episodes", "0 is not allowed", "from 1 to 1000000000"),
    ({"defaults.episodes": True}, "defaults.episodes", "true is not allowed", "a whole number"),
    ({"defaults.episodes": None}, "defaults.episodes", "null is not allowed", "a whole number"),
    ({"defaults.episodes": {"a": [1]}}, "defaults.episodes", '{"a": [1]} is not allowed', "a whole number"),
    ({"defaults.episodes": "9" * 5000}, "defaults.episodes", ".inf is not allowed"),
    ({"defaults.seeds": 0}, "defaults.seeds", "0 is not allowed", "a whole number from 1"),
    ({"defaults.seeds_per_job": 5}, "defaults.seeds_per_job", "5 is not allowed", "allowed: 1, 10"),
    ({"defaults.seeds_per_job": "ten"}, "defaults.seeds_per_job", '"ten" is not allowed', "allowed: 1, 10"),
    ({"defaults.agent": None}, "defaults.agent", "null is not allowed", "a mapping with the keys algorithm, steps"),
    ({"defaults": None}, "defaults", "null is not allowed", "a mapping with the keys seeds, seeds_per_job"),
    ({"defaults.agent.discount": 1.5}, "defaults.agent.discount", "1.5 is not allowed; allowed: a number from 0 to 1"),
    ({"defaults.agent.discount": NAN}, "defaults.agent.discount", ".nan is not allowed; allowed: a finite number"),
    ({"defaults.agent.discount": INFINITY}, "defaults.agent.discount", ".inf is not allowed"),
    ({"defaults.agent.discount": "nan"}, "defaults.agent.discount", ".nan is not allowed"),
    ({"defaults.agent.initial_value.low": -INFINITY}, "defaults.agent.initial_value.low", "-.inf is not allowed"),
    ({"defaults.agent.initial_value.high": 10**400}, "defaults.agent.initial_value.high", ".inf is not allowed"),
    ({"defaults.environment.bounds": [[0, INFINITY], None]}, "defaults.environment.bounds[0][1]", ".inf", "finite"),
    ({"defaults.agent.learning_rate.start": 0}, "defaults.agent.learning_rate.start", "a number, more than 0 and at"),
    (
        {"defaults.engine": "gymnasim"},
        "defaults.engine",
        '"gymnasim" is not allowed; did you mean "gymnasium"?',
        "auto",
    ),
    ({"defaults.agent.algorithm": "sasra"}, "defaults.agent.algorithm", 'mean "sarsa"?', "expected_sarsa"),
    ({"defaults.agent.behaviour": "softmaxx"}, "defaults.agent.behaviour", 'mean "softmax"?', "epsilon_greedy"),
    ({"defaults.agent.steps": 0}, "defaults.agent.steps", "0 is not allowed", "from 1 to"),
    ({"defaults.agent.trace_decay": 1.1}, "defaults.agent.trace_decay", "a number from 0 to 1"),
    ({"defaults.agent.temperature.start": 0}, "defaults.agent.temperature.start", "a number, more than 0"),
    ({"defaults.agent.at_termination": "zeor"}, "defaults.agent.at_termination", 'mean "zero"?', "zero, target"),
    ({"defaults.agent.epsilon.schedule": "lienar"}, "defaults.agent.epsilon.schedule", 'mean "linear"?', "exponential"),
    (
        {"defaults.agent.epsilon.to_episode": "lats"},
        "defaults.agent.epsilon.to_episode",
        '"lats"',
        "null, last, or a w",
    ),
    ({"defaults.agent.epsilon.to_episode": 0}, "defaults.agent.epsilon.to_episode", "0 is not", "at least 1"),
    ({"defaults.environment.time_limit": 0}, "defaults.environment.time_limit", "null or a whole number, at least 1"),
    ({"defaults.environment.bins": 20}, "defaults.environment.bins", "20 is not allowed", "a list of one is [20]"),
    ({"defaults.environment.bins": [20, 0]}, "defaults.environment.bins[1]", "0 is not allowed", "from 1 to 1000000"),
    ({"defaults.environment.bounds": [[0, "x"], None]}, "defaults.environment.bounds[0][1]", '"x"', "a number"),
    (
        {"defaults.environment.bounds": [[1], None]},
        "defaults.environment.bounds[0]",
        "null or a list of 2, each a numb",
    ),
    ({"defaults.environment.axes": ["p", "p"]}, "defaults.environment.axes", '["p", "p"] is not', "all different"),
    ({"defaults.environment.actions": ["a", "b", ""]}, "defaults.environment.actions[2]", '"" is not', "isn't empty"),
    (
        {"defaults.environment.actions": ["back", False, "forth"]},
        "defaults.environment.actions[1]",
        "false is not allowed",
        "write it in quotes",
    ),
    ({"defaults.environment.module": "world.txt"}, "defaults.environment.module", "null or the path of a Python file"),
    ({"defaults.environment.id": "one:two:Three-v0"}, "defaults.environment.id", "such as MountainCar-v0"),
    (
        {"defaults.environment.arguments": {"since": dt.date(2024, 1, 2)}},
        "defaults.environment.arguments.since",
        "2024-01-02 is not allowed",
        "to YAML this is a date: write it in quotes",
    ),
    ({"rewards_plot.window": -1}, "rewards_plot.window", "-1 is not allowed", "at least 1"),
    ({"figures.trajectories": 0}, "figures.trajectories", "0 is not allowed", "from 1 to 1000"),
    ({"figures.dpi": 20}, "figures.dpi", "20 is not allowed", "from 50 to 1200"),
    ({"evaluation.episodes": 0}, "evaluation.episodes", "0 is not allowed", "from 1 to"),
    (
        {"evaluation.snapshots": 0},
        "evaluation.snapshots",
        "0 is not allowed",
        "a number of tables, at least 1, or a list",
    ),
    ({"evaluation.snapshots": []}, "evaluation.snapshots", "[] is not allowed", "or a list of episodes"),
    ({"evaluation.snapshots": "all"}, "evaluation.snapshots", '"all" is not allowed', "a number of tables, at least 1"),
    ({"evaluation.snapshots": [10, -1]}, "evaluation.snapshots[1]", "-1 is not allowed", "at least 0"),
    ({"evaluation.seed": -1}, "evaluation.seed", "-1 is not allowed; allowed: a whole number from 0"),
    ({"evaluation.most_steps": 0}, "evaluation.most_steps", "0 is not allowed; allowed: a whole number from 1"),
    ({"frames.size": [801, 600]}, "frames.size[0]", "801 is not allowed; allowed: an even whole number from 400"),
    ({"frames.size": 800}, "frames.size", "800 is not allowed; allowed: a list of 2, each an even whole number"),
    ({"frames.size": [800]}, "frames.size", "[800] is not allowed", "a list of 2"),
    ({"frames.colors": "blue"}, "frames.colors", '"blue" is not allowed', "a mapping with the keys best, other"),
    ({"frames.colors.best": "#12345"}, "frames.colors.best", '"#12345" is not allowed', '"#rrggbb" or a CSS colour'),
    ({"frames.markers.best": "q"}, "frames.markers.best", '"q" is not allowed; allowed: o, s, D'),
    ({"frames.opacity.other": 1.2}, "frames.opacity.other", "1.2 is not allowed; allowed: a number from 0 to 1"),
    ({"frames.axes": ["position"]}, "frames.axes", '["position"] is not', "two different axes of the environment"),
    ({"frames.axes": ["velocity", "velocity"]}, "frames.axes", "two different axes of the environment"),
    ({"frames.reduce": "median"}, "frames.reduce", '"median" is not allowed; did you mean "mean"?', "max, middle"),
    ({"frames": None}, "frames", "null is not allowed", "a mapping with the keys"),
    ({"video.fps": 0}, "video.fps", "0 is not allowed; allowed: a whole number from 1 to 240"),
    ({"video.fps": 29.97}, "video.fps", "29.97 is not allowed; allowed: a whole number"),
    ({"video.codec": "h265"}, "video.codec", '"h265" is not allowed; did you mean "h264"?', "h264, xvid"),
    ({"video.seeds": [0, 0]}, "video.seeds", "[0, 0] is not allowed", "all different"),
    ({"video.hold_seconds": -0.5}, "video.hold_seconds", "-0.5 is not allowed; allowed: a number from 0 to 60"),
    ({"rollout.snapshots": 0}, "rollout.snapshots", "0 is not allowed; allowed: a number of tables, at least 1, or a"),
    ({"rollout.snapshots": []}, "rollout.snapshots", "[] is not allowed", "a list of episodes whose tables are kept"),
    ({"rollout.snapshots": [0, 0]}, "rollout.snapshots", "[0, 0] is not allowed", "a list of episodes"),
    ({"rollout.episodes": 0}, "rollout.episodes", "0 is not allowed; allowed: a whole number from 1 to 1000"),
    ({"rollout.seed": None}, "rollout.seed", "null is not allowed; allowed: a whole number, at least 0"),
    ({"rollout.most_steps": 0}, "rollout.most_steps", "0 is not allowed", "from 1 to 100000"),
    ({"rollout.constant_action": 0.5}, "rollout.constant_action", "0.5 is not allowed", "the name of an action"),
    ({"rollout.constant_action": -1}, "rollout.constant_action", "-1 is not allowed", "its number from 0"),
    ({"rollout.fps": 0.5}, "rollout.fps", "0.5 is not allowed; allowed: null or a whole number from 1 to 240"),
    ({"rollout.hold_seconds": 61}, "rollout.hold_seconds", "a number from 0 to 60"),
]

WRONG_EXPERIMENTS: list[Mistake] = [
    (
        {"run": ["mountain_car_tutoral"]},
        "run[0]",
        'unknown experiment "mountain_car_tutoral"',
        '"mountain_car_tutorial"?',
    ),
    ({"run": ["taxi", "cart-pole"]}, "run[1]", 'did you mean "cart_pole"?', "allowed: acrobot, "),
    ({"frames.size": [800, 600]}, "frames.size", "[800, 600] is not allowed", "a width of at least 1000"),
    ({"run": []}, "run", "[] is not allowed", "a list of at least 1, each the name of an experiment"),
    ({"run": None}, "run", "null is not allowed", "a list of at least 1"),
    ({"run": "cart_pole"}, "run", '"cart_pole" is not allowed', "a list of one is [cart_pole]"),
    ({"run": ["taxi", "taxi"]}, "run", '["taxi", "taxi"] is not allowed', "all different"),
    ({"run": [["taxi"]]}, "run[0]", '["taxi"] is not allowed', "the name of an experiment"),
    ({"run": [True]}, "run[0]", "true is not allowed", "write it in quotes"),
    ({"experiments.My Car": {}}, 'experiments."My Car"', "this name is not allowed", "lower-case letters, digits, _"),
    ({"experiments.Car": {}}, "experiments.Car", "this name is not allowed"),
    ({"experiments._car": {}}, "experiments._car", "this name is not allowed", "beginning with a letter or digit"),
    ({("experiments", "a/b"): {}}, 'experiments."a/b"', "this name is not allowed"),
    ({("experiments", 1.5): {}}, 'experiments."1.5"', "this name is not allowed"),
    ({"experiments": {}}, "experiments", "{} is not allowed", "at least one", "`my_experiment: {episodes: 1000}`"),
    ({"experiments": [{"mine": {}}]}, "experiments", '[{"mine": {}}] is not allowed', "a mapping from names to exp"),
    ({"experiments": None}, "experiments", "null is not allowed", "a mapping from names to experiments"),
    ({"experiments.mine": ["taxi"]}, "experiments.mine", '["taxi"] is not allowed', "null or a mapping with the keys"),
    ({"experiments.mine": {"agent": None}}, "experiments.mine.agent", "null is not allowed", "a mapping with the keys"),
]

MISTAKES_ACROSS_KEYS: list[Mistake] = [
    (
        of({"agent": {"epsilon": {"schedule": "exponential", "start": 1}}}),
        "experiments.mine.agent.epsilon.end",
        "this key is missing: exponential schedules have start and end",
    ),
    (
        of({"agent": {"epsilon": {"schedule": "constant"}}}),
        "experiments.mine.agent.epsilon.start",
        "this key is missing: constant schedules have start",
    ),
    (
        of({"agent": {"learning_rate": {"end": 0.5}}}),
        "experiments.mine.agent.learning_rate.end",
        "a constant schedule has no end; remove it, or choose schedule: linear or exponential",
    ),
    (
        of({"agent": {"learning_rate": {"schedule": "exponential", "start": 0.5, "end": 0}}}),
        "experiments.mine.agent.learning_rate.end",
        "0.0 is not allowed; allowed: more than 0 in an exponential schedule",
    ),
    (
        of({"agent": {"epsilon": {"from_episode": 500}}, "episodes": 1000}),
        "experiments.mine.agent.epsilon",
        "from_episode has to be smaller than to_episode; they are 500 and 500, half of 1000",
    ),
    (
        of({"agent": {"epsilon": {"from_episode": 99, "to_episode": "last"}}, "episodes": 100}),
        "experiments.mine.agent.epsilon",
        "they are 99 and 99, the last of 100",
    ),
    (
        of({"agent": {"epsilon": {"from_episode": 7, "to_episode": 5}}}),
        "experiments.mine.agent.epsilon",
        "they are 7 and 5",
    ),
    (
        of({"agent": {"temperature": {"schedule": "exponential", "start": 1}, "behaviour": "softmax"}}),
        "experiments.mine.agent.temperature.end",
        "exponential schedules have start and end",
    ),
    (
        of({"agent": {"planning_steps": 5}}),
        "experiments.mine.agent.planning_steps",
        "has no meaning with algorithm q_learning; remove it, or choose algorithm: dyna_q",
    ),
    (
        of({"agent": {"algorithm": "sarsa", "trace_decay": 0.5}}),
        "experiments.mine.agent.trace_decay",
        "with algorithm sarsa; remove it, or choose algorithm: watkins_q_lambda or sarsa_lambda",
    ),
    (
        of({"agent": {"behaviour": "ucb", "epsilon": {"start": 0.5}}}),
        "experiments.mine.agent.epsilon",
        "has no meaning with behaviour ucb; remove it, or choose behaviour: epsilon_greedy",
    ),
    (
        of({"agent": {"algorithm": "sarsa_lambda"}}),
        "experiments.mine.agent.at_termination",
        '"zero" is not allowed; allowed: target with algorithm sarsa_lambda',
    ),
    (
        of({"agent": {"initial_value": {"low": 1}}}),
        "experiments.mine.agent.initial_value",
        '{"high": 0.0, "low": 1.0} is not allowed',
        "low at most as large as high",
    ),
    (
        of({"snapshots": {"every": 10, "count": 10}}),
        "experiments.mine.snapshots",
        '{"count": 10, "every": 10} is not allowed; allowed: either {every: N} or {count: N, spacing: linear or log}',
    ),
    (
        {"defaults.snapshots": {}, "experiments": {"mine": {}}, "run": ["mine"], "comparisons": {}},
        "defaults.snapshots",
        "either {every: N}",
    ),
    (
        of({"snapshots": {"spacing": "log"}}),
        "experiments.mine.snapshots.spacing",
        "remove it, or replace `every` by `count`",
    ),
    (
        of({"snapshots": {"every": 101}, "episodes": 100}),
        "experiments.mine.snapshots.every",
        "101 is not allowed; allowed: at most 100, the number of episodes",
    ),
    (
        of({"snapshots": {"count": 101}, "episodes": 100}),
        "experiments.mine.snapshots.count",
        "101 is not allowed; allowed: at most 100, the number of episodes",
    ),
    (
        of({"snapshots": {"every": 10}, "episodes": 10**9}),
        "experiments.mine.snapshots.every",
        "10 is not allowed; allowed: at least 1000, because every table that is kept is a file",
    ),
    (
        of({"video": {"seeds": [0, 1]}}),
        "experiments.mine.video.seeds[1]",
        "1 is not allowed",
        "the experiment's only seed, 0",
    ),
    (of({"seeds": 3, "video": {"seeds": [3]}}), "experiments.mine.video.seeds[0]", "the experiment's seeds, 0 to 2"),
    (
        of({"evaluation": {"snapshots": [0, 2499]}}),
        "experiments.mine.evaluation.snapshots[1]",
        "2499 is not allowed; allowed: episodes whose tables `snapshots` keeps, such as 2490 or 2500",
    ),
    (
        of({"evaluation": {"snapshots": [25000]}}),
        "experiments.mine.evaluation.snapshots[0]",
        "such as 24999",
    ),
    (
        of({"evaluation": {"snapshots": [3]}, "snapshots": {"count": 1}}),
        "experiments.mine.evaluation.snapshots[0]",
        "such as 24999",
    ),
    (
        of({"seeds": 3, "evaluation": {"seed": 2}}),
        "experiments.mine.evaluation.seed",
        "2 is not allowed; allowed: a whole number, at least 3: the smaller ones are those of trainings",
    ),
    (
        of({"environment": {"actions": ["left", "random", "right"]}}),
        "experiments.mine.environment.actions[1]",
        '"random" is not allowed; allowed: another name: in baselines.parquet',
    ),
    (
        of({"rollout": {"snapshots": [0, 15, 24999]}}),
        "experiments.mine.rollout.snapshots[1]",
        "15 is not allowed; allowed: episodes whose tables `snapshots` keeps, such as 10 or 20",
    ),
    (
        of({"snapshots": {"count": 3}, "episodes": 101, "rollout": {"snapshots": [70]}}),
        "experiments.mine.rollout.snapshots[0]",
        "70 is not allowed",
        "such as 50 or 100",
    ),
    (
        {"comparisons.cars": ["mountain_car_tutorial", "mountain_car_tutorail"]},
        "comparisons.cars[1]",
        'unknown experiment "mountain_car_tutorail"; did you mean "mountain_car_tutorial"?',
    ),
    (
        {"comparisons.cars": ["mountain_car_tutorial", "cart_pole"]},
        "comparisons.cars[1]",
        '"cart_pole" has another environment.id than "mountain_car_tutorial"; allowed: experiments with the same',
    ),
    (
        {"comparisons.cars": ["mountain_car_tutorial", "mine"], "experiments.mine": {"evaluation": {"episodes": 7}}},
        "comparisons.cars[1]",
        "has another evaluation.episodes than",
    ),
    ({"comparisons.cars": ["mountain_car_tutorial"]}, "comparisons.cars", "a list of experiments, at least 2"),
    ({"experiments.comparisons": {}}, "experiments.comparisons", "a name of lower-case letters"),
    (of({"references": {"best possible": "good"}}), 'experiments.mine.references."best possible"', '"good" is not'),
    (of({"frames": {"colors": {"best": "gren"}}}), "experiments.mine.frames.colors.best", 'did you mean "green"?'),
    (of({"qtable_plot": {"colors": {"other": "rde"}}}), "experiments.mine.qtable_plot.colors.other", '"rde" is not'),
]

WRONG_ENVIRONMENTS: list[Mistake] = [
    (
        of({"environment": {"id": "MountianCar-v0"}}),
        "experiments.mine.environment.id",
        'did you mean "MountainCar-v0"?',
    ),
    (
        of({"environment": {"id": "CartPole-v7"}}),
        "experiments.mine.environment.id",
        'did you mean "CartPole-v1"?',
        "`v1`",
    ),
    (
        of({"environment": {"id": "Taxi-v3"}}),
        "experiments.mine.environment.id",
        'did you mean "Taxi-v4"?',
        "deprecated",
    ),
    (
        of({"environment": {"id": "no_package:My-v0"}}),
        "experiments.mine.environment.id",
        "No module named 'no_package'",
    ),
    (of({"environment": {"id": "Pendulum-v1"}}), "experiments.mine.environment.id", "discrete actions", "has Box("),
    (of({"environment": {"id": "MountainCarContinuous-v0"}}), "experiments.mine.environment.id", "discrete actions"),
    (
        world("Cupboard-v0"),
        "experiments.mine.environment.id",
        "Box, Discrete, MultiDiscrete or Tuple-of-D",
        "has Dict(",
    ),
    (world("Mixed-v0"), "experiments.mine.environment.id", "Tuple-of-Discrete observations", "has Tuple("),
    (
        of({"environment": {"id": "CartPole-v1", "bounds": [None, [-3, 3], None, [-3, 3]]}}),
        "experiments.mine.environment.bins",
        "null is not allowed; allowed: a list of 4 whole numbers, one for each of the 4 dimensions of CartPole-v1's",
    ),
    (of({"environment": {"bins": [20]}}), "experiments.mine.environment.bins", "[20] is not", "2 whole numbers"),
    (of({"environment": {"bins": [10**5, 10**5]}}), "experiments.mine.environment.bins", "their product"),
    (
        of({"environment": {"id": "FrozenLake-v1", "bins": [4, 4]}}),
        "experiments.mine.environment.bins",
        "[4, 4] is not allowed; allowed: null: the observations of FrozenLake-v1 are discrete",
    ),
    (
        of({"environment": {"id": "CartPole-v1", "bins": [2, 2, 2, 2]}}),
        "experiments.mine.environment.bounds",
        "[low, high] for dimensions 1 and 3, whose space is unbounded in CartPole-v1",
        "such as [null, [-3.0, 3.0], null, [-3.0, 3.0]]",
    ),
    (
        of({"environment": {"bounds": [None, [1, -1]]}}),
        "experiments.mine.environment.bounds",
        "low < high in dimension 1",
    ),
    (
        of({"environment": {"bounds": [[1, 1], None]}}),
        "experiments.mine.environment.bounds",
        "low < high in dimension 0",
    ),
    (of({"environment": {"bounds": [[1, 1 + 1e-12], None]}}), "experiments.mine.environment.bounds", "as float32"),
    (of({"environment": {"bounds": [[0, 1]]}}), "experiments.mine.environment.bounds", "2 pairs [low, high] or nulls"),
    (of({"environment": {"axes": ["place"]}}), "experiments.mine.environment.axes", '["place"]', "or 2 names"),
    (of({"environment": {"actions": ["on", "off"]}}), "experiments.mine.environment.actions", "null, or 3 names"),
    (
        of({"environment": {"arguments": {"goal_velocty": 0}}}),
        "experiments.mine.environment.arguments",
        '{"goal_velocty": 0} is not allowed; allowed: what the constructor of MountainCar-v0 takes: goal_velocity',
    ),
    (
        of({"environment": {"id": "FrozenLake-v1", "arguments": {"map_name": "9x9"}}}),
        "experiments.mine.environment.arguments",
        '{"map_name": "9x9"} is not allowed',
        "desc, map_name",
    ),
    (
        of({"environment": {"arguments": {"max_episode_steps": 9}}}),
        "experiments.mine.environment.arguments",
        "its place is environment.time_limit",
    ),
    (world("Line-v0", arguments={"wheels": "four"}), "experiments.mine.environment.arguments", "wheels", "TypeError"),
    (world("Lime-v0"), "experiments.mine.environment.id", 'did you mean "Line-v0"?'),
    (
        of({"environment": {"id": "Line-v0", "module": "no/world.py"}}),
        "experiments.mine.environment.module",
        '"no/world.py" is not allowed; allowed: a Python file (.py) that exists; there is no /',
    ),
    (
        of({"environment": {"module": "failing.py"}}),
        "experiments.mine.environment.module",
        "RuntimeError: no such wheel",
    ),
    (of({"environment": {"module": "leaving.py"}}), "experiments.mine.environment.module", "SystemExit: done"),
    (of({"environment": {"module": "unreadable.py"}}), "experiments.mine.environment.module", "SyntaxError"),
    (
        of({"frames": {"axes": ["velocity", "postion"]}}),
        "experiments.mine.frames.axes",
        'mean ["velocity", "position"]?',
    ),
    (
        {"frames.axes": ["speed", "place"]},
        "frames.axes",
        "'position', 'velocity'",
        "(for experiment mountain_car_tutoria",
    ),
    (
        of({"frames": {"grid": [5, 4]}}),
        "experiments.mine.frames.grid",
        "null: MountainCar-v0 has 2 observation dimensions",
    ),
    (
        {"experiments.taxi.frames.grid": [25, 21], "run": ["taxi"]},
        "experiments.taxi.frames.grid",
        "[25, 21] is not allowed; allowed: null, or [rows, columns] whose product is 500",
    ),
    (
        {"experiments.taxi.frames": {"axes": ["x", "y"]}, "run": ["taxi"]},
        "experiments.taxi.frames.axes",
        "null: Taxi-v4 has one observation dimension",
    ),
    (
        of({"rollout": {"constant_action": "push rihgt"}}),
        "experiments.mine.rollout.constant_action",
        '"push rihgt" is not allowed; did you mean "push right"?',
        'allowed: null, or an action of MountainCar-v0: "push left", "no push", "push right", or a number from 0 to 2',
    ),
    (
        of({"rollout": {"constant_action": 3}}),
        "experiments.mine.rollout.constant_action",
        "3 is not allowed; allowed: null, or an action of MountainCar-v0",
    ),
]

MISTAKES: list[Mistake] = [
    *UNKNOWN_KEYS,
    *MISSING_KEYS,
    *WRONG_VALUES,
    *WRONG_EXPERIMENTS,
    *MISTAKES_ACROSS_KEYS,
    *WRONG_ENVIRONMENTS,
]


@pytest.mark.filterwarnings("ignore:.*is out of date")
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[1])
def test_a_mistake_is_answered_by_one_line_that_says_where_it_is_what_is_wrong_and_what_to_do(
    mistake: Mistake, folder_with_modules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder_with_modules)
    changes, path, *phrases = mistake
    (line,) = problems(changes)
    assert line.startswith(f"{path}: ")
    for phrase in phrases:
        assert phrase in line


def test_all_problems_are_reported_at_once() -> None:
    found = problems(
        {
            "run": ["mine", "cart_pol"],
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
        "run[1]",
        "video.fps",
    ]


@pytest.mark.parametrize(
    "unreadable",
    [
        {"defaults.agent.epsilon": 3, "defaults.snapshots": "all", "defaults.environment": []},
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


@pytest.mark.parametrize(
    ("changes", "path", "phrases"),
    [
        (
            {"defaults.agent.initial_value": {"low": 1, "high": 0}},
            "defaults.agent.initial_value",
            ["mountain_car_textb"],
        ),
        ({"defaults.agent.epsilon.end": REMOVED}, "defaults.agent.epsilon.end", ["mountain_car_tutorial", "others"]),
        ({"defaults.agent.learning_rate.end": 0.1}, "defaults.agent.learning_rate.end", ["mountain_car_tutorial"]),
        ({"defaults.snapshots": {"every": 1, "count": 1}}, "defaults.snapshots", ["cart_pole"]),
        ({"frames.colors.best": "gren"}, "frames.colors.best", ["mountain_car_tutorial", "others"]),
        ({"video.seeds": [1]}, "video.seeds[0]", ["the experiment's only seed, 0"]),
        ({"evaluation.seed": 0}, "evaluation.seed", ["at least 1", "mountain_car_tutorial", "others"]),
        (
            {"evaluation.snapshots": [24990]},
            "evaluation.snapshots[0]",
            ["keeps, such as ", "; 9999 (for experiment cart_pole)", "; 19999 (for experiment taxi)"],
        ),
        (
            {"defaults.snapshots": {"every": 20000}},
            "defaults.snapshots.every",
            ["at most 10000, the number of episodes (for experiment cart_pole)"],
        ),
        (
            {"defaults.snapshots": {"every": 30000}},
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
    (line,) = problems(changes)
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
        ({"defaults.agent.learning_rate.start": "1e-3"}, "agent.learning_rate.start", 0.001),
        ({"defaults.agent.initial_value": {"low": "-2", "high": 0}}, "agent.initial_value", {"high": 0.0, "low": -2.0}),
        ({"defaults.agent.epsilon.to_episode": "null"}, "agent.epsilon.to_episode", None),
        ({"defaults.agent.epsilon.to_episode": "last"}, "agent.epsilon.to_episode", "last"),
        ({"defaults.agent.epsilon.to_episode": "50"}, "agent.epsilon.to_episode", 50),
        ({"defaults.episodes": "1_000"}, "episodes", 1000),
        ({"defaults.seeds_per_job": "10"}, "seeds_per_job", 10),
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
    found: Any = load(changes)[1]["mountain_car_tutorial"]
    for part in path.split("."):
        found = found[part]
    assert repr(found) == repr(expected)


def test_an_experiment_that_yaml_takes_for_a_number_is_a_name() -> None:
    run, experiments, _ = load({("experiments", 2024): {"seeds": 2}, "run": [2024]})
    assert run == ["2024"]
    assert experiments["2024"]["seeds"] == 2


@pytest.mark.parametrize("override", [None, {}, {"agent": {}}, {"agent": {"epsilon": {}}, "video": {}}])
def test_an_experiment_that_changes_nothing_has_the_defaults(override: dict[str, Any] | None) -> None:
    experiments = load(of(override))[1]
    assert experiments["mine"] == experiments["mountain_car_tutorial"]


def mine(override: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the settings of an experiment, its environment not made."""
    config = changed({**changes, "experiments.mine": override})
    return configuration.load(config, make_environments=False)[1]["mine"]


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


def test_another_kind_of_schedule_takes_nothing_over_from_the_default_one() -> None:
    constant = {"schedule": "constant", "start": 0.1}
    assert mine({"agent": {"epsilon": constant}})["agent"]["epsilon"] == constant
    same = mine({"agent": {"epsilon": {"schedule": "linear", "end": 0.5}}})["agent"]["epsilon"]
    assert same == {"end": 0.5, "from_episode": 1, "schedule": "linear", "start": 1.0, "to_episode": None}


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
    settings, other = (
        configuration.load(one, make_environments=True)[1]["mine"] for one in (config, turned_round(config))
    )
    assert json.dumps(settings) == json.dumps(other)


def test_loading_does_not_change_what_it_was_given() -> None:
    config = changed({"video.fps": "30"})
    before = copy.deepcopy(config)
    configuration.load(config, make_environments=True)
    assert config == before


def test_the_whole_library_is_valid_including_its_environments() -> None:
    run, experiments, _ = load({"run": list(PROJECT_CONFIG["experiments"])})
    assert run == list(PROJECT_CONFIG["experiments"])
    assert experiments.keys() == PROJECT_CONFIG["experiments"].keys()


def test_every_experiment_has_the_same_keys() -> None:
    first, *others = load({})[1].values()
    for other in others:
        assert other.keys() == first.keys()
        assert other["environment"].keys() == first["environment"].keys()
        assert other["frames"].keys() == first["frames"].keys()


def test_environments_are_made_for_the_experiments_in_run_alone() -> None:
    load({"experiments.mine": {"environment": {"id": "Missing-v0"}}})
    configuration.load(changed(of({"environment": {"id": "Missing-v0"}})), make_environments=False)


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
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


def load_or_error(config: dict[str, Any]) -> tuple[dict[str, Any], configuration.ConfigurationError | None]:
    try:
        return configuration.load(config, make_environments=True)[1], None
    except configuration.ConfigurationError as error:
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
    assert "results/cart_pole/rewards.png" in output
    assert "results/cart_pole/seed-1/rewards.parquet" in output
    assert "results/mountain_car" not in output


@pytest.mark.command_line
def test_a_request_for_an_experiment_that_there_is_not_names_the_nearest(tmp_path: Path) -> None:
    output = try_out("results/mountain_car_tutoral/rewards.png", folder=tmp_path, expect=1)
    assert "Traceback" not in output
    assert 'unknown experiment "mountain_car_tutoral"; did you mean "mountain_car_tutorial"?' in output
    assert {path.name for path in tmp_path.iterdir()} <= {".snakemake"}
