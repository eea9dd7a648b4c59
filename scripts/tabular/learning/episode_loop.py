"""The loop over episodes, the same for every algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.specialisation import TEMPLATE_SLOT

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.learner import Learner

play_episode: Callable[[Learner, float, float, Task], EpisodeOutcome] = TEMPLATE_SLOT
"""The algorithm."""


class Episodes(NamedTuple):
    """The episodes of a training; every array has shape (episodes,).

    Attributes:
        exploration: how much to explore: the behaviour policy's epsilon, temperature or confidence.
        step_size: how far a value moves towards its target, as a fraction.
        reward: receives the sum of rewards.
        length: receives the number of steps.
        terminated: receives whether the episode terminated, as opposed to having been truncated.
    """

    exploration: NDArray[np.float64]
    step_size: NDArray[np.float64]
    reward: NDArray[np.float64]
    length: NDArray[np.int32]
    terminated: NDArray[np.bool_]


def run_episodes(first: int, stop: int, learner: Learner, task: Task, episodes: Episodes) -> None:
    """Play the episodes `first` … `stop - 1` and learn from them, in place.

    Args:
        first: the first episode (0-based).
        stop: the episode before which to stop.
        learner: what learns.
        task: the environment.
        episodes: what each is to be like; receives what it brought.
    """
    for episode in range(first, stop):
        exploration, step_size = float(episodes.exploration[episode]), float(episodes.step_size[episode])
        episodes.reward[episode], episodes.length[episode], episodes.terminated[episode] = play_episode(
            learner, exploration, step_size, task
        )
