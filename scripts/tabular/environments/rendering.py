"""Pictures that an environment draws of itself, without a screen."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import numpy as np

from tabular.environments.contract import shown
from tabular.environments.make import close, environment_name, finish_changes, make_environment, opened
from tabular.environments.refusals import UnsuitableEnvironmentError, sentence
from tabular.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tabular.environments.make import Environment
    from tabular.environments.settings import EnvironmentSettings

PICTURES = "rgb_array"
"""Gymnasium's name of the render mode that gives pictures."""

USUAL_FPS = 30
"""Steps a second where an environment doesn't say how fast it is meant to be seen: Gymnasium's classic control."""


class RenderingError(UserError):
    """An environment can't draw itself."""


def without_a_screen() -> None:
    """Let pygame, which Gymnasium's environments draw with, do without screen and sound; call it before its import."""
    os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")


def make_drawn_environment(settings: EnvironmentSettings) -> Environment:
    """Make an environment that draws itself, as it is in the end if it changes.

    Raises:
        UnsuitableEnvironmentError: it can't be made at all.
        RenderingError: it can be made, but not as one that draws itself.
    """
    with opened(settings) as environment:
        modes = environment.metadata.get("render_modes") or []
    if PICTURES not in modes:
        offered = f"its render modes are {', '.join(map(str, modes))}" if modes else "it has no render modes"
        needed = f'"{PICTURES}" in metadata["render_modes"], and a render() that returns the picture'
        raise RenderingError(f"{settings.id} can't be filmed: {offered}; it needs {needed}")
    try:
        environment = make_environment(settings, PICTURES)
    except UnsuitableEnvironmentError as error:
        reason = sentence(error.__cause__ or error)
        raise RenderingError(
            f"{settings.id} can't be filmed: it can't be made with render_mode=\"{PICTURES}\" ({reason})"
        ) from error
    finish_changes(environment)
    return environment


@contextlib.contextmanager
def opened_to_be_drawn(settings: EnvironmentSettings) -> Iterator[Environment]:
    """Make an environment that draws itself, and close it at the end of the block.

    Raises:
        UnsuitableEnvironmentError: it can't be made at all, or not be closed.
        RenderingError: it can be made, but not as one that draws itself.
    """
    environment = make_drawn_environment(settings)
    try:
        yield environment
    finally:
        close(environment)


def why_not_filmed(settings: EnvironmentSettings) -> str | None:
    """Say why an environment, which can be made, can't be filmed; None: it can.

    One picture is drawn to find that out, except by Gymnasium's own environments, which are known to: it would take
    longer than all other checks.
    """
    try:
        with opened_to_be_drawn(settings) as environment:
            if not type(environment.unwrapped).__module__.startswith("gymnasium."):
                without_a_screen()
                with contextlib.redirect_stdout(sys.stderr):
                    environment.reset(seed=0)
                    picture_of(environment)
    except RenderingError as error:
        return str(error)
    return None


def picture_of(environment: Environment) -> NDArray[np.uint8]:
    """Return the environment's picture of its present state, uint8, shape (height, width, 3).

    A fourth layer, how opaque each pixel is, is left out.

    Raises:
        RenderingError: it gives no such picture.
    """
    name = environment_name(environment)
    try:
        given = environment.render()
    except Exception as error:
        raise RenderingError(f"{name} can't be filmed: its render() failed ({sentence(error)})") from error
    if (
        not isinstance(given, np.ndarray)
        or given.dtype != np.uint8
        or given.ndim != 3  # noqa: PLR2004
        or given.shape[2] not in (3, 4)
        or not given.size
    ):
        raise RenderingError(
            f"{name} can't be filmed: its render() gave {_what(given)} instead of an array of uint8 (height, width, 3)"
        )
    return np.ascontiguousarray(given[..., :3])


def _what(given: object) -> str:
    """Say in short what `render` gave."""
    if isinstance(given, np.ndarray):
        return f"an array of {given.dtype} {given.shape}"
    return f"a list of {len(given)}" if isinstance(given, list) else shown(given)


def frames_per_second(environment: Environment) -> int:
    """Return how many steps a second the environment is meant to be seen at, at least 1."""
    return max(1, round(environment.metadata.get("render_fps") or USUAL_FPS))
