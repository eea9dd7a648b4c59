"""The axis of a varied key: numbers, evenly or logarithmically, or texts side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullLocator

from tabular.drawing.style import FIGURE_STYLE
from tabular.drawing.titles_and_legends import fitted_text, text_width
from tabular.formatting import number_text, tick_texts
from tabular.statistics.levels import natural_order
from tabular.statistics.ranges import limits_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

LOGARITHMIC = 30.0
"""Positive numbers are on a logarithmic axis where the largest is so many times the smallest."""

FEW_DECADES = 2.5
"""Over fewer decades, a logarithmic axis has ticks at 3, 30, … too."""

MOST_TICKS = 5

LINE = 20
"""Pixels at 100 dpi from one line of tick labels to the next, about."""

BETWEEN = 8
"""Pixels at 100 dpi between two texts of an axis, at least."""

LONGEST = 130
"""Pixels at 100 dpi that a text may take along its line, where texts stand upright or beside the axis."""


@dataclass(frozen=True)
class KeyAxis:
    """Where the values of a key lie.

    Attributes:
        texts: the values in their order where they are texts, at 0, 1, 2, …; None where they are numbers.
        is_logarithmic: whether the axis of numbers is.
        low: the smallest number, or 0.
        high: the largest number, or the position of the last text.
    """

    texts: Sequence[str] | None
    is_logarithmic: bool
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float | str]) -> KeyAxis:
        """Return the axis of a key with these values, all of them numbers or all of them texts."""
        texts: list[str] = []
        numbers: list[float] = []
        for value in set(values):
            if isinstance(value, str):
                texts.append(value)
            else:
                numbers.append(value)
        if texts:
            return cls(sorted(texts, key=natural_order), is_logarithmic=False, low=0.0, high=float(len(texts) - 1))
        low, high = min(numbers), max(numbers)
        return cls(None, is_logarithmic=low > 0 and high / low >= LOGARITHMIC, low=low, high=high)

    def places(self, values: Iterable[float | str]) -> NDArray[np.float64]:
        """Return where values lie, shape (values,)."""
        if self.texts is None:
            return np.array([float(value) for value in values])
        position = {text: float(place) for place, text in enumerate(self.texts)}
        return np.array([position[str(value)] for value in values])

    def shares(self, places: NDArray[np.float64] | Sequence[float]) -> NDArray[np.float64]:
        """Return how far along the axis places are, from 0 at the smallest value to 1 at the largest."""
        if self.low == self.high:
            return np.full(len(places), 0.5)
        low, high, inner = (
            np.log(one) if self.is_logarithmic else one for one in (self.low, self.high, np.array(places))
        )
        return np.asarray((inner - low) / (high - low))

    def limits(self) -> tuple[float, float]:
        """Return the ends of the axis, with some room around the values."""
        if self.texts is not None:
            return -0.5, self.high + 0.5
        if self.is_logarithmic:
            low, high = limits_around(np.log10([self.low, self.high]))
            return 10**low, 10**high
        return limits_around(np.array([self.low, self.high]))

    def ticks(self) -> tuple[list[float], list[str]]:
        """Return where ticks of numbers are within the values, and what they say."""
        if self.low == self.high:
            return [self.low], [number_text(self.low, ".6g")]
        places = np.asarray(self._locator().tick_values(self.low, self.high), dtype=np.float64)
        tolerance = 1e-9 * (self.high - self.low)
        inside = places[(places >= self.low - tolerance) & (places <= self.high + tolerance)]
        return inside.tolist(), self._texts_of(inside)

    def lay_under(self, figure: Figure, axis: Axis, pixels: float) -> None:
        """Set limits and ticks of a horizontal axis.

        Args:
            figure: the figure.
            axis: the axis.
            pixels: its length at 100 dpi, about.
        """
        axes = axis.axes
        if self.is_logarithmic:
            axes.set_xscale("log")
        axes.set_xlim(*self.limits())
        axis.set_minor_locator(NullLocator())
        if self.texts is not None:
            write_texts(figure, axis, self.texts, pixels)
            return
        if self.low == self.high:
            axis.set_major_locator(FixedLocator([self.low]))
        else:
            axis.set_major_locator(self._locator())
        axis.set_major_formatter(FuncFormatter(lambda place, _: number_text(place, ".6g")))

    def _locator(self) -> LogLocator | MaxNLocator:
        if not self.is_logarithmic:
            return MaxNLocator(nbins=MOST_TICKS - 1, steps=[1, 2, 5, 10])
        few = np.log10(self.high / self.low) < FEW_DECADES
        return LogLocator(subs=(1.0, 3.0) if few else (1.0,), numticks=MOST_TICKS + 1)

    def _texts_of(self, places: NDArray[np.float64]) -> list[str]:
        return [number_text(place, ".6g") for place in places] if self.is_logarithmic else tick_texts(places)


def write_texts(figure: Figure, axis: Axis, texts: Sequence[str], pixels: float) -> None:
    """Write texts at 0, 1, 2, … of an axis: as many as have room, upright where they are long.

    Args:
        figure: the figure.
        axis: a horizontal or a vertical axis.
        texts: what stands at each place.
        pixels: the length of the axis at 100 dpi, about.
    """
    write_texts_at(figure, axis, range(len(texts)), texts, pixels / len(texts))


def write_texts_at(figure: Figure, axis: Axis, places: Sequence[float], texts: Sequence[str], room: float) -> None:
    """Write texts at some places of an axis: as many as have room, upright where they are long.

    Args:
        figure: the figure.
        axis: a horizontal or a vertical axis.
        places: where they stand.
        texts: what stands there.
        room: pixels at 100 dpi from one place to the next.
    """
    size = FIGURE_STYLE["xtick.labelsize"]
    is_vertical = axis is axis.axes.yaxis
    fits = max(text_width(figure, text, size) for text in texts) + BETWEEN <= room
    if not fits or is_vertical:
        texts = [fitted_text(figure, text, LONGEST, size) for text in texts]
        every = max(1, int(np.ceil(LINE / room)))
        places, texts = list(places)[::every], texts[::every]
    axis.set_ticks(list(places), texts, rotation=0 if fits or is_vertical else 90)
    axis.set_minor_locator(NullLocator())


def key_in_lines(figure: Figure, key: str, room: float, size: float) -> str:
    """Break the name of a key, after a dot or an underscore, into lines that are no wider than `room` pixels.

    Args:
        figure: the figure.
        key: the name.
        room: width at 100 dpi; a piece that is wider alone loses its middle.
        size: of the type, in points.
    """
    lines = [""]
    for piece in re.findall(r"[^._]*[._]|[^._]+", key):
        if lines[-1] and text_width(figure, lines[-1] + piece, size) > room:
            lines.append("")
        lines[-1] += piece
    return "\n".join(fitted_text(figure, line, room, size) for line in lines)
