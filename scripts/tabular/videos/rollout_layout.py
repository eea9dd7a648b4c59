"""Where everything is in a frame of the agent acting, in pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.videos.policy_raster import Area

if TYPE_CHECKING:
    from tabular.q_tables.view import TableView

SIZE = (1280, 720)
"""Width and height of a frame in pixels."""

MARGIN = 24
"""Pixels between the frame's edge and what is in it."""

CONTENT = Area(MARGIN, 104, SIZE[0] - 2 * MARGIN, SIZE[1] - 104 - 12)
"""What is left below the caption."""

GAP = 32
"""Pixels between the environment's picture and the map."""

WIDE = 2
"""Pictures that are more than so many times as wide as high stand above the map instead of beside it."""

WIDEST_PICTURE = 600
"""Pixels that an environment's picture may take of the width, where the map stands beside it."""

BESIDE_CELLS, BELOW_CELLS = 84, 58
"""Pixels for the map's numbers and names, left of its cells and below them."""

LEGEND_WIDTH = 320
"""Pixels for the legend, where it stands beside the map."""

STRIP_HEIGHT = 80
"""Pixels of a map that is only one row high."""


def arrange(size: tuple[int, int], *, has_map: bool) -> tuple[Area, Area | None]:
    """Place the environment's picture, and say what is left for the map with its labels."""
    if not has_map:
        return _centred(*_fit(size, CONTENT.width, CONTENT.height), CONTENT), None
    if is_wide(size):
        # Over the map's cells, so that columns of a grid world lie below each other.
        left = MARGIN + BESIDE_CELLS
        width, height = _fit(size, CONTENT.width - BESIDE_CELLS - LEGEND_WIDTH, CONTENT.height * 43 // 100)
        below = CONTENT.top + height + GAP
        region = Area(MARGIN, below, BESIDE_CELLS + width, CONTENT.top + CONTENT.height - below)
        return Area(left, CONTENT.top, width, height), region
    width, height = _fit(size, WIDEST_PICTURE, CONTENT.height)
    beside = CONTENT.left + width + GAP
    region = Area(beside, CONTENT.top, SIZE[0] - MARGIN - beside, CONTENT.height)
    return _centred(width, height, Area(CONTENT.left, CONTENT.top, width, CONTENT.height)), region


def is_wide(size: tuple[int, int]) -> bool:
    """Tell whether a picture stands above the map instead of beside it."""
    return size[0] > WIDE * size[1]


def _fit(size: tuple[int, int], width: int, height: int) -> tuple[int, int]:
    """Return the size in which a picture is shown: enlarged by whole numbers, which keeps pixels even, or by half."""
    scale = min(width / size[0], height / size[1])
    if scale >= 1:
        scale = int(scale) if scale >= 2 else int(scale * 2) / 2  # noqa: PLR2004
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _centred(width: int, height: int, area: Area) -> Area:
    return Area(area.left + (area.width - width) // 2, area.top + (area.height - height) // 2, width, height)


def cells_area(view: TableView, region: Area, top: int) -> Area:
    """Return where the cells go, below so many pixels: squares on a map; elsewhere all that is there, but no tower."""
    left = BESIDE_CELLS if view.rows.name else 8
    width, height = region.width - left - 8, region.height - top - (BELOW_CELLS if view.columns.name else 8)
    if view.is_map:
        # The 8 pixels at the right are for the last tick's label, which a map's whole numbers don't need.
        pitch = max(1, min((width + 8) // view.columns.cells, height // view.rows.cells))
        width, height = pitch * view.columns.cells, pitch * view.rows.cells
    else:
        height = min(height, width) if view.rows.cells > 1 else min(height, STRIP_HEIGHT)
    return Area(region.left + left, region.top + top, width, height)


def at(left: float, top: float) -> tuple[float, float]:
    """Return a point, given in pixels from the left and the top, as Matplotlib's shares of the figure."""
    return left / SIZE[0], 1 - top / SIZE[1]
