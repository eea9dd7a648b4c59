"""Checks of what an experiment's pictures and videos look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ImageColor

from configuration.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from configuration.checks.findings import CheckedExperiment, Finding

SMALLEST = {"frames": (1000, 400), "figures": (600, 450)}
"""Width and height in pixels; in smaller pictures, legends cover titles or leave no room for what is shown."""


def picture_findings(experiment: CheckedExperiment) -> Iterator[Finding]:
    """Find what is wrong with pictures and videos."""
    if experiment.is_sound(("video", "seeds"), ("seeds",)):
        yield from _filmed_seeds(experiment)
    yield from _colors(experiment)
    yield from _sizes(experiment)


def _filmed_seeds(experiment: CheckedExperiment) -> Iterator[Finding]:
    seeds = experiment.settings["seeds"]
    for index, seed in enumerate(experiment.settings["video"]["seeds"]):
        if seed >= seeds:
            allowed = f"the experiment's seeds, 0 to {seeds - 1}" if seeds > 1 else "the experiment's only seed, 0"
            yield experiment.wrong(("video", "seeds", index), allowed)


def _sizes(experiment: CheckedExperiment) -> Iterator[Finding]:
    for section, (width, height) in SMALLEST.items():
        path = (section, "size")
        if experiment.is_sound(path) and (experiment.value(path)[0] < width or experiment.value(path)[1] < height):
            least = f"a width of at least {width} and a height of at least {height}"
            yield experiment.wrong(path, f"{least}, into which title and legend fit")


def _colors(experiment: CheckedExperiment) -> Iterator[Finding]:
    for section in ("frames", "qtable_plot"):
        path = (section, "colors")
        for kind, color in experiment.value(path).items() if experiment.is_sound(path) else ():
            if not color.startswith("#") and color.lower() not in ImageColor.colormap:
                allowed = '"#rrggbb" or a CSS colour name such as green or red'
                yield experiment.wrong((*path, kind), allowed, nearest(color, ImageColor.colormap))
