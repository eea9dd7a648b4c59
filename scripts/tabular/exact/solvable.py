"""Which environments can be solved exactly, and why the others can't."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.environments.make import environment_name, finish_changes, opened, without_usual_wrappers
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.exact.blackjack import blackjack_model
from tabular.exact.from_table import model_from_table
from tabular.exact.maximisation_bias import maximisation_bias_model
from tabular.exact.model import Model, NoExactSolutionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tabular.environments.settings import EnvironmentSettings

RESTATED: dict[str, Callable[[Any, int], Model]] = {
    "gymnasium.envs.toy_text.blackjack:BlackjackEnv": blackjack_model,
    "tabular.environments.sutton_barto.maximisation_bias:MaximisationBiasEnv": maximisation_bias_model,
}
"""What makes the models of classes that have no table of transitions. Their subclasses may do anything."""

MOST_UPDATES = 5_000_000_000
"""Steps of an episode times transitions: dynamic programming over so many takes one or two minutes."""

MOST_FACTORS = 100_000_000
"""Numbers of the factors of a system of equations, about: what solving it takes in memory, at most half a gigabyte."""


def find_model(settings: EnvironmentSettings, max_steps: int) -> Model:
    """Make an environment, and return it as a model.

    Args:
        settings: the environment's.
        max_steps: steps after which an episode is truncated in an environment without a time limit.

    Returns:
        The model; its time limit is a number of steps in any case.

    Raises:
        NoExactSolutionError: not all of its transitions are known, or they are too many.
        UnsuitableEnvironmentError: the environment can't be made, or its table of transitions is not sound.
    """
    with opened(settings) as environment:
        finish_changes(environment)  # as evaluation plays it
        inner, limit = without_usual_wrappers(environment)
        name = environment_name(environment)
        if inner is not environment.unwrapped:
            reason = f"the wrapper {type(inner).__name__} changes what it does"
            raise NoExactSolutionError(name, reason)
        steps = max_steps if limit is None else limit
        kind = type(inner)
        restated = RESTATED.get(f"{kind.__module__}:{kind.__qualname__}")
        model = restated(inner, steps) if restated else model_from_table(inner, settings, steps)
    _require_moderate(name, model)
    return model


def why_not_solved(settings: EnvironmentSettings, max_steps: int) -> str | None:
    """Say why an environment can't be solved exactly; None: it can. The arguments are those of `find_model`."""
    try:
        find_model(settings, max_steps)
    except (NoExactSolutionError, UnsuitableEnvironmentError) as error:
        return str(error)
    return None


def _require_moderate(name: str, model: Model) -> None:
    """Make sure that a model is solved in a few minutes.

    Raises:
        NoExactSolutionError: it isn't.
    """
    steps = model.steps
    if steps * len(model.transitions.pair) > MOST_UPDATES:
        reason = (
            f"its episodes have up to {steps:,} steps, which are too many for {len(model.transitions.pair):,} "
            "transitions; a smaller time_limit or evaluation.max_steps may do"
        )
        raise NoExactSolutionError(name, reason)
    if model.states**2 > MOST_FACTORS and model.states * _bandwidth(model) > MOST_FACTORS:
        reason = (
            f"its {model.states:,} states lead to too many others, too far away, for their equations to be solved; "
            f"{math.isqrt(MOST_FACTORS):,} of this kind are possible"
        )
        raise NoExactSolutionError(name, reason)


def _bandwidth(model: Model) -> int:
    """Return how far apart states are at most that lead to each other, in the best order that is easily found."""
    # Loading SciPy takes longer than all else that a start of Snakemake does here, and few models are so large.
    from scipy import sparse  # noqa: PLC0415
    from scipy.sparse.csgraph import reverse_cuthill_mckee  # noqa: PLC0415

    states, transitions = model.states, model.transitions
    before, after = transitions.pair // model.actions, transitions.next_state
    ones = np.ones(len(before))
    leads = sparse.csr_array((ones, (before, after)), shape=(states, states))
    place = np.empty(states, dtype=np.int64)
    place[reverse_cuthill_mckee(sparse.csr_matrix(leads + leads.T), symmetric_mode=True)] = np.arange(states)
    return int(np.abs(place[before] - place[after]).max())
