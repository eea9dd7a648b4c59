"""The figures of a study, from its files: the same bytes every time, names as they are, and a caption each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from jobs.figure import FigureOutput
from plot_parallel_coordinates import plot_parallel_coordinates
from plot_score_map import plot_score_map
from plot_sensitivity import plot_sensitivity
from tabular.errors import UserError

from tests.helpers.figures import SIZE, smallest_type_in_a_column
from tests.helpers.studies import grid, rank, study_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tabular.results.studies import Study

FULL = grid({"agent.discount": [0.5, 0.75, 1.0], "agent.name": ["$x_1$", r"{\a}"], "episodes": [10.0, 20.0]})


def made_up(settings: list[dict[str, Any]] = FULL) -> Study:
    noise = np.random.default_rng(0)
    return study_of(settings, lambda *_: noise.normal(), 3, lambda one: len(settings) > 1 and dict(one) == settings[0])


def draw(study: Study, folder: Path) -> dict[str, bytes]:
    """Write the files of a study in any order, and draw every figure; return the figures' files."""
    found = rank(study, folder, order=np.random.default_rng(len(folder.name)))
    common: dict[str, Any] = {
        "name": "study_a", "environment": "MountainCar-v0", "score": "mean return", "trials": found["trials"],
        "ranking": found["csv"], "importance": found["importance"],
    }  # fmt: skip
    figures = folder / "figures"
    more: dict[str, Any] = {"sensitivity": found["sensitivity"]}
    plots: dict[str, Callable[..., None]] = {
        "sensitivity": lambda **others: plot_sensitivity(**others, **more),
        "score_map": plot_score_map,
        "parallel_coordinates": plot_parallel_coordinates,
    }
    for name, plot in plots.items():
        png, svg, caption = (figures / f"{name}.{ending}" for ending in ("png", "svg", "rst"))
        plot(**common, output=FigureOutput(png, svg, caption, SIZE, 60))
    return {path.name: path.read_bytes() for path in figures.iterdir()}


def test_the_figures_name_everything_and_are_the_same_every_time(tmp_path: Path) -> None:
    figures = draw(made_up(), tmp_path / "a")
    assert figures == draw(made_up(), tmp_path / "other")
    for name in ("sensitivity.svg", "score_map.svg", "parallel_coordinates.svg"):
        assert smallest_type_in_a_column(figures[name]) >= 6
        assert b"study_a: MountainCar-v0 (12 trials, 1 of them" in figures[name]
    for name in ("sensitivity.svg", "parallel_coordinates.svg"):
        assert b"$x_1$" in figures[name]
        assert rb"{\a}" in figures[name]


def test_captions_say_which_trial_is_the_best_and_how_many_failed(tmp_path: Path) -> None:
    figures = draw(made_up(), tmp_path)
    for name in ("sensitivity.rst", "score_map.rst", "parallel_coordinates.rst"):
        text = figures[name].decode()
        assert text.startswith("The score is mean return; larger is better. The best of 12 trials has ")
        assert "1 failed, and is not drawn." in text
        assert "nan" not in text
        assert text.count("\n") == 1
    assert r"agent\.discount" in figures["sensitivity.rst"].decode()
    assert " % (by chance " in figures["sensitivity.rst"].decode()


def test_a_study_of_a_single_trial_has_figures(tmp_path: Path) -> None:
    assert len(draw(made_up(FULL[:1]), tmp_path)) == 9


def test_a_study_of_one_key_has_a_parameter_study_and_no_map(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a score map needs two varied keys, and this study has agent\.discount alone"):
        draw(made_up(grid({"agent.discount": [0.1, 0.5, 1.0]})), tmp_path)
    assert (tmp_path / "figures" / "sensitivity.svg").exists()
