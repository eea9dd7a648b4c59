"""Compiled dynamics by the class of the environment. Each is loaded when it is asked for, so that code has no other."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import gymnasium

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from tabular.engines.dynamics.functional import FunctionalEnvironment
    from tabular.environments.make import Environment

DYNAMICS = {
    "gymnasium.envs.classic_control.acrobot:AcrobotEnv": "acrobot",
    "gymnasium.envs.classic_control.cartpole:CartPoleEnv": "cart_pole",
    "gymnasium.envs.classic_control.mountain_car:MountainCarEnv": "mountain_car",
    "gymnasium.envs.toy_text.blackjack:BlackjackEnv": "blackjack",
    "gymnasium.envs.toy_text.taxi:TaxiEnv": "taxi",
    "tabular.environments.sutton_barto.access_control:AccessControlEnv": "access_control",
    "tabular.environments.sutton_barto.changing_mazes:BlockingMazeEnv": "grid_world",
    "tabular.environments.sutton_barto.changing_mazes:ShortcutMazeEnv": "grid_world",
    "tabular.environments.sutton_barto.dyna_maze:DynaMazeEnv": "grid_world",
    "tabular.environments.sutton_barto.grid_world:GridWorldEnv": "grid_world",
    "tabular.environments.sutton_barto.maximisation_bias:MaximisationBiasEnv": "maximisation_bias",
    "tabular.environments.sutton_barto.racetrack:RacetrackEnv": "racetrack",
    "tabular.environments.sutton_barto.windy_grid_world:WindyGridWorldEnv": "grid_world",
}
"""Classes of Gymnasium's and the project's own, not their subclasses, and the modules of their dynamics."""

OF_TABLES = "transition_table"
"""The module for every class whose instances have a table of transitions."""


def module_name(dynamics: str) -> str:
    """Return the full name of a module of dynamics."""
    return f"{__package__}.{dynamics}"


def names_of_dynamics(environment_id: str, *, is_users_own: bool) -> list[str]:
    """Return the modules that may have an environment's dynamics, before it is made.

    Args:
        environment_id: its Gymnasium id.
        is_users_own: whether a module of the user registers it; then nobody knows its class yet.
    """
    spec = None if is_users_own else gymnasium.registry.get(environment_id)
    made_by = "" if spec is None else str(spec.entry_point)
    # Anything else may be a function that makes an environment of any class.
    if not made_by.startswith(("gymnasium.envs.", "tabular.")):
        return sorted({*DYNAMICS.values(), OF_TABLES})
    return [DYNAMICS.get(made_by, OF_TABLES)]


def load_dynamics(environment: Environment) -> Callable[[Any, np.random.Generator], FunctionalEnvironment] | None:
    """Load the dynamics of an environment, given without wrappers, and no others; None where there are none.

    Returns:
        A function of the environment and its random numbers.
    """
    kind = type(environment)
    name = DYNAMICS.get(f"{kind.__module__}:{kind.__qualname__}")
    if name is None:
        if not (hasattr(environment, "P") and hasattr(environment, "initial_state_distrib")):
            return None
        name = OF_TABLES
    dynamics = importlib.import_module(module_name(name))
    make: Callable[[Any, np.random.Generator], FunctionalEnvironment] = dynamics.functional_environment
    return make
