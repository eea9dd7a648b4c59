"""Pictures that an environment draws of itself, without a screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from tabular.environments import UnsuitableEnvironmentError, make_environment, sentence
from tabular.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.environments import Environment, EnvironmentSettings

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
    """Make an environment that draws itself.

    Raises:
        UnsuitableEnvironmentError: it can't be made at all.
        RenderingError: it can be made, but not as one that draws itself.
    """
    environment = make_environment(settings)
    modes = environment.metadata.get("render_modes") or []
    environment.close()
    if PICTURES not in modes:
        offered = f"its render modes are {', '.join(map(str, modes))}" if modes else "it has no render modes"
        needed = f'"{PICTURES}" in metadata["render_modes"], and a render() that returns the picture'
        raise RenderingError(f"{settings.id} can't be filmed: {offered}; it needs {needed}")
    try:
        return make_environment(settings, PICTURES)
    except UnsuitableEnvironmentError as error:
        reason = sentence(error.__cause__ or error)
        raise RenderingError(
            f"{settings.id} can't be filmed: it can't be made with render_mode=\"{PICTURES}\" ({reason})"
        ) from error


def why_not_filmed(settings: EnvironmentSettings) -> str | None:
    """Say why an environment, which can be made, can't be filmed, as far as that is known before the first picture."""
    try:
        make_drawn_environment(settings).close()
    except RenderingError as error:
        return str(error)
    return None


def picture_of(environment: Environment) -> NDArray[np.uint8]:
    """Return the environment's picture of its present state, uint8, shape (height, width, 3).

    Raises:
        RenderingError: it gives no such picture.
    """
    name = environment.spec.id if environment.spec else type(environment.unwrapped).__name__
    try:
        given = environment.render()
    except Exception as error:
        raise RenderingError(f"{name} can't be filmed: its render() failed ({sentence(error)})") from error
    picture = np.asarray(given)
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or not picture.size:  # noqa: PLR2004
        what = f"an array of {picture.dtype} {picture.shape}" if isinstance(given, np.ndarray) else repr(given)
        raise RenderingError(
            f"{name} can't be filmed: its render() gave {what} instead of an array of uint8 (height, width, 3)"
        )
    return picture


def frames_per_second(environment: Environment) -> int:
    """Return how many steps a second the environment is meant to be seen at, at least 1."""
    return max(1, round(environment.metadata.get("render_fps") or USUAL_FPS))
