"""The axis of a varied key: numbers, evenly or logarithmically, or texts side by side."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from tabular.drawing.style import FIGURE_STYLE
from tabular.drawing.titles_and_legends import fitted_text, text_width
from tabular.formatting import tick_texts, value_texts
from tabular.statistics.levels import natural_order
from tabular.statistics.ranges import ROUNDING, is_logarithmic, limits_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.ticker import Locator
    from numpy.typing import NDArray

FEW_DECADES = 2.5
"""Over fewer decades, a logarithmic axis has ticks at 3, 30, … too."""

MOST_TICKS = 5
"""Intervals between ticks at round numbers, about."""

MOST_VALUES = 8
"""Values that all have ticks."""

MOST_LINES = 4
"""Lines of a text below a horizontal axis."""

LINE = 20
"""Pixels at 100 dpi from one line of tick labels to the next, about."""

BETWEEN = 8
"""Pixels at 100 dpi between two texts of an axis, at least."""

LONGEST = 160
"""Pixels at 100 dpi that a text may take along its line, where texts stand upright or beside the axis."""


@dataclass(frozen=True)
class KeyAxis:
    """Where the values of a key lie.

    Attributes:
        texts: the values in their order where they are texts, at 0, 1, 2, …; None where they are numbers.
        numbers: the values, ascending, where they are numbers; else the places of the texts.
        is_logarithmic: whether the axis of numbers is.
    """

    texts: Sequence[str] | None
    numbers: Sequence[float]
    is_logarithmic: bool

    @classmethod
    def of(cls, values: Iterable[float | str]) -> KeyAxis:
        """Return the axis of a key with these values, all of them numbers or all of them texts."""
        texts: list[str] = []
        numbers: list[float] = []
        for value in set(values):
            if isinstance(value, str):
                texts.append(value)
            else:
                numbers.append(float(value))
        if texts:
            places = [float(place) for place in range(len(texts))]
            return cls(sorted(texts, key=natural_order), places, is_logarithmic=False)
        numbers.sort()
        return cls(None, numbers, is_logarithmic(numbers[0], numbers[-1]))

    def places(self, values: Iterable[float | str]) -> NDArray[np.float64]:
        """Return where values lie, shape (values,)."""
        if self.texts is None:
            return np.array([float(value) for value in values])
        position = {text: float(place) for place, text in enumerate(self.texts)}
        return np.array([position[str(value)] for value in values])

    def shares(self, places: NDArray[np.float64] | Sequence[float]) -> NDArray[np.float64]:
        """Return how far along the axis places are, from 0 at the smallest value to 1 at the largest."""
        low, high, inner = (np.asarray(one) for one in (self.numbers[0], self.numbers[-1], places))
        if low == high:
            return np.full(len(places), 0.5)
        if self.is_logarithmic:
            low, high, inner = np.log(low), np.log(high), np.log(inner)
        return np.asarray((inner - low) / (high - low))

    def limits(self) -> tuple[float, float]:
        """Return the ends of the axis, with some room around the values."""
        if self.texts is not None:
            return -0.5, len(self.texts) - 0.5
        ends = np.array([self.numbers[0], self.numbers[-1]])
        if self.is_logarithmic:
            low, high = limits_around(np.log10(ends))
            return 10**low, 10**high
        return limits_around(ends)

    def number_ticks(self, figure: Figure, pixels: float, *, is_vertical: bool) -> tuple[list[float], list[str]]:
        """Return where ticks of numbers are, and what they say: at all values, if there is room, else at round numbers.

        Args:
            figure: the figure.
            pixels: from the smallest to the largest value, at 100 dpi, about.
            is_vertical: whether the axis is.
        """
        values, texts = list(self.numbers), value_texts(self.numbers)
        size = FIGURE_STYLE["xtick.labelsize"]
        halves = np.array([LINE if is_vertical else text_width(figure, text, size) + BETWEEN for text in texts]) / 2
        if len(values) <= MOST_VALUES and np.all(np.diff(self.shares(values)) * pixels >= halves[1:] + halves[:-1]):
            return values, texts
        if self.is_logarithmic:
            few = np.log10(values[-1] / values[0]) < FEW_DECADES
            locator: Locator = LogLocator(subs=(1.0, 3.0) if few else (1.0,), numticks=MOST_TICKS + 1)
        else:
            locator = MaxNLocator(nbins=MOST_TICKS, steps=[1, 2, 5, 10])
        places = np.asarray(locator.tick_values(values[0], values[-1]), dtype=np.float64)
        shares = self.shares(places)
        inside = places[(shares >= -ROUNDING) & (shares <= 1 + ROUNDING)]
        return inside.tolist(), value_texts(inside.tolist()) if self.is_logarithmic else tick_texts(inside)

    def lay_under(self, figure: Figure, axis: Axis, pixels: float) -> float:
        """Set limits and ticks of a horizontal axis, and return how many pixels at 100 dpi the ticks' texts are high.

        Args:
            figure: the figure.
            axis: the axis.
            pixels: its length at 100 dpi, about.
        """
        if self.is_logarithmic:
            axis.axes.set_xscale("log")
        axis.axes.set_xlim(*self.limits())
        if self.texts is not None:
            return write_texts(figure, axis, range(len(self.texts)), self.texts, pixels / len(self.texts))
        axis.set_ticks(*self.number_ticks(figure, pixels, is_vertical=False))
        axis.set_minor_locator(NullLocator())
        return LINE


def write_texts(figure: Figure, axis: Axis, places: Sequence[float], texts: Sequence[str], room: float) -> float:
    """Write texts at some places of an axis: in several lines or upright where they are long, as many as have room.

    Args:
        figure: the figure.
        axis: a horizontal or a vertical axis.
        places: where they stand.
        texts: what stands there.
        room: pixels at 100 dpi from one place to the next.

    Returns:
        How many pixels at 100 dpi the texts of a horizontal axis are high.
    """
    size = FIGURE_STYLE["xtick.labelsize"]
    axis.set_minor_locator(NullLocator())
    is_vertical = axis is axis.axes.yaxis
    broken = [in_pieces(figure, text, room - BETWEEN, size) for text in texts]
    fits = all("".join(lines) == text and len(lines) <= MOST_LINES for lines, text in zip(broken, texts, strict=True))
    if fits and not is_vertical:
        axis.set_ticks(list(places), ["\n".join(lines) for lines in broken])
        return LINE * max(map(len, broken))
    every = max(1, math.ceil(LINE / room))
    fitted = [fitted_text(figure, text, LONGEST, size) for text in texts[::every]]
    axis.set_ticks(list(places)[::every], fitted, rotation=0 if is_vertical else 90)
    return max(text_width(figure, text, size) for text in fitted)


def in_pieces(figure: Figure, text: str, room: float, size: float) -> list[str]:
    """Break a name, after a sign that separates its words, into lines that are no wider than `room` pixels.

    Args:
        figure: the figure.
        text: the name of a key, or its value.
        room: width at 100 dpi; a piece that is wider alone loses its middle.
        size: of the type, in points.
    """
    lines = [""]
    for piece in re.findall(r"[^._,-]*[._,-]|[^._,-]+", text):
        if lines[-1] and text_width(figure, lines[-1] + piece, size) > room:
            lines.append("")
        lines[-1] += piece
    return [fitted_text(figure, line, room, size) for line in lines]
