"""The figure that a job draws: how large it is, and the two files that it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabular.drawing.canvas import save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class FigureOutput:
    """Where a figure goes.

    Attributes:
        png: the file of pixels.
        svg: the file of vectors.
        size: width and height in pixels at 100 dpi.
        dpi: resolution of the pixels.
    """

    png: Path
    svg: Path
    size: tuple[int, int]
    dpi: int

    def save(self, figure: Figure) -> None:
        """Write a figure to both files."""
        save_figure(figure, self.png, self.svg, self.dpi)


def figure_output(job: Any, prefix: str = "") -> FigureOutput:  # noqa: ANN401 (Snakemake's object has no type)
    """Return where a job's figure goes.

    Args:
        job: what Snakemake gives the script; its outputs are `png` and `svg`, and its parameter `style` has `size` and
            `dpi`.
        prefix: what the names of the outputs begin with, where a job draws several figures.
    """
    style = job.params.style
    png, svg = (Path(job.output[f"{prefix}{kind}"]) for kind in ("png", "svg"))
    return FigureOutput(png, svg, tuple(style["size"]), style["dpi"])
