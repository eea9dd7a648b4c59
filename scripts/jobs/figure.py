"""The figure that a job draws: how large it is, its two files, and the file of its caption."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabular.drawing.canvas import save_figure
from tabular.results.atomic import write_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class FigureOutput:
    """Where a figure goes.

    Attributes:
        png: the file of pixels.
        svg: the file of vectors.
        caption: the file of the caption.
        size: width and height in pixels at 100 dpi.
        dpi: resolution of the pixels.
    """

    png: Path
    svg: Path
    caption: Path
    size: tuple[int, int]
    dpi: int

    def save(self, figure: Figure, caption: str) -> None:
        """Write a figure to both files, and its caption, in reStructuredText, beside them."""
        save_figure(figure, self.png, self.svg, self.dpi)
        write_text(self.caption, caption)


def figure_output(job: Any, prefix: str = "") -> FigureOutput:  # noqa: ANN401 (Snakemake's object has no type)
    """Return where a job's figure goes.

    Args:
        job: what Snakemake gives the script; its outputs are `png`, `svg` and `caption`, and its parameter `style` has
            `size` and `dpi`.
        prefix: what the names of the outputs `png` and `svg` begin with, where a job draws several figures, which then
            share a caption.
    """
    style = job.params.style
    png, svg = (Path(job.output[f"{prefix}{kind}"]) for kind in ("png", "svg"))
    return FigureOutput(png, svg, Path(job.output.caption), tuple(style["size"]), style["dpi"])
