"""Trying an environment out before anything is learned in it: a few steps show most breaches of the contract."""

from __future__ import annotations

import contextlib
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from tabular.environments.actions import action_count, action_counts, first_action
from tabular.environments.contract import reset_fault, step_fault
from tabular.environments.make import without_usual_wrappers
from tabular.environments.refusals import UnsuitableEnvironmentError, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment

MAX_STEPS = 50
STEPS_OF_EPISODE = 12
MOST_SECONDS = 0.5
"""Each start of Snakemake tries out the environments that it is to run: slow ones get fewer steps."""


def try_out(environment: Environment, discretisation: Discretisation, environment_id: str) -> None:
    """Take some steps in a few episodes, with every action.

    Args:
        environment: a fresh environment, which isn't used for anything else.
        discretisation: how a table lies over its observations.
        environment_id: its id.

    Raises:
        UnsuitableEnvironmentError: `reset` or `step` failed, or gave what Gymnasium's contract doesn't allow.
    """
    space = environment.observation_space
    # Gymnasium's own wrappers fail without a helpful word where the environment gives another number of values.
    inner, _ = without_usual_wrappers(environment)
    actions, first, offered = action_count(environment), first_action(environment), action_counts(environment)
    locate = discretisation.locator() if len(offered) else None
    began = time.monotonic()
    observation: Any = None
    seed: int | None = 0
    ended, episode, steps = True, -1, 0
    for _ in range(max(MAX_STEPS, actions)):
        if ended or steps == max(STEPS_OF_EPISODE, actions):
            given: Any = _answer(f"reset(seed={seed})", partial(inner.reset, seed=seed), environment_id)
            _refuse(reset_fault(given, space), environment_id)
            observation, _ = given
            seed = None
            episode, steps = episode + 1, 0
        choices = actions if locate is None else int(offered[locate(observation)])
        # The first episode takes turns, the second takes each action twice, and so on: they lead to other states.
        action = first + steps // (episode + 1) % choices
        steps += 1
        given = _answer(f"step({action})", partial(inner.step, action), environment_id)
        _refuse(step_fault(action, given, space), environment_id)
        observation, _, terminated, truncated, _ = given
        ended = bool(terminated or truncated)
        if time.monotonic() - began > MOST_SECONDS:
            break


def _answer(call: str, method: Callable[[], Any], environment_id: str) -> Any:  # noqa: ANN401 (whatever comes)
    """Return what a method of the environment gives.

    Raises:
        UnsuitableEnvironmentError: the method raised an exception.
    """
    try:
        # Its prints would mix with what Snakemake prints for other programs.
        with contextlib.redirect_stdout(sys.stderr):
            return method()
    except (Exception, SystemExit) as error:
        raise _breach(f"{call} failed with {sentence(error)}", environment_id) from error


def _refuse(fault: str | None, environment_id: str) -> None:
    """Raise an UnsuitableEnvironmentError if there is a fault."""
    if fault is not None:
        raise _breach(fault, environment_id)


def _breach(fault: str, environment_id: str) -> UnsuitableEnvironmentError:
    return UnsuitableEnvironmentError("id", environment_id, f"an environment that keeps Gymnasium's contract ({fault})")
