"""Gymnasium's contract: what `reset` and `step` have to give. Where an environment breaks it, it is said in words.

The functions that look for faults take their time; those that are called at every step stand in
`tabular.environments.observations` and `tabular.environments.checked_environment`, and leave it to these to say what is
wrong.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.environments.observations import discrete_values
from tabular.environments.refusals import shortened
from tabular.errors import UserError

if TYPE_CHECKING:
    from gymnasium import spaces

LONGEST_VALUE = 80
"""Characters of what an environment gave that are repeated in a message."""

RESET = ("observation", "info")
STEP = ("observation", "reward", "terminated", "truncated", "info")


NUMBERS = (float, int, np.number, np.bool_, Real)
"""Types of numbers; not a union, which would be made anew at every step."""


class BrokenContractError(UserError):
    """An environment gave what Gymnasium's contract doesn't allow, while episodes were played."""


def reset_fault(given: object, space: spaces.Space[Any]) -> str | None:
    """Say what is wrong with what `reset` gave; None: nothing.

    Args:
        given: what the environment's method returned.
        space: its observation space.
    """
    if not isinstance(given, tuple | list) or len(given) != len(RESET):
        return f"reset() gave {shown(given)} instead of {len(RESET)} values, {', '.join(RESET)}"
    observation, info = given
    fault = observation_fault(observation, space)
    if fault and not isinstance(info, Mapping):  # an observation of two numbers that stands alone
        return f"reset() gave {shown(given)} instead of {len(RESET)} values, {', '.join(RESET)}"
    return f"reset() gave {fault}" if fault else None


def step_fault(action: int, given: object, space: spaces.Space[Any]) -> str | None:
    """Say what is wrong with what `step` gave; None: nothing.

    Args:
        action: the action, as the environment counts it.
        given: what the environment's method returned.
        space: its observation space.
    """
    call = f"step({action}) gave"
    if not isinstance(given, tuple | list):
        return f"{call} {shown(given)} instead of {len(STEP)} values, {', '.join(STEP)}"
    if len(given) != len(STEP):
        of_gym = ", as in the old Gym" if len(given) == len(STEP) - 1 else ""
        return f"{call} {len(given)} values{of_gym}, instead of {len(STEP)}: {', '.join(STEP)}"
    observation, reward, terminated, truncated, _ = given
    fault = observation_fault(observation, space) or reward_fault(reward)
    for name, value in (("terminated", terminated), ("truncated", truncated)):
        fault = fault or flag_fault(name, value)
    return f"{call} {fault}" if fault else None


def observation_fault(observation: object, space: spaces.Space[Any]) -> str | None:
    """Say why an observation is no member of its space; None: it is one.

    Numbers outside a Box's range are not a fault: they fall into the outermost bins. Nor is the type of a number, as
    long as it can be read.
    """
    values = discrete_values(space)
    shape = (len(values),) if values is not None and space.shape is None else space.shape
    wanted = f"{_members(space, values)}, as its observation space {shortened(space)} says"
    fault = f"the observation {shown(observation)} instead of {wanted}"
    try:
        numbers = np.asarray(observation)
    except ValueError:  # parts of different lengths
        return fault
    if numbers.dtype.kind not in "biuf" or numbers.shape != shape:
        return fault
    if values is None:
        return fault if np.isnan(numbers).any() else None
    in_space = (number in allowed for number, allowed in zip(numbers.ravel().tolist(), values, strict=True))
    return None if all(in_space) else fault


def _members(space: spaces.Space[Any], values: tuple[range, ...] | None) -> str:
    """Say in words what an observation may be."""
    if values is not None and len(values) == 1:
        return f"a whole number from {values[0].start} to {values[0].stop - 1}"
    if values is not None:
        ranges = [f"{one.start} to {one.stop - 1}" for one in values]
        return f"{len(values)} whole numbers from {', '.join(ranges)}"
    return f"an array of numbers, shape {space.shape}, none of them undefined"


def reward_fault(reward: object) -> str | None:
    """Say why a reward is none; None: it is one."""
    try:
        finite = math.isfinite(number(reward))
    except (TypeError, ValueError, OverflowError):
        finite = False
    return None if finite else f"the reward {shown(reward)} instead of a finite number"


def flag_fault(name: str, value: object) -> str | None:
    """Say why `terminated` or `truncated` is neither true nor false; None: it is one of them."""
    is_flag = isinstance(value, bool | np.bool_) or (
        isinstance(value, np.ndarray) and value.dtype == bool and not value.ndim
    )
    return None if is_flag else f"{shown(value)} as {name} instead of True or False"


def number(reward: object) -> float:
    """Return a reward as a float: any of Python's or NumPy's numbers, or an array without dimensions.

    Raises:
        TypeError: it is something else.
    """
    if isinstance(reward, NUMBERS) and not isinstance(reward, np.complexfloating):
        return float(reward)
    array = np.asarray(reward)
    if array.ndim or array.dtype.kind not in "biuf":
        raise TypeError
    return float(array)


def shown(value: object) -> str:
    """Write what an environment gave on one line, shortened where it is long."""
    if isinstance(value, np.ndarray):
        kind = f" (an array of {value.dtype}, shape {value.shape})"
        return f"{_shortened(value.tolist() if value.size <= LONGEST_VALUE else '…')}{kind}"
    return _shortened(_plain(value))


def _plain(value: object) -> object:
    """Return NumPy's numbers, on their own or in tuples and lists, as Python's."""
    if isinstance(value, np.generic):
        return value.item()
    if type(value) is tuple:
        return tuple(_plain(part) for part in value)
    return [_plain(part) for part in value] if type(value) is list else value


def _shortened(value: object) -> str:
    text = value if value == "…" else " ".join(repr(value).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
