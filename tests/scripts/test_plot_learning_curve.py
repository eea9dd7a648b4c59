"""The learning curve: what stands where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from plot_learning_curve import (
    draw_curves,
    draw_lines,
    mark_far_returns,
    plot_learning_curve,
    range_of_most,
    reference_lines,
)
from plot_rewards import plot_rewards
from tabular.results.environment import write_description
from tabular.results.episodes import EpisodeRewards, write_rewards
from tabular.results.returns import Outcome, writing_outcomes
from tabular.statistics.comparison import read_contender

from tests.helpers.descriptions import MOUNTAIN_CAR
from tests.helpers.figures import STYLE, smallest_type_in_a_column

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

EPISODES = 30


def outcome(returns: NDArray[np.float64]) -> Outcome:
    return Outcome(returns, np.full(len(returns), 9, dtype=np.int32), np.ones(len(returns), dtype=np.bool_))


def experiment(folder: Path, seeds: int, greedy: dict[int, float] | None = None) -> dict[str, Any]:
    """Write what an experiment of 30 episodes leaves; return the arguments of its learning curve."""
    rng = np.random.default_rng(2)
    rewards, evaluations = [], []
    for seed in range(seeds):
        learned = EpisodeRewards.before_training(np.zeros(EPISODES), np.zeros(EPISODES))
        learned.reward[:] = rng.integers(-200, -100, EPISODES)
        learned.terminated[:] = True
        rewards.append(folder / f"seed-{seed}" / "rewards.parquet")
        write_rewards(rewards[-1], learned, {"episodes": EPISODES}, seed)
        evaluations.append(folder / f"seed-{seed}" / "evaluation.parquet")
        with writing_outcomes(evaluations[-1], "snapshot", {"evaluation": {"episodes": 5}}, seed) as write:
            for snapshot in (0, 10, 20, 29):
                level = (greedy or {}).get(snapshot, -150.0)
                write(snapshot, outcome(level + rng.integers(-20, 20, 5).astype(np.float64)))
    with writing_outcomes(folder / "baselines.parquet", "baseline", {"evaluation": {"episodes": 2}}) as write:
        for name, mean in {"random": -190.0, "push left": -200.0, "no push": -199.0, "push right": -180.0}.items():
            write(name, outcome(np.array([mean - 1, mean + 1])))
    write_description(folder / "environment.json", MOUNTAIN_CAR)
    return {
        "rewards": rewards,
        "evaluations": evaluations,
        "baselines": folder / "baselines.parquet",
        "description": folder / "environment.json",
        "name": "made_up",
        "window": 7,
        "style": STYLE,
        "png": folder / "figure.png",
        "svg": folder / "figure.svg",
    }


def curves(arguments: dict[str, Any]) -> tuple[Axes, Any]:
    learned = read_contender("made_up", arguments["rewards"], arguments["evaluations"], arguments["window"])
    axes = Figure().subplots()
    draw_curves(axes, learned, arguments["window"])
    return axes, learned


def test_a_point_is_the_mean_over_seeds_of_a_window_or_of_an_evaluation(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    learned, greedy = [], []
    for _ in range(3):
        reward = rng.integers(-200, -100, EPISODES)
        learned.append([reward[start : start + 7].mean() for start in range(0, EPISODES, 7)])
        greedy.append([(-150.0 + rng.integers(-20, 20, 5)).mean() for _ in range(4)])
    axes, _ = curves(experiment(tmp_path, seeds=3))
    training, evaluated = axes.lines[:2]
    assert training.get_xdata().tolist() == [6, 13, 20, 27, 29]
    np.testing.assert_allclose(training.get_ydata(), np.mean(learned, axis=0))
    assert evaluated.get_xdata().tolist() == [0, 10, 20, 29]
    np.testing.assert_allclose(evaluated.get_ydata(), np.mean(greedy, axis=0))


@pytest.mark.parametrize("seeds", [1, 4])
def test_a_band_is_around_the_mean_where_there_are_several_seeds(tmp_path: Path, seeds: int) -> None:
    axes, learned = curves(experiment(tmp_path, seeds))
    band = axes.collections[0].get_paths()
    if seeds == 1:
        assert not [point for one in band for point in one.vertices if np.isfinite(point).all()]
    else:
        heights = band[0].vertices[:, 1]
        assert heights.min() == learned.training.low.min() < learned.training.mean.min()
        assert heights.max() == learned.training.high.max() > learned.training.mean.max()


def test_the_best_of_the_constant_actions_stands_for_all() -> None:
    baselines = {"random": -190.0, "push left": -200.0, "no push": -170.5, "push right": -180.0}
    lines = [(height, name) for height, name, _ in reference_lines(MOUNTAIN_CAR, baselines, -200.0)]
    assert lines == [
        (-190.0, "random actions"),
        (-170.5, "always “no push”"),
        (-110.0, "solved"),
        (-200.0, "time limit, 200 steps"),
    ]
    unsolvable = replace(MOUNTAIN_CAR, reward_threshold=None)
    assert len(reference_lines(unsolvable, baselines, None)) == 2


def test_a_line_far_from_the_curves_is_named_and_does_not_flatten_them() -> None:
    axes = Figure().subplots()
    draw_lines(axes, [(-9723.15, "random actions", {}), (-10.0, "solved", {})], -100.0, -20.0)
    low, high = axes.get_ylim()
    assert -120 < low < -100
    assert -10 < high < 0
    labels = [line.get_label() for line in axes.lines]
    assert labels == ["random actions: −9,723 (below)", "solved: −10"]
    assert len(axes.lines[0].get_xdata()) == 0


def test_a_greedy_return_that_is_far_away_is_marked_at_the_edge(tmp_path: Path) -> None:
    axes, learned = curves(experiment(tmp_path, 1, greedy={0: -100_000.0}))
    low, high = range_of_most(learned)
    assert low >= -250
    assert high >= learned.greedy.mean[-1]
    before = len(axes.lines)
    mark_far_returns(axes, learned.greedy, low, high)
    (mark,) = axes.lines[before:]
    assert (mark.get_xdata().tolist(), mark.get_ydata().tolist()) == ([0], [0.0])
    words = str(mark.get_label())
    assert words.startswith(("greedy, below: down to −100,0", "greedy, below: down to −99,9"))


def test_all_that_is_usual_is_inside(tmp_path: Path) -> None:
    _, learned = curves(experiment(tmp_path, 4))
    low, high = range_of_most(learned)
    for curve in (learned.training, learned.greedy):
        assert low <= curve.mean.min()
        assert high >= curve.mean.max()


@pytest.mark.parametrize(
    ("plot", "words"),
    [
        (plot_learning_curve, [b"made_up (mean of 2 seeds", b"learning, in windows of 7", b"push right"]),
        (plot_rewards, [b"made_up, while learning (mean of 2 seeds", b"in windows of 7", b"solved"]),
    ],
)
def test_the_same_results_give_the_same_bytes_and_type_that_a_column_leaves_readable(
    tmp_path: Path, plot: Callable[..., None], words: list[bytes]
) -> None:
    found = []
    for number in range(2):
        arguments = experiment(tmp_path / str(number), seeds=2)
        if plot is plot_rewards:
            del arguments["evaluations"], arguments["baselines"]
        plot(**arguments)
        found.append((arguments["png"].read_bytes(), arguments["svg"].read_bytes()))
    assert found[0] == found[1]
    assert smallest_type_in_a_column(found[0][1]) >= 6
    assert all(word in found[0][1] for word in words)
