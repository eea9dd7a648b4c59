"""Trying an environment out before anything is learned in it: a few steps show most breaches of the contract."""

from __future__ import annotations

import contextlib
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from tabular.environments.actions import action_count, first_action
from tabular.environments.available_actions import KEY, listed, mask_fault, no_action_fault
from tabular.environments.contract import reset_fault, step_fault
from tabular.environments.make import without_usual_wrappers
from tabular.environments.refusals import UnsuitableEnvironmentError, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment
    from tabular.environments.settings import EnvironmentSettings

MAX_STEPS = 50
STEPS_OF_EPISODE = 12
MOST_SECONDS = 0.5
"""Each start of Snakemake tries out the environments that it is to run: slow ones get fewer steps."""


def try_out(
    environment: Environment,
    discretisation: Discretisation,
    available: NDArray[np.bool_],
    settings: EnvironmentSettings,
) -> None:
    """Take some steps in a few episodes, with every action that is available.

    Args:
        environment: a fresh environment, which isn't used for anything else.
        discretisation: how a table lies over its observations.
        available: which actions are available, shape (states, actions); (0, actions) where all are everywhere.
        settings: what the environment was made from.

    Raises:
        UnsuitableEnvironmentError: `reset` or `step` failed, or gave what Gymnasium's contract doesn't allow, or a mask
            that isn't that of the state.
    """
    space, environment_id = environment.observation_space, settings.id
    # Gymnasium's own wrappers fail without a helpful word where the environment gives another number of values.
    inner, _ = without_usual_wrappers(environment)
    actions, first = action_count(environment), first_action(environment)
    counts, numbers = listed(available)
    locate = discretisation.locator() if len(available) else None
    began = time.monotonic()
    observation: Any = None
    seed: int | None = 0
    ended, episode, steps = True, -1, 0
    for _ in range(max(MAX_STEPS, actions)):
        if ended or steps == max(STEPS_OF_EPISODE, actions):
            given: Any = _answer(f"reset(seed={seed})", partial(inner.reset, seed=seed), environment_id)
            _refuse(reset_fault(given, space), environment_id)
            observation, info = given
            if locate is not None and settings.action_mask:
                _refuse_mask("reset()", info, available[locate(observation)].tolist(), terminated=False)
            seed = None
            episode, steps = episode + 1, 0
        # The first episode takes turns, the second takes each action twice, and so on: they lead to other states.
        turn = steps // (episode + 1)
        if locate is None:
            action = first + turn % actions
        else:
            state = locate(observation)
            action = first + int(numbers[state, turn % counts[state]])
        steps += 1
        given = _answer(f"step({action})", partial(inner.step, action), environment_id)
        _refuse(step_fault(action, given, space), environment_id)
        observation, _, terminated, truncated, info = given
        if locate is not None and settings.action_mask:
            _refuse_mask(f"step({action})", info, available[locate(observation)].tolist(), terminated=bool(terminated))
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


def _refuse_mask(call: str, info: object, available: list[bool], *, terminated: bool) -> None:
    """Raise an UnsuitableEnvironmentError if the mask of a state that was reached isn't sound."""
    fault = mask_fault(info, available) or no_action_fault(available, terminated=terminated)
    if fault is not None:
        allowed = f"false, or an environment whose masks agree with each other ({call} gave {fault})"
        raise UnsuitableEnvironmentError(KEY, True, allowed, section="agent")  # noqa: FBT003 (the value of the key)


def _breach(fault: str, environment_id: str) -> UnsuitableEnvironmentError:
    return UnsuitableEnvironmentError("id", environment_id, f"an environment that keeps Gymnasium's contract ({fault})")
