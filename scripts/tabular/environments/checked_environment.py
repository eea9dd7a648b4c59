"""Playing one of Gymnasium's environments, and ending with a clear message where it breaks Gymnasium's contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabular.environments.actions import first_action
from tabular.environments.available_actions import mask_fault, no_action_fault
from tabular.environments.contract import (
    RESET,
    STEP,
    BrokenContractError,
    number,
    reset_fault,
    step_fault,
)
from tabular.environments.make import environment_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tabular.environments.make import Environment


INFINITY = float("inf")


class CheckedEnvironment:
    """One of Gymnasium's environments, seeded at its first reset and never again.

    Attributes:
        reset: the environment's method, with a look at the mask of actions where masks are asked for.
        step: likewise.
        read: from an observation to what stands for the state.
        seed: the seed of the next reset.
        first_action: what the environment calls the table's action 0.
        episode: which episode is played, counted from 0; -1 before the first.
        steps: the number of steps taken in it.
    """

    __slots__ = (
        "_environment",
        "_masks",
        "_name",
        "_space",
        "episode",
        "first_action",
        "read",
        "reset",
        "seed",
        "step",
        "steps",
    )

    def __init__(
        self,
        environment: Environment,
        seed: int,
        read: Callable[[Any], Any],
        masks: NDArray[np.bool_] | None = None,
    ) -> None:
        """Look up the methods once and not in every step.

        Args:
            environment: the environment.
            seed: seeds it at its first reset.
            read: from an observation to what is wanted of it; raises a ValueError, a TypeError or an OverflowError
                where the observation is no member of its space.
            masks: which actions are available in each state, shape (states, actions), where `read` gives the state;
                None: nobody asks for them.
        """
        self.first_action = first_action(environment)
        self._environment = environment
        self._masks: list[list[bool]] = [] if masks is None else masks.tolist()
        self.reset = environment.reset if masks is None else self._reset_with_mask
        self.step = environment.step if masks is None else self._step_with_mask
        self.read = read
        self.seed: int | None = seed
        self.episode = -1
        self.steps = 0
        self._space = environment.observation_space
        self._name = environment_name(environment)

    number = staticmethod(number)

    def _reset_with_mask(self, *, seed: int | None) -> Any:  # noqa: ANN401 (whatever comes)
        """Call the environment's method, and look at the mask of what it gave.

        Raises:
            BrokenContractError: the mask isn't that of the state.
        """
        given = self._environment.reset(seed=seed)
        self._require_mask(given, RESET, f"in episode {self.episode + 1}: reset() gave")
        return given

    def _step_with_mask(self, action: int) -> Any:  # noqa: ANN401 (likewise)
        """Do the same for a step, with an action as the environment counts it."""
        given = self._environment.step(action)
        self._require_mask(given, STEP, f"in episode {self.episode}, step {self.steps + 1}: step({action}) gave")
        return given

    def _require_mask(self, given: Any, names: tuple[str, ...], where: str) -> None:  # noqa: ANN401 (likewise)
        """Make sure that a mask is sound; whatever else is wrong with what was given, the caller says."""
        try:
            values = dict(zip(names, given, strict=True))
            available = self._masks[self.read(values["observation"])]
            terminated = bool(values.get("terminated"))
        except (TypeError, ValueError, OverflowError):
            return
        fault = mask_fault(values["info"], available) or no_action_fault(available, terminated=terminated)
        if fault:
            raise BrokenContractError(f"{self._name} breaks the contract of action masks {where} {fault}")

    def broken_reset(self, given: object) -> BrokenContractError:
        """Return the error about what `reset` gave."""
        fault = reset_fault(given, self._space)
        return BrokenContractError(f"{self._name} breaks Gymnasium's contract in episode {self.episode}: {fault}")

    def broken_step(self, action: int, given: object) -> BrokenContractError:
        """Return the error about what `step` gave for a table's action."""
        fault = step_fault(action + self.first_action, given, self._space)
        return BrokenContractError(
            f"{self._name} breaks Gymnasium's contract in episode {self.episode}, step {self.steps}: {fault}"
        )


# Functions, and not methods: algorithms are specialised over them.


def reset_checked(env: CheckedEnvironment) -> Any:  # noqa: ANN401 (what `read` gives)
    """Start an episode; what is read of its first observation stands for its state.

    Raises:
        BrokenContractError: what the environment gave is not what Gymnasium's contract says.
    """
    given = env.reset(seed=env.seed)
    env.seed = None
    env.episode += 1
    env.steps = 0
    try:
        observation, _ = given
        return env.read(observation)
    except (TypeError, ValueError, OverflowError):
        raise env.broken_reset(given) from None


def step_checked(env: CheckedEnvironment, _state: object, action: int) -> tuple[Any, float, bool, bool]:
    """Take a step; the environment keeps its state itself.

    Raises:
        BrokenContractError: what the environment gave is not what Gymnasium's contract says.
    """
    given = env.step(action + env.first_action)
    env.steps += 1
    try:
        observation, reward, terminated, truncated, _ = given
        state = env.read(observation)
        if reward.__class__ is not float:
            reward = float(reward) if reward.__class__ is int else env.number(reward)
    except (TypeError, ValueError, OverflowError):
        raise env.broken_step(action, given) from None
    if -INFINITY < reward < INFINITY:
        return state, reward, terminated, truncated
    raise env.broken_step(action, given)
