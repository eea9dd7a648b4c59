"""Making the environment that a table is learned for, and checking that a table can be laid over it."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gymnasium

from tabular.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    Environment = gymnasium.Env[Any, Any]


class UnsuitableEnvironmentError(UserError):
    """An environment can't be made, or not with these settings.

    Attributes:
        key: the key under `environment` that has to change, such as `bins`.
        given: the value that it has.
        allowed: what it may be.
    """

    def __init__(self, key: str, given: object, allowed: str) -> None:
        """Say what has to change, and to what."""
        super().__init__(f"environment.{key}: {given!r} is not possible; allowed: {allowed}")
        self.key = key
        self.given = given
        self.allowed = allowed


@dataclass(frozen=True)
class EnvironmentSettings:
    """Which environment, and how a table is laid over its observations.

    Attributes:
        id: a registered Gymnasium id such as `MountainCar-v0`.
        module: a Python file that registers the environment when it is imported, or None.
        arguments: keyword arguments of the environment's constructor.
        time_limit: steps after which an episode is truncated; None: the environment's own limit.
        bins: number of bins per dimension of a Box observation; None for discrete observations.
        bounds: per dimension (low, high), or None for the space's own; None: the space's own everywhere.
    """

    id: str
    module: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    time_limit: int | None = None
    bins: tuple[int, ...] | None = None
    bounds: tuple[tuple[float, float] | None, ...] | None = None


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
        raise UnsuitableEnvironmentError("module", str(path), "a Python file (.py) that exists")
    if str(file.parent) not in sys.path:
        sys.path.append(str(file.parent))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise UnsuitableEnvironmentError(
            "module", str(path), f"a file that imports without an error ({error!r})"
        ) from error


def make_environment(settings: EnvironmentSettings, render_mode: str | None = None) -> Environment:
    """Make the environment, with its registered wrappers, without Gymnasium's passive checker.

    Raises:
        UnsuitableEnvironmentError: the id isn't registered, the module doesn't import, the constructor refuses its
            arguments, or the actions are not discrete.
    """
    if settings.module is not None:
        import_module_file(settings.module)
    # An environment that draws nothing need not know of render modes.
    rendering = {} if render_mode is None else {"render_mode": render_mode}
    try:
        environment: Environment = gymnasium.make(
            settings.id,
            max_episode_steps=settings.time_limit,
            disable_env_checker=True,
            **rendering,
            **settings.arguments,
        )
    except (gymnasium.error.UnregisteredEnv, gymnasium.error.DeprecatedEnv, ModuleNotFoundError) as error:
        raise UnsuitableEnvironmentError(
            "id", settings.id, f"an id that Gymnasium knows ({_sentence(error)})"
        ) from error
    except gymnasium.error.DependencyNotInstalled as error:
        raise UnsuitableEnvironmentError("id", settings.id, f"an installed environment ({_sentence(error)})") from error
    except gymnasium.error.Error as error:
        raise UnsuitableEnvironmentError(
            "id", settings.id, f"an id that Gymnasium can make ({_sentence(error)})"
        ) from error
    except Exception as error:
        given = dict(settings.arguments)
        allowed = f"what the constructor of {settings.id} takes ({_sentence(error)})"
        raise UnsuitableEnvironmentError("arguments", given, allowed) from error
    if not isinstance(environment.action_space, gymnasium.spaces.Discrete):
        space = environment.action_space
        raise UnsuitableEnvironmentError(
            "id", settings.id, f"an environment with discrete actions (this one has {space})"
        )
    return environment


def action_count(environment: Environment) -> int:
    """Return the number of actions; every environment made here has discrete ones."""
    space = environment.action_space
    if not isinstance(space, gymnasium.spaces.Discrete):
        raise TypeError(f"actions are not discrete: {space}")
    return int(space.n)


def _sentence(error: BaseException) -> str:
    """Return an error's message on one line, without colour codes."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text.replace("\x1b[33m", "").replace("\x1b[0m", "")
