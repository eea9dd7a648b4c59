"""The returns while learning: ticks that can be told apart, whatever the returns are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tabular.figures.rewards import draw_rewards
from tabular.results.episodes import TrainingHistory

from tests.helpers.descriptions import MOUNTAIN_CAR
from tests.helpers.figures import SIZE


@pytest.mark.parametrize("value", [0.0, -200.0])
@pytest.mark.parametrize("episodes", [1, 40])
def test_constant_returns_while_learning_have_ticks_that_differ(value: float, episodes: int) -> None:
    run = TrainingHistory.before_training(np.zeros(episodes), np.zeros(episodes))
    run.returns[:] = value
    run.terminated[:] = True
    figure = draw_rewards(replace(MOUNTAIN_CAR, reward_threshold=None), [run], "mine", 7, SIZE)
    curves, epsilon = figure.axes
    low, high = curves.get_ylim()
    assert low < value < high
    assert high - low >= 0.1
    ticks = [tick for tick in curves.get_yticks() if low <= tick <= high]
    texts = curves.yaxis.get_major_formatter().format_ticks(ticks)
    assert 2 <= len(texts) == len(set(texts))
    first, last = epsilon.get_xlim()
    inside = [tick for tick in epsilon.get_xticks() if first <= tick <= last]
    assert inside
    assert all(tick == round(tick) for tick in inside), "there is no half of an episode"
