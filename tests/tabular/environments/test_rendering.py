"""Environments that draw themselves, and those that can't."""

from __future__ import annotations

import os
from typing import Any

import gymnasium
import numpy as np
import pytest
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.rendering import (
    RenderingError,
    frames_per_second,
    make_drawn_environment,
    picture_of,
    why_not_filmed,
    without_a_screen,
)
from tabular.environments.settings import EnvironmentSettings

from tests.helpers.registering import register


class Room(gymnasium.Env[Any, Any]):
    """An environment that draws whatever it is told."""

    metadata = {"render_modes": ["rgb_array"]}  # noqa: RUF012 (as Gymnasium has it)
    observation_space = gymnasium.spaces.Discrete(2)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self, picture: Any = None, render_mode: str | None = None) -> None:
        """Take what `render` shall give."""
        self.picture = picture
        self.render_mode = render_mode

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        super().reset(seed=seed, options=options)
        return 0, {}

    def render(self) -> Any:
        if isinstance(self.picture, Exception):
            raise self.picture
        return self.picture


class Dark(Room):
    """An environment that doesn't draw itself."""

    metadata = {}  # noqa: RUF012


class Typewriter(Room):
    """An environment that draws itself, but not for a film."""

    metadata = {"render_modes": ["human", "ansi"]}  # noqa: RUF012


class Blind(Room):
    """An environment that says that it draws itself, but can't be told to."""

    def __init__(self) -> None:
        """Take no render mode."""
        super().__init__()


for kind in (Room, Dark, Typewriter, Blind):
    register(f"{kind.__name__}-v0", kind)


@pytest.mark.parametrize(
    ("settings", "phrases"),
    [
        (
            EnvironmentSettings("Dark-v0"),
            ["Dark-v0 can't be filmed", "it has no render modes", '"rgb_array" in metadata["render_modes"]'],
        ),
        (EnvironmentSettings("Typewriter-v0"), ["Typewriter-v0", "its render modes are human, ansi", "rgb_array"]),
        (EnvironmentSettings("Blind-v0"), ["Blind-v0 can't be filmed", 'render_mode="rgb_array"', "TypeError"]),
    ],
)
def test_an_environment_that_cannot_be_filmed_says_why_before_the_first_picture(
    settings: EnvironmentSettings, phrases: list[str]
) -> None:
    with pytest.raises(RenderingError) as raised:
        make_drawn_environment(settings)
    for phrase in phrases:
        assert phrase in str(raised.value)
    assert why_not_filmed(settings) == str(raised.value)


@pytest.mark.parametrize("name", ["MountainCar-v0", "CartPole-v1", "Acrobot-v1", "FrozenLake-v1", "CliffWalking-v1"])
def test_gymnasium_s_own_environments_can_be_filmed(name: str) -> None:
    assert why_not_filmed(EnvironmentSettings(name)) is None


def test_an_environment_that_cannot_be_made_is_another_mistake() -> None:
    with pytest.raises(UnsuitableEnvironmentError):
        make_drawn_environment(EnvironmentSettings("Room-v7"))


@pytest.mark.parametrize(
    ("picture", "phrase"),
    [
        (RuntimeError("no\nlight"), "its render() failed (RuntimeError: no light)"),
        ([np.zeros((4, 5, 3), dtype=np.uint8)] * 3, "its render() gave a list of 3 instead of an array of uint8"),
        ([], "its render() gave a list of 0 instead"),
        (np.zeros((4, 5, 2), dtype=np.uint8), "gave an array of uint8 (4, 5, 2)"),
        ([[[0, 0, 0]]], "its render() gave a list of 1 instead"),
        (None, "its render() gave None instead of an array of uint8 (height, width, 3)"),
        ("@..#", "gave '@..#'"),
        (np.zeros((4, 5), dtype=np.uint8), "gave an array of uint8 (4, 5)"),
        (np.zeros((4, 5, 3)), "gave an array of float64 (4, 5, 3)"),
        (np.zeros((0, 5, 3), dtype=np.uint8), "gave an array of uint8 (0, 5, 3)"),
    ],
)
def test_what_is_no_picture_is_an_error_that_names_the_environment(picture: Any, phrase: str) -> None:
    environment = make_drawn_environment(EnvironmentSettings("Room-v0", arguments={"picture": picture}))
    environment.reset()
    with pytest.raises(RenderingError) as raised:
        picture_of(environment)
    assert str(raised.value).startswith("Room-v0 can't be filmed")
    assert phrase in str(raised.value)
    assert "\n" not in str(raised.value)


def test_what_is_no_picture_is_known_before_the_training() -> None:
    for picture, phrase in ((None, "gave None"), ([], "gave a list of 0"), (RuntimeError("dark"), "dark")):
        said = why_not_filmed(EnvironmentSettings("Room-v0", arguments={"picture": picture}))
        assert said is not None
        assert phrase in said
    assert why_not_filmed(EnvironmentSettings("Room-v0", arguments={"picture": picture_with_alpha()})) is None


def picture_with_alpha() -> Any:
    return np.arange(4 * 6 * 4, dtype=np.uint8).reshape(4, 6, 4)


def test_a_picture_loses_its_opacity() -> None:
    environment = make_drawn_environment(EnvironmentSettings("Room-v0", arguments={"picture": picture_with_alpha()}))
    environment.reset()
    found = picture_of(environment)
    np.testing.assert_array_equal(found, picture_with_alpha()[:, :, :3])
    assert found.flags.c_contiguous


def test_the_speed_is_the_environment_s_own() -> None:
    assert frames_per_second(gymnasium.make("FrozenLake-v1")) == 4
    assert frames_per_second(gymnasium.make("CartPole-v1")) == 50
    assert frames_per_second(make_drawn_environment(EnvironmentSettings("Room-v0"))) == 30


def test_no_screen_is_needed_whatever_the_user_s_session_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    monkeypatch.setenv("SDL_AUDIODRIVER", "alsa")
    monkeypatch.setenv("PYGAME_HIDE_SUPPORT_PROMPT", "")
    without_a_screen()
    assert (os.environ["SDL_VIDEODRIVER"], os.environ["SDL_AUDIODRIVER"]) == ("dummy", "dummy")
