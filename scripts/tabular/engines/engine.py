"""What plays the episodes: an algorithm's loop over Gymnasium's environment, or compiled over a functional one.

Both give the same bytes. The compiled engine is several hundred times as fast, but only knows environments that have
dynamics in `tabular.engines.dynamics`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from gymnasium.utils import seeding

from tabular.engines.compilation import compiled
from tabular.engines.dynamics.functional import FunctionalEnvironment, NoDynamicsError
from tabular.engines.dynamics.registry import load_dynamics
from tabular.engines.interface import locate_observed
from tabular.engines.specialisation import specialise
from tabular.environments.actions import action_count
from tabular.environments.checked_environment import CheckedEnvironment, reset_checked, step_checked
from tabular.environments.discretisation import BoxDiscretisation, box_cell, discrete_cell
from tabular.environments.make import without_usual_wrappers

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment

EngineName = Literal["auto", "compiled", "gymnasium"]

NO_TIME_LIMIT = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Engine:
    """What plays the episodes of one run.

    Attributes:
        name: which engine it is.
        reason: why it is not the compiled one, although that was allowed; otherwise empty.
        bindings: what the names stand for that an algorithm leaves open.
        env: what `reset` and `step` take.
        discretisation: what `locate` takes.
        time_limit: number of steps after which an algorithm has to cut off an episode.
    """

    name: Literal["compiled", "gymnasium"]
    reason: str
    bindings: dict[str, object]
    env: Any
    discretisation: Any
    time_limit: int

    def __str__(self) -> str:
        """Return the name and, where it is not the compiled engine although that was allowed, why."""
        return f"{self.name}, because {self.reason}" if self.reason else self.name

    def prepare(self, loop: Callable[..., Any], **bindings: object) -> Callable[..., Any]:
        """Return a loop over episodes as a function that plays in this engine.

        Args:
            loop: it may leave open what the engine has, and what is in `bindings`.
            bindings: what other names stand for: an algorithm, a policy.
        """
        function = specialise(loop, {**self.bindings, **bindings})
        return compiled(function) if self.name == "compiled" else function

    def view(self, array: NDArray[Any]) -> Any:  # noqa: ANN401 (an array or a memoryview)
        """Return an array as algorithms take it, over the same memory."""
        # Element by element, Python reads a memoryview three times as fast as an array.
        return array if self.name == "compiled" else array.data


def make_engine(name: EngineName, environment: Environment, discretisation: Discretisation, seed: int) -> Engine:
    """Return what plays the episodes of one run.

    Args:
        name: `compiled` or `auto` for the compiled engine where there is one and Gymnasium's elsewhere; `gymnasium`.
        environment: the environment, with its registered wrappers.
        discretisation: how the table lies over its observations.
        seed: seeds the environment, once, before the first episode.
    """
    # The loops count the steps themselves, and keep the order of `reset` and `step`.
    inner, limit = without_usual_wrappers(environment)
    time_limit = NO_TIME_LIMIT if limit is None else limit
    reason = ""
    if name != "gymnasium":
        try:
            return _compiled_engine(inner, time_limit, discretisation, seed)
        except NoDynamicsError as error:
            reason = f"{type(environment.unwrapped).__name__} has no compiled dynamics: {error}"
    return Engine(
        name="gymnasium",
        reason=reason,
        bindings={
            "ACTIONS": action_count(environment),
            "reset": reset_checked,
            "step": step_checked,
            "locate": already_located,
        },
        env=CheckedEnvironment(inner, seed, discretisation.locator()),
        discretisation=discretisation,
        time_limit=time_limit,
    )


def _compiled_engine(inner: Environment, time_limit: int, discretisation: Discretisation, seed: int) -> Engine:
    """Return the compiled engine.

    Raises:
        NoDynamicsError: there is none for this environment.
    """
    rng, _ = seeding.np_random(seed)
    functional = _functional_environment(inner, rng)
    return Engine(
        name="compiled",
        reason="",
        bindings={
            "ACTIONS": action_count(inner),
            "reset": functional.reset,
            "step": functional.step,
            "locate": locate_observed,
            "observe": functional.observe,
            "cell_of": box_cell if isinstance(discretisation, BoxDiscretisation) else discrete_cell,
        },
        env=functional.env,
        discretisation=discretisation,
        time_limit=time_limit,
    )


def _functional_environment(environment: Environment, rng: np.random.Generator) -> FunctionalEnvironment:
    """Return an environment, given without its usual wrappers, as functions that can be compiled."""
    if environment is not environment.unwrapped:
        raise NoDynamicsError(f"it is wrapped in {type(environment).__name__}")
    functional_environment = load_dynamics(environment)
    if functional_environment is None:
        raise NoDynamicsError("there are none for its class, and it has no table of transitions P")
    return functional_environment(environment, rng)


def already_located(_discretisation: object, cell: int) -> int:
    """Return a cell as it is: on the Gymnasium engine, the cell of the last observation stands for the state."""
    return cell
