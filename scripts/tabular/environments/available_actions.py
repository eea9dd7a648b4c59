"""Which actions are available in each state, where the environment says it and the experiment listens.

An environment can say it in two ways. An attribute `action_counts` has one number a state: the first actions are
available. A method `action_mask(state)`, as Gymnasium's Taxi has it, gives a mask: for each action 1 where it is
available and 0 where it is not; an experiment listens to it with `agent.action_mask: true`. What is known of every
state ahead serves compiled code and pictures as well as a step in the environment. The `info["action_mask"]` of a step,
where there is one, has to agree with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import gymnasium
import numpy as np

from tabular.environments.actions import action_count, action_counts
from tabular.environments.contract import shown
from tabular.environments.make import environment_name
from tabular.environments.refusals import UnsuitableEnvironmentError, sentence, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tabular.environments.make import Environment
    from tabular.environments.settings import EnvironmentSettings

KEY = "action_mask"
"""What the mask is called: in the configuration, as a method of the environment, and in the `info` of a step."""


def available_actions(environment: Environment, settings: EnvironmentSettings) -> NDArray[np.bool_]:
    """Tell which actions are available in each state, shape (states, actions); (0, actions) where all are everywhere.

    Raises:
        UnsuitableEnvironmentError: `action_counts` can't be right, or masks are asked for that the environment doesn't
            give.
    """
    if settings.action_mask:
        return _by_mask(environment)
    counts = action_counts(environment)
    available: NDArray[np.bool_] = np.arange(action_count(environment)) < counts[:, np.newaxis]
    return available


def listed(available: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the available actions of each state, ascending.

    Args:
        available: shape (states, actions).

    Returns:
        How many they are, shape (states,), and their numbers, shape (states, actions), of which only so many count.
    """
    numbers = np.argsort(~available, axis=-1, kind="stable")
    return available.sum(axis=-1, dtype=np.int64), numbers.astype(np.int64)


def mask_fault(info: object, available: Sequence[bool]) -> str | None:
    """Say what is wrong with the mask in the `info` of a reset or a step; None: nothing, or there is no mask in it.

    Args:
        info: what the environment gave.
        available: what `action_mask` says of the state that was reached.
    """
    if not isinstance(info, Mapping) or KEY not in info:
        return None
    given = info[KEY]
    mask = _read(given, len(available))
    if mask is None:
        return f"the action_mask {shown(given)} instead of {len(available)} numbers, each 0 or 1"
    if mask.tolist() != list(available):
        expected = [int(one) for one in available]
        return f"the action_mask {shown(given)}, where its method action_mask gives {expected} for this state"
    return None


def no_action_fault(available: Sequence[bool], *, terminated: bool) -> str | None:
    """Say that an episode goes on where no action is available; None: it ended there, or there is one."""
    if terminated or any(available):
        return None
    return "a state in which its action_mask leaves no action, though the episode hasn't terminated"


def _by_mask(environment: Environment) -> NDArray[np.bool_]:
    states, actions = environment.observation_space, action_count(environment)
    if not isinstance(states, gymnasium.spaces.Discrete):
        raise _refusal(
            "false: masks are for environments with one Discrete observation, on which alone they depend; that of "
            f"{environment_name(environment)} is {shortened(states)}, where states that share a cell or a number may "
            "differ in their masks"
        )
    masks = np.zeros((int(states.n), actions), dtype=np.bool_)
    mask_of = _method(environment)
    for row in range(len(masks)):
        state = int(states.start) + row
        try:
            given = mask_of(state)
        except Exception as error:
            raise _refusal(
                f"false, or a method action_mask that answers (of state {state}: {sentence(error)})"
            ) from error
        mask = _read(given, actions)
        if mask is None:
            raise _refusal(
                f"false, or a method action_mask that gives {actions} numbers, each 0 or 1 (action_mask({state}) gave "
                f"{shown(given)})"
            )
        masks[row] = mask
    if not masks.any():
        raise _refusal("false, or a method action_mask that leaves an action in some state")
    return masks


def _method(environment: Environment) -> Callable[[int], object]:
    """Return the environment's method, its own or that of a wrapper.

    Raises:
        UnsuitableEnvironmentError: it has none.
    """
    name = environment_name(environment)
    if environment.has_wrapper_attr(KEY):
        method: Callable[[int], object] = environment.get_wrapper_attr(KEY)
        return method
    _, info = environment.reset(seed=0)
    if isinstance(info, Mapping) and KEY in info:
        raise _refusal(
            f'false: {name} gives info["action_mask"], but has no method action_mask(state), by which the masks of all '
            "states are known ahead, as pictures and compiled code need them"
        )
    raise _refusal(f'false: {name} gives no info["action_mask"] and has no method action_mask(state)')


def _read(given: object, actions: int) -> NDArray[np.bool_] | None:
    """Return a mask as the environment gave it; None where it isn't one number, 0 or 1, for each action."""
    try:
        mask = np.asarray(given)
    except ValueError:  # parts of different lengths
        return None
    if mask.shape != (actions,) or mask.dtype.kind not in "biuf" or not np.isin(mask, (0, 1)).all():
        return None
    return mask.astype(np.bool_)


def _refusal(allowed: str) -> UnsuitableEnvironmentError:
    return UnsuitableEnvironmentError(KEY, True, allowed, section="agent")  # noqa: FBT003 (the value of the key)
