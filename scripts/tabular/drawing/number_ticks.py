"""Ticks of axes and colour bars whose numbers are told apart, however near to each other they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.ticker import FixedLocator, Formatter, MaxNLocator

from tabular.drawing.style import SEQUENTIAL
from tabular.formatting import number_text, tick_texts
from tabular.statistics.ranges import limits_around

if TYPE_CHECKING:
    from matplotlib.colorbar import Colorbar
    from matplotlib.colors import Colormap
    from numpy.typing import NDArray

MOST_TICKS = 6
"""Intervals between the ticks of a colour bar, at most."""


class NumberTicks(Formatter):
    """Writes all numbers of an axis with as many decimals as they need, without an offset or a power of ten."""

    def format_ticks(self, values: Any) -> list[str]:  # noqa: ANN401 (as in Matplotlib)
        """Write the numbers of all ticks."""
        return tick_texts(np.asarray(values, dtype=np.float64))

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 (as in Matplotlib)
        """Write a number alone."""
        return number_text(x, ",g")


def is_constant(values: NDArray[np.float64]) -> bool:
    """Tell whether finite values are all the same, but for rounding errors."""
    low, high = limits_around(values, room=0.0)
    return not (low == values.min() and high == values.max())


def colors_of(values: NDArray[np.float64]) -> tuple[Normalize, Colormap | str]:
    """Return how a colour bar that ends where the data end has its colours: a single one for constant values.

    Args:
        values: those that are shown, finite, at least one; shape (values,).
    """
    norm = Normalize(*limits_around(values, room=0.0))
    return norm, ListedColormap(["#21918c"]) if is_constant(values) else SEQUENTIAL


def write_values(bar: Colorbar, values: NDArray[np.float64], *, whole: bool = False) -> None:
    """Write numbers beside such a colour bar: the only one there is, or some in the range of the data.

    Args:
        bar: the colour bar.
        values: those that are shown, as for `colors_of`.
        whole: they are whole numbers.
    """
    if is_constant(values):
        bar.locator = FixedLocator([float(values.mean())])
        bar.formatter = Alone()
    else:
        bar.locator = MaxNLocator(MOST_TICKS, integer=whole)
        bar.formatter = NumberTicks()
    bar.update_ticks()


class Alone(NumberTicks):
    """Writes the number of a single tick."""

    def format_ticks(self, values: Any) -> list[str]:  # noqa: ANN401 (as in Matplotlib)
        """Write each number to four digits."""
        return [number_text(value, ",.4g") for value in values]
