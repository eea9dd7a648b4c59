"""The canvas of a figure: its size in pixels, and the files that it is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tabular.drawing.style import STYLE
from tabular.results.atomic import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.layout_engine import LayoutEngine

DPI = 100
"""Pixels per inch on a screen; the tutorial's 12 × 9 inches are 1200 × 900 pixels."""


def new_figure(size: Sequence[float], layout: LayoutEngine | Literal["constrained"] | None = "constrained") -> Figure:
    """Return an empty figure with a canvas; to be called in the style that it is drawn in.

    Args:
        size: width and height in pixels at 100 dpi.
        layout: what arranges axes, title and legend; None: nothing does.
    """
    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI, layout=layout)
    FigureCanvasAgg(figure)
    return figure


def save_figure(figure: Figure, png: Path, svg: Path, dpi: int) -> None:
    """Write a figure as pixels and as vectors, without a date in either."""
    with mpl.rc_context(STYLE):
        with replacing(png) as temporary:
            figure.savefig(temporary, dpi=dpi)
        with replacing(svg) as temporary:
            figure.savefig(temporary, metadata={"Date": None})
