"""Making the environment that a table is learned for, and checking that a table can be laid over it."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gymnasium
from gymnasium.wrappers import OrderEnforcing, TimeLimit

import tabular.environments.own  # noqa: F401 (registers the project's own environments)
from tabular.environments.constructor_arguments import wrong_arguments
from tabular.environments.refusals import UnsuitableEnvironmentError, raise_together, sentence, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    Environment = gymnasium.Env[Any, Any]
    from tabular.environments.settings import EnvironmentSettings


ARGUMENTS_OF_THE_WORKFLOW = {
    "disable_env_checker": "the workflow sets it itself",
    "id": "its place is environment.id",
    "max_episode_steps": "its place is environment.time_limit",
    "render_mode": "the workflow sets it itself",
}
"""Arguments of `gymnasium.make` that are not the constructor's, and what to do instead of giving them."""


def import_module_file(path: str | Path) -> None:
    """Import the Python file at `path`, once, so that it registers its environments with Gymnasium.

    Its own folder is importable while it runs and afterwards, as it would be if it were the main program.
    """
    file = Path(path).resolve()
    name = f"user_module_{file.stem}"
    if name in sys.modules and sys.modules[name].__file__ == str(file):
        return
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None or not file.is_file():
        raise UnsuitableEnvironmentError("module", str(path), f"a Python file (.py) that exists; there is no {file}")
    if str(file.parent) not in sys.path:
        sys.path.append(str(file.parent))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise UnsuitableEnvironmentError(
            "module", str(path), f"a file that imports without an error ({sentence(error)})"
        ) from error


def make_environment(settings: EnvironmentSettings, render_mode: str | None = None) -> Environment:
    """Make the environment, with its registered wrappers, without Gymnasium's passive checker.

    Args:
        settings: the environment.
        render_mode: how it shows itself, one of the modes that it has; None: not at all.

    Raises:
        UnsuitableEnvironmentError: the id isn't registered, the module doesn't import, the constructor refuses its
            arguments, or the actions are not discrete.
    """
    if settings.module is not None:
        import_module_file(settings.module)
    _check_arguments(settings)
    try:
        if ":" in settings.id:  # `package:Name-v0`: the package registers the environment
            importlib.import_module(settings.id.partition(":")[0])
        environment: Environment = gymnasium.make(
            settings.id,
            max_episode_steps=settings.time_limit,
            disable_env_checker=True,
            **({} if render_mode is None else {"render_mode": render_mode}),
            **settings.arguments,
        )
    except gymnasium.error.UnregisteredEnv as error:
        allowed = (
            f"a registered Gymnasium id, or your own with environment.module, which registers it ({sentence(error)})"
        )
        raise UnsuitableEnvironmentError("id", settings.id, allowed) from error
    except (gymnasium.error.Error, ImportError) as error:
        raise UnsuitableEnvironmentError(
            "id", settings.id, f"an id that Gymnasium can make ({sentence(error)})"
        ) from error
    except Exception as error:
        if not settings.arguments:
            allowed = f"an environment whose constructor works without arguments ({sentence(error)})"
            raise UnsuitableEnvironmentError("id", settings.id, allowed) from error
        allowed = (
            f"what the constructor of {settings.id} takes{_constructor_arguments(settings.id)} ({sentence(error)})"
        )
        raise UnsuitableEnvironmentError("arguments", dict(settings.arguments), allowed) from error
    try:
        _check_spaces(environment, settings.id)
    except UnsuitableEnvironmentError:
        close(environment)
        raise
    return environment


def _check_spaces(environment: Environment, environment_id: str) -> None:
    """Make sure that the environment has an observation space and discrete actions."""
    spaces = {name: getattr(environment, name, None) for name in ("action_space", "observation_space")}
    for name, space in spaces.items():
        if not isinstance(space, gymnasium.Space):
            given = f"this one's is {_of_module(space)}" if space is not None else "this one has none"
            allowed = f"an environment with an {name}, one of gymnasium.spaces ({given})"
            raise UnsuitableEnvironmentError("id", environment_id, allowed)
    actions = spaces["action_space"]
    if not isinstance(actions, gymnasium.spaces.Discrete):
        allowed = f"an environment with discrete actions (this one has {shortened(actions)})"
        raise UnsuitableEnvironmentError("id", environment_id, allowed)


def _of_module(value: object) -> str:
    """Name a value's class and its module: the old Gym's spaces are called as Gymnasium's are."""
    return f"a {type(value).__module__}.{type(value).__qualname__}"


@contextlib.contextmanager
def opened(settings: EnvironmentSettings) -> Iterator[Environment]:
    """Make an environment, and close it at the end of the block."""
    environment = make_environment(settings)
    try:
        yield environment
    finally:
        close(environment)


def finish_changes(environment: Environment) -> None:
    """Make an environment that changes while an agent learns in it what it is in the end; others stay as they are.

    What was learned is evaluated and shown there. Such an environment has a method `finish_changes`.
    """
    method = getattr(environment.unwrapped, "finish_changes", None)
    if method is not None:
        method()


def close(environment: Environment) -> None:
    """Close an environment.

    Raises:
        UnsuitableEnvironmentError: its `close` failed.
    """
    try:
        environment.close()
    except Exception as error:
        allowed = f"an environment that can be closed (its close() failed with {sentence(error)})"
        raise UnsuitableEnvironmentError("id", environment_name(environment), allowed) from error


def without_usual_wrappers(environment: Environment) -> tuple[Environment, int | None]:
    """Take off the wrappers that `gymnasium.make` puts around every environment.

    Returns:
        The environment inside, and the number of steps after which the wrappers truncate an episode; None: they don't.
    """
    time_limit = None
    if type(environment) is TimeLimit:
        time_limit = environment._max_episode_steps  # noqa: SLF001 (kept nowhere else)
        environment = environment.env
    if type(environment) is OrderEnforcing:
        environment = environment.env
    return environment, time_limit


def environment_name(environment: Environment) -> str:
    """Return an environment's id or, where it has none, its class."""
    return environment.spec.id if environment.spec else type(environment.unwrapped).__name__


def _check_arguments(settings: EnvironmentSettings) -> None:
    for name, remedy in ARGUMENTS_OF_THE_WORKFLOW.items():
        if name in settings.arguments:
            allowed = f"arguments of the constructor of {settings.id}, without {name}: {remedy}"
            raise UnsuitableEnvironmentError("arguments", dict(settings.arguments), allowed)
    _raise_about_arguments(settings)


def _raise_about_arguments(settings: EnvironmentSettings) -> None:
    """Refuse arguments that Gymnasium's own environments take over without a look at them."""
    spec = gymnasium.registry.get(settings.id.rpartition(":")[2])
    creator = _creator(settings.id)
    if spec is None or creator is None:
        return
    wrong = wrong_arguments(creator, {**spec.kwargs, **settings.arguments}, set(settings.arguments))
    raise_together(
        [
            UnsuitableEnvironmentError("arguments", dict(settings.arguments), allowed)
            if name in settings.arguments
            else UnsuitableEnvironmentError("id", settings.id, f"an environment registered with {allowed}")
            for name, allowed in wrong.items()
        ]
    )


def _creator(environment_id: str) -> Any:  # noqa: ANN401 (a class, or any function)
    """Return what makes the environment; None where that can't be found out."""
    spec = gymnasium.registry.get(environment_id.rpartition(":")[2])
    creator: Any = spec.entry_point if spec else None
    try:
        return gymnasium.envs.registration.load_env_creator(creator) if isinstance(creator, str) else creator
    except (gymnasium.error.Error, ImportError, AttributeError, TypeError, ValueError):
        return None


def _constructor_arguments(environment_id: str) -> str:
    """Say which arguments the environment's constructor has, where that can be found out."""
    try:
        parameters = inspect.signature(_creator(environment_id)).parameters
    except (TypeError, ValueError):
        return ""
    names = [name for name in parameters if name not in ARGUMENTS_OF_THE_WORKFLOW]
    return f": {', '.join(names)}" if names else ": none"
