"""What plays the episodes: an algorithm's loop over Gymnasium's environment, or compiled over a functional one.

Both give the same bytes. The compiled engine is several hundred times as fast, but only knows environments that have
dynamics in `tabular.engines.dynamics`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from gymnasium.utils import seeding

from tabular.engines.compilation import compiled_for
from tabular.engines.dynamics.functional import FunctionalEnvironment, NoDynamicsError
from tabular.engines.dynamics.registry import load_dynamics
from tabular.engines.interface import locate_observed, locate_with_angles
from tabular.engines.specialisation import specialise
from tabular.environments.actions import action_count
from tabular.environments.angles import AngularDiscretisation
from tabular.environments.checked_environment import CheckedEnvironment, reset_checked, step_checked
from tabular.environments.discretisation import (
    BoxDiscretisation,
    DiscreteDiscretisation,
    box_cell,
    discrete_cell,
    without_angles,
)
from tabular.environments.make import without_usual_wrappers
from tabular.environments.tiles import TileCoding, find_tiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment

EngineName = Literal["auto", "compiled", "gymnasium"]

STATE_OF: dict[type, Callable[..., int]] = {
    BoxDiscretisation: box_cell,
    DiscreteDiscretisation: discrete_cell,
    TileCoding: find_tiles,
}
"""By the kind of bins or tiles, the function from the components of an observation to the state."""

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
        together = {**self.bindings, **bindings}
        return compiled_for(loop, together) if self.name == "compiled" else specialise(loop, together)

    def with_seed(self, seed: int) -> Engine:
        """Return the compiled engine at the beginning of another run, over the same environment.

        It shares no memory with this one that a run writes to, and needs no environment: making one takes longer than
        many a short training.

        Args:
            seed: seeds the environment, as `make_engine` does.
        """
        rng, _ = seeding.np_random(seed)
        return replace(self, env=_renewed(self.env, rng), discretisation=_renewed(self.discretisation, rng))

    def view(self, value: Any) -> Any:  # noqa: ANN401 (an array, a memoryview, or whatever has some)
        """Return an array, or a named tuple with arrays, as algorithms take it, over the same memory."""
        if isinstance(value, np.ndarray):
            # Element by element, Python reads a memoryview three times as fast as an array.
            return value if self.name == "compiled" else value.data
        if isinstance(value, tuple):
            return type(value)(*map(self.view, value))
        return value


def make_engine(
    name: EngineName,
    environment: Environment,
    discretisation: Discretisation,
    seed: int,
    masks: NDArray[np.bool_] | None = None,
) -> Engine:
    """Return what plays the episodes of one run.

    Args:
        name: `compiled` or `auto` for the compiled engine where there is one and Gymnasium's elsewhere; `gymnasium`.
        environment: the environment, with its registered wrappers.
        discretisation: how its observations become states.
        seed: seeds the environment, once, before the first episode.
        masks: which actions are available in each state, as the environment's masks say, shape (states, actions); None:
            they aren't asked for.
    """
    # The loops count the steps themselves, and keep the order of `reset` and `step`.
    inner, limit = without_usual_wrappers(environment)
    time_limit = NO_TIME_LIMIT if limit is None else limit
    reason = ""
    if name != "gymnasium":
        try:
            _require_actions(masks)
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
        env=CheckedEnvironment(inner, seed, discretisation.locator(), masks),
        discretisation=discretisation,
        time_limit=time_limit,
    )


def _require_actions(masks: NDArray[np.bool_] | None) -> None:
    """Make sure that there is an action in every state: compiled code can't tell that one without any was reached.

    Raises:
        NoDynamicsError: there is none in some state.
    """
    if masks is not None and not masks.any(axis=-1).all():
        raise NoDynamicsError("its action_mask leaves no action in some states")


def _compiled_engine(inner: Environment, time_limit: int, discretisation: Discretisation, seed: int) -> Engine:
    """Return the compiled engine.

    Raises:
        NoDynamicsError: there is none for this environment.
    """
    rng, _ = seeding.np_random(seed)
    functional = _functional_environment(inner, rng)
    has_angles = isinstance(discretisation, AngularDiscretisation)
    over_components = without_angles(discretisation)
    return Engine(
        name="compiled",
        reason="",
        bindings={
            "ACTIONS": action_count(inner),
            "reset": functional.reset,
            "step": functional.step,
            "locate": locate_with_angles if has_angles else locate_observed,
            "observe": functional.observe,
            "state_of": STATE_OF[type(over_components)],
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


def _renewed(part: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401 (any part of an environment)
    """Return a copy of what compiled functions are given, with other random numbers and arrays of its own."""
    if isinstance(part, np.random.Generator):
        return rng
    if isinstance(part, np.ndarray):
        return part.copy()
    if isinstance(part, tuple) and hasattr(part, "_make"):
        return part._make(_renewed(one, rng) for one in part)
    return part


def already_located(_discretisation: object, state: int) -> int:
    """Return a state as it is: on the Gymnasium engine, the environment's state is what was read of its observation."""
    return state
