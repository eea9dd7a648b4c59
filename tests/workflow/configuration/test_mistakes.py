"""What is said about a configuration with a mistake in it, for mistakes of every kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.configurations import REMOVED, of, problems

if TYPE_CHECKING:
    from pathlib import Path

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
            def reset(self, *, seed=None, options=None):
                return self.observation_space.sample(), {}
            def step(self, action):
                return self.observation_space.sample(), -1.0, False, False, {}

        def world(name, space):
            gymnasium.register(name, entry_point=World, kwargs={"observation_space": space})

        world("Cupboard-v0", spaces.Dict({"left": spaces.Discrete(2), "right": spaces.Discrete(2)}))
        world("Wall-v0", spaces.Box(0.0, 1.0, (30,)))
        world("Mixed-v0", spaces.Tuple([spaces.Discrete(2), spaces.Box(0.0, 1.0, (30,))]))
        world("Line-v0", spaces.Discrete(6))

        class Broken(World):
            def step(self, action):
                return -1, -1.0, False, False, {}

        class OldGym(World):
            def step(self, action):
                return self.observation_space.sample(), -1.0, False, {}

        gymnasium.register("Broken-v0", entry_point=Broken, kwargs={"observation_space": spaces.Discrete(6)})
        gymnasium.register("OldGym-v0", entry_point=OldGym, kwargs={"observation_space": spaces.Discrete(6)})
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


def world(name: str, **environment: Any) -> dict[str, Any]:
    return of({"environment": {"id": name, "module": "worlds.py", **environment}})


TUTORIAL = "experiments.mountain_car_tutorial"

ACROBOT_ANGLES = {"id": "Acrobot-v1", "angles": [[0, 1], [2, 3]]}

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
    ({"defaults.epsiodes": 10}, "defaults.epsiodes", 'did you mean "episodes"?', "seeds, snapshots"),
    ({"defaults.frames": {}}, "defaults.frames", 'unknown key "frames"', "allowed: agent, engine"),
    ({"defaults.environment.bin": [2]}, "defaults.environment.bin", 'did you mean "bins"?'),
    ({"defaults.agent.discout": 1}, "defaults.agent.discout", 'did you mean "discount"?'),
    ({"defaults.agent.epsilon.strat": 1}, "defaults.agent.epsilon.strat", 'did you mean "start"?', "to_episode"),
    (
        of({"agent": {"initial_value": {"hihg": 1}}}),
        "experiments.mine.agent.initial_value.hihg",
        'did you mean "high"?',
    ),
    ({"defaults.snapshots.evry": 1}, "defaults.snapshots.evry", 'did you mean "every"?', "count, every, spacing"),
    ({TUTORIAL: {"sedes": 3}}, f"{TUTORIAL}.sedes", 'did you mean "seeds"?', "frames"),
    ({TUTORIAL: {"frames": {"sise": 3}}}, f"{TUTORIAL}.frames.sise", 'did you mean "size"?'),
    ({"rewards_plot.windw": 3}, "rewards_plot.windw", 'did you mean "window"?', "allowed: window"),
    ({"frames.colors.bets": "red"}, "frames.colors.bets", 'did you mean "best"?'),
    (
        {"evaluation.episode": 3},
        "evaluation.episode",
        'did you mean "episodes"?',
        "episodes, max_steps, seed, snapshots",
    ),
    ({"video.FPS": 3}, "video.FPS", 'did you mean "fps"?'),
    ({("video", 60): 3}, "video.60", 'unknown key "60"', "allowed: codec, fps"),
    ({(True,): 3}, "true", 'unknown key "true"'),
    (
        {"video.two words\nand a line": 3},
        'video."two words\\nand a line"',
        "this name is not allowed",
        "text without control characters",
    ),
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
    ({"defaults.seeds_per_job": 10}, "defaults.seeds_per_job", "this key is gone; remove it", "to a comparison"),
    (of({"seeds_per_job": 10}), "experiments.mine.seeds_per_job", "this key is gone; remove it", "to a comparison"),
    ({"defaults.agent": None}, "defaults.agent", "null is not allowed", "with the keys algorithm, average_returns, "),
    ({"defaults": None}, "defaults", "null is not allowed", "a mapping with the keys seeds, episodes"),
    ({"defaults.agent.discount": 1.5}, "defaults.agent.discount", "1.5 is not allowed; allowed: a number from 0 to 1"),
    ({"defaults.agent.discount": NAN}, "defaults.agent.discount", ".nan is not allowed; allowed: a finite number"),
    ({"defaults.agent.discount": INFINITY}, "defaults.agent.discount", ".inf is not allowed"),
    ({"defaults.agent.discount": "nan"}, "defaults.agent.discount", ".nan is not allowed"),
    ({"defaults.agent.initial_value": -INFINITY}, "defaults.agent.initial_value", "-.inf is not allowed"),
    (of({"agent": {"initial_value": {"high": 10**400}}}), "experiments.mine.agent.initial_value.high", ".inf is not"),
    (
        {"defaults.agent.initial_value": "low"},
        "defaults.agent.initial_value",
        "a number or a mapping with the keys low",
    ),
    ({"defaults.environment.bounds": [[0, INFINITY], None]}, "defaults.environment.bounds[0][1]", ".inf", "finite"),
    (
        {"defaults.agent.learning_rate": 0},
        "defaults.agent.learning_rate",
        "a number, more than 0 and at most 2",
    ),
    (of({"agent": {"learning_rate": {"start": 0}}}), "experiments.mine.agent.learning_rate.start", "a number, more th"),
    (
        {"defaults.agent.epsilon": 1.5},
        "defaults.agent.epsilon",
        "1.5 is not allowed; allowed: a number from 0 to 1",
    ),
    ({"defaults.agent.epsilon": [0.1]}, "defaults.agent.epsilon", "[0.1] is not allowed", "with the keys schedule"),
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
    ({"defaults.agent.temperature": 0}, "defaults.agent.temperature", "a number, more than 0 or a mapping"),
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
    ({"defaults.environment.actions": ["a", "b", ""]}, "defaults.environment.actions[2]", '"" is not', "not empty"),
    ({"defaults.environment.axes": ["a\x07", "b"]}, "defaults.environment.axes[0]", r'"a\u0007"', "without control"),
    ({"defaults.environment.axes": ["a", "b\n"]}, "defaults.environment.axes[1]", "without line breaks and other"),
    (
        {"references": {"best\ud800": 1}},
        'references."best\\ud800"',
        "this name is not allowed",
        "text without control characters",
    ),
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
    ({"evaluation.max_steps": 0}, "evaluation.max_steps", "0 is not allowed; allowed: a whole number from 1"),
    ({"frames.size": [801, 600]}, "frames.size[0]", "801 is not allowed; allowed: an even whole number from 400"),
    ({"frames.size": 800}, "frames.size", "800 is not allowed; allowed: a list of 2, each an even whole number"),
    ({"frames.size": [800]}, "frames.size", "[800] is not allowed", "a list of 2"),
    ({"frames.colors": "blue"}, "frames.colors", '"blue" is not allowed', "a mapping with the keys best, other"),
    ({"frames.colors.best": "#12345"}, "frames.colors.best", '"#12345" is not allowed', '"#rrggbb" or a CSS colour'),
    ({"frames.markers.best": "q"}, "frames.markers.best", '"q" is not allowed; allowed: o, s, D'),
    ({"frames.opacity.other": 1.2}, "frames.opacity.other", "1.2 is not allowed; allowed: a number from 0 to 1"),
    ({"view.axes": ["position"]}, "view.axes", '["position"] is not', "two different axes of the environment"),
    ({"view.axes": ["velocity", "velocity"]}, "view.axes", "two different axes of the environment"),
    ({"view.reduce": "median"}, "view.reduce", '"median" is not allowed; did you mean "mean"?', "max, middle"),
    ({"view.resolution": 1}, "view.resolution", "1 is not allowed; allowed: a whole number from 2 to 400"),
    ({"view.resolution": None}, "view.resolution", "null is not allowed; allowed: a whole number from 2 to 400"),
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
    ({"rollout.max_steps": 0}, "rollout.max_steps", "0 is not allowed", "from 1 to 100000"),
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
    ({"run": ["taxi", "cart-pole"]}, "run[1]", 'did you mean "cart_pole"?', "allowed: access_control, acrobot, "),
    ({"frames.size": [800, 600]}, "frames.size", "[800, 600] is not allowed", "a width of at least 1000"),
    ({"figures.size": [500, 500]}, "figures.size", "[500, 500] is not allowed", "a width of at least 600"),
    ({"figures.size": [900, 420]}, "figures.size", "[900, 420] is not allowed", "a height of at least 450"),
    ({"run": []}, "run", "[] is not allowed", "a list of at least 1, each the name of an experiment"),
    ({"run": None}, "run", "null is not allowed", "a list of at least 1"),
    ({"run": "cart_pole"}, "run", '"cart_pole" is not allowed', "a list of one is [cart_pole]"),
    ({"run": ["taxi", "taxi"]}, "run", '["taxi", "taxi"] is not allowed', "all different"),
    ({"run": [["taxi"]]}, "run[0]", '["taxi"] is not allowed', "the name of an experiment"),
    ({"run": [True]}, "run[0]", "true is not allowed", "write it in quotes"),
    ({"experiments.My Car": {}}, 'experiments."My Car"', "this name is not allowed", "lower-case letters, digits, _"),
    ({"experiments.Car": {}}, "experiments.Car", "this name is not allowed"),
    ({"experiments._car": {}}, "experiments._car", "this name is not allowed", "beginning with a letter or digit"),
    ({"experiments.book": {}}, "experiments.book", "this name is not allowed", "not book, comparisons or studies"),
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
        of({"agent": {"epsilon": {"from_episode": 500, "to_episode": None}}, "episodes": 1000}),
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
        "with algorithm q_learning; remove it, or choose algorithm: dyna_q or dyna_q_plus or prioritized_sweeping",
    ),
    (
        of({"agent": {"algorithm": "monte_carlo", "learning_rate": 0.5}}),
        "experiments.mine.agent.learning_rate",
        "has no meaning with average_returns true; remove it, or choose average_returns: false",
    ),
    (
        of({"agent": {"algorithm": "off_policy_monte_carlo", "learning_rate": 0.5}}),
        "experiments.mine.agent.learning_rate",
        "has no meaning with algorithm off_policy_monte_carlo; remove it, or choose algorithm: q_learning or ",
    ),
    (
        of({"agent": {"algorithm": "off_policy_monte_carlo", "behaviour": "softmax"}}),
        "experiments.mine.agent.behaviour",
        "allowed: epsilon_greedy with algorithm off_policy_monte_carlo, which has to know how probable each action was",
    ),
    (
        of({"agent": {"algorithm": "monte_carlo", "at_termination": "zero"}}),
        "experiments.mine.agent.at_termination",
        "allowed: target with algorithm monte_carlo",
    ),
    (
        of({"agent": {"algorithm": "monte_carlo"}, "environment": {"time_limit": 1_000_001}}),
        "experiments.mine.environment.time_limit",
        "1000001 is not allowed; allowed: at most 1000000 with algorithm monte_carlo, which keeps whole episodes",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [9, 9], "algorithm": "monte_carlo"}}),
        "experiments.mine.agent.value_function",
        "allowed: table with algorithm monte_carlo: it comes back to the states of an episode after its end",
    ),
    (
        of({"agent": {"algorithm": "prioritized_sweeping", "planning_steps": 0}}),
        "experiments.mine.agent.planning_steps",
        "0 is not allowed; allowed: at least 1 with algorithm prioritized_sweeping, which learns only in planning",
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
        of({"agent": {"algorithm": "sarsa_lambda", "at_termination": "zero"}}),
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
        {"defaults.snapshots": {}, "studies": {}, "experiments": {"mine": {}}, "run": ["mine"], "comparisons": {}},
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
        {"comparisons.cars": {"experiments": ["mountain_car_tutorial", "mountain_car_tutorail"]}},
        "comparisons.cars.experiments[1]",
        'unknown experiment "mountain_car_tutorail"; did you mean "mountain_car_tutorial"?',
    ),
    (
        {
            "comparisons.cars": {"experiments": ["mountain_car_tutorial", "cart_pole"]},
            "run": ["mountain_car_tutorial", "cart_pole"],
        },
        "comparisons.cars.experiments[1]",
        '"cart_pole" has another environment.id than "mountain_car_tutorial"; allowed: experiments with the same',
    ),
    (
        {
            "comparisons.cars": {"experiments": ["mountain_car_tutorial", "mine"]},
            "experiments.mine": {"evaluation": {"episodes": 7}},
            "run": ["mountain_car_tutorial", "mine"],
        },
        "comparisons.cars.experiments[1]",
        "has another evaluation.episodes than",
    ),
    (
        {"comparisons.cars": {"experiments": ["mountain_car_tutorial"]}},
        "comparisons.cars.experiments",
        "a list of experiments, at least 2",
    ),
    (
        {"comparisons.cars": ["mountain_car_tutorial", "cart_pole"]},
        "comparisons.cars",
        "is not allowed; allowed: a mapping",
        "here {experiments: [mountain_car_tutorial, cart_pole], seeds: 20}",
    ),
    ({"comparisons.cars": {"seeds": 5}}, "comparisons.cars.experiments", "this key is missing; add it"),
    (
        {
            "comparisons.cars": {"experiments": ["mountain_car_tutorial", "mine"], "seeds": 100},
            "experiments.mine": {},
            "evaluation.seed": 99,
            "run": ["mountain_car_tutorial", "mine"],
        },
        "comparisons.cars.seeds",
        "these are 100 seeds; allowed: at most evaluation.seed of mountain_car_tutorial, 99",
    ),
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
        'did you mean "CartPole-v1"? allowed: a registered Gymnasium id',
        "Environment version `v7` for environment `CartPole` doesn't exist.)",
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
    (
        world("Broken-v0"),
        "experiments.mine.environment.id",
        '"Broken-v0" is not allowed; allowed: an environment that keeps Gymnasium\'s contract (step(0) gave the ',
        "the observation -1 instead of a whole number from 0 to 5, as its observation space Discrete(6) says)",
    ),
    (world("OldGym-v0"), "experiments.mine.environment.id", "(step(0) gave 4 values, as in the old Gym, instead of 5"),
    # "Broken-v0" is nearer, but would be refused too; so would Pendulum-v1 and those whose packages are missing.
    (world("Brokne-v0"), "experiments.mine.environment.id", '"Brokne-v0" is not allowed; allowed: a registered'),
    (of({"environment": {"id": "Pendulm-v1"}}), "experiments.mine.environment.id", "`Pendulm` doesn't exist.)"),
    (
        of({"environment": {"id": "Pendulum-v0"}}),
        "experiments.mine.environment.id",
        "v0 for `Pendulum` is deprecated.)",
    ),
    (
        of({"environment": {"id": "HalfCheeta-v5"}}),
        "experiments.mine.environment.id",
        '"HalfCheeta-v5" is not allowed; a',
    ),
    (
        of({"environment": {"id": "MountainCarContinous-v0"}}),
        "experiments.mine.environment.id",
        'did you mean "MountainCar-v0"?',
    ),
    (
        of({"environment": {"id": "FrozenLake-v1", "arguments": {"desc": ["FF", "FG"], "is_slippery": "no"}}}),
        "experiments.mine.environment.arguments",
        "; allowed: is_slippery: true or false; allowed: desc: a map with a start, S",
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
        '{"map_name": "9x9"} is not allowed; allowed: map_name: 4x4 or 8x8; maps of your own go into desc',
    ),
    (
        of({"environment": {"arguments": {"max_episode_steps": 9}}}),
        "experiments.mine.environment.arguments",
        "its place is environment.time_limit",
    ),
    (
        of({"environment": {"id": "GridWorld-v0", "arguments": {"map": ["S..", "##.", "G#."]}}}),
        "experiments.mine.environment.arguments",
        "map: no way leads from the start in row 0, column 0 (counted from 0) to a goal",
    ),
    (
        of({"environment": {"id": "GridWorld-v0", "arguments": {"map": ["S.G"], "winds": [0, 0, 0]}}}),
        "experiments.mine.environment.arguments",
        "what the constructor of GridWorld-v0 takes: map, moves, wind, ",
        "unexpected keyword argument 'winds'",
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
        of({"agent": {"value_function": "tiles"}}),
        "experiments.mine.agent.tiles",
        "null is not allowed; allowed: a list of 2 whole numbers, one for each of the 2 dimensions",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [9]}}),
        "experiments.mine.agent.tiles",
        "[9] is not allowed; allowed: a list of 2 whole numbers",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [9, 9], "tilings": 1024}, "environment": ACROBOT_ANGLES}),
        "experiments.mine.agent.tiles",
        "[9, 9] is not allowed; allowed: a list of 4 whole numbers",
        "where an angle counts as one",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [40000, 40000]}}),
        "experiments.mine.agent.tiles",
        "fewer tiles: their product, times 8 tilings, is at most 2147483648",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [9, 9, 9, 9]}, "environment": {"id": "CartPole-v1"}}),
        "experiments.mine.environment.bounds",
        "null is not allowed; allowed: [low, high] for dimensions 1 and 3",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [9, 9]}, "environment": {"bins": [9, 9]}}),
        "experiments.mine.environment.bins",
        "bins have no meaning with value_function tiles; remove them",
    ),
    (
        of({"agent": {"learning_rate": 1.5}}),
        "experiments.mine.agent.learning_rate.start",
        "1.5 is not allowed; allowed: at most 1 with value_function table, whose values a larger step takes beyond",
    ),
    (
        of({"agent": {"learning_rate": {"schedule": "linear", "start": 0.5, "end": 1.01}}}),
        "experiments.mine.agent.learning_rate.end",
        "1.01 is not allowed; allowed: at most 1 with value_function table",
        "tiles allow up to 2",
    ),
    (
        of({"agent": {"tilings": 4}}),
        "experiments.mine.agent.tilings",
        "has no meaning with value_function table; remove it, or choose value_function: tiles",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [4]}, "environment": {"id": "Taxi-v4"}}),
        "experiments.mine.agent.value_function",
        '"tiles" is not allowed; allowed: table: the observations of Taxi-v4 are discrete',
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [9, 9], "algorithm": "dyna_q"}}),
        "experiments.mine.agent.value_function",
        "allowed: table with algorithm dyna_q: its model remembers what followed each state of a table",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [9, 9], "behaviour": "ucb"}}),
        "experiments.mine.agent.value_function",
        "allowed: table with behaviour ucb: it counts how often a state was visited",
    ),
    (
        of({"agent": {"value_function": "tiles", "tiles": [9, 9], "at_termination": "zero"}}),
        "experiments.mine.agent.value_function",
        "allowed: table with at_termination zero",
    ),
    (
        of({"agent": {"algorithm": "watkins_q_lambda", "traces": "dutch"}}),
        "experiments.mine.agent.traces",
        "allowed: accumulating, replacing or clearing with algorithm watkins_q_lambda",
    ),
    (
        of({"agent": {"algorithm": "differential_sarsa", "discount": 0.9}}),
        "experiments.mine.agent.discount",
        "has no meaning with algorithm differential_sarsa; remove it, or choose algorithm: q_learning or ",
    ),
    (
        of({"environment": {"angles": [[0, 1]]}}),
        "experiments.mine.environment.angles",
        "allowed: null, or pairs of dimensions that are cosine and sine, which range from -1 to 1",
        "in MountainCar-v0, dimension 0 ranges from -1.2 to 0.6",
    ),
    (
        of({"environment": {**ACROBOT_ANGLES, "angles": [[0, 1], [1, 2]]}}),
        "experiments.mine.environment.angles",
        "pairs [cosine, sine] of different dimensions of Acrobot-v1's observation, from 0 to 5, none of them twice",
    ),
    (
        of({"environment": {**ACROBOT_ANGLES, "angles": [[0, 9]]}}),
        "experiments.mine.environment.angles",
        "from 0 to 5",
    ),
    (
        of({"environment": {**ACROBOT_ANGLES, "angles": [[0, 1, 2]]}}),
        "experiments.mine.environment.angles[0]",
        "two whole numbers, such as [0, 1]",
    ),
    (
        of({"environment": {**ACROBOT_ANGLES, "bins": [4, 4, 4, 4], "bounds": [[-1, 1], None, None, None]}}),
        "experiments.mine.environment.bounds",
        "null for dimension 0, an angle, which always goes round the whole circle",
    ),
    (
        of({"environment": {"id": "Taxi-v4", "angles": [[0, 1]]}}),
        "experiments.mine.environment.angles",
        "null: the observations of Taxi-v4 are discrete",
    ),
    (
        of({"view": {"axes": ["velocity", "postion"]}}),
        "experiments.mine.view.axes",
        'mean ["velocity", "position"]?',
    ),
    (
        {"view.axes": ["speed", "place"]},
        "view.axes",
        "'position', 'velocity'",
        "(for experiment mountain_car_tutoria",
    ),
    (
        of({"view": {"axes": ["velocity", "postion"]}, "agent": {"value_function": "tiles", "tiles": [9, 9]}}),
        "experiments.mine.view.axes",
        'mean ["velocity", "position"]?',
    ),
    (
        of({"view": {"grid": [5, 4]}}),
        "experiments.mine.view.grid",
        "null: MountainCar-v0 has 2 observation dimensions",
    ),
    (
        {"experiments.taxi.view": {"grid": [25, 21]}, "run": ["taxi"]},
        "experiments.taxi.view.grid",
        "[25, 21] is not allowed; allowed: null, or [rows, columns] whose product is 500",
    ),
    (
        {"experiments.taxi.view": {"axes": ["x", "y"]}, "run": ["taxi"]},
        "experiments.taxi.view.axes",
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
