"""A frame of the agent acting: the environment's picture, what happens in words, and the state on the policy's map."""

from __future__ import annotations

import textwrap
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from tabular.drawing.action_panels import set_directions
from tabular.drawing.actions import ACTION_COLORS, UNDECIDED_COLOR, action_color
from tabular.drawing.hatching import hatched_patch
from tabular.drawing.style import DPI, GREY, STYLE, balanced_columns, fitted_text, reading_order
from tabular.formatting import return_text
from tabular.q_tables.greedy import hidden_part, is_outline, part_around
from tabular.videos.lettering import font, written
from tabular.videos.policy_raster import SUBPIXEL_BITS, Area, PolicyMap

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import ImageFont

    from tabular.q_tables.greedy import Policy
    from tabular.q_tables.view import TableView
    from tabular.results.environment import EnvironmentDescription
    from tabular.results.steps import Moment

BLACK, WHITE = (0, 0, 0), (255, 255, 255)

SIZE = (1280, 720)
"""Width and height of a frame in pixels."""

MARGIN = 24
"""Pixels between the frame's edge and what is in it."""

CONTENT = Area(MARGIN, 104, SIZE[0] - 2 * MARGIN, SIZE[1] - 104 - 12)
"""What is left below the caption."""

TITLE_TOP, TITLE_SIZE = 16, 26
WORDS_TOP, WORDS_SIZE = 60, 22
COLUMNS = (MARGIN, 190, 430)
"""Left edges of the steps, the return and what comes next: none moves as the others grow."""

GAP = 32
"""Pixels between the environment's picture and the map."""

WIDE = 2
"""Pictures that are more than so many times as wide as high stand above the map instead of beside it."""

TRAIL = 60
"""States that the trail goes back."""

TRAIL_WIDTH, TRAIL_STRENGTH = 3, 230
"""Pixels, and how black the trail's newest piece is, from 0 to 255."""

BAND_WIDTH, BAND_STRENGTH = 13, 95
"""The same of a trail below arrows."""

MARKER_RADIUS = 9

WIDEST_PICTURE = 600
"""Pixels that an environment's picture may take of the width, where the map stands beside it."""

BESIDE_CELLS, BELOW_CELLS = 84, 58
"""Pixels for the map's numbers and names, left of its cells and below them."""

LEGEND_WIDTH = 320
"""Pixels for the legend, where it stands beside the map."""

STRIP_HEIGHT = 80
"""Pixels of a map that is only one row high."""

CHARACTER_WIDTH = 8
"""Pixels of a small letter, generously."""

BESIDE_LABEL = 40
"""Pixels that a legend's mark, and the room around it, takes beside its text."""

LINE = 22
"""Pixels from one line of small text to the next."""


@dataclass(frozen=True)
class Shot:
    """What all frames of one policy share.

    Attributes:
        title: who acts.
        policy: what it does, over the table's cells.
        outline: what the map shows of it, over rows and columns; None: the part of it where the state is.
    """

    title: str
    policy: Policy
    outline: Policy | None


class Stage:
    """What all frames share, drawn once; and the trail of the episode that is on."""

    def __init__(
        self,
        description: EnvironmentDescription,
        view: TableView,
        picture_size: tuple[int, int],
        *,
        episodes: int,
        some_undecided: bool,
        some_never_updated: bool,
    ) -> None:
        """Draw what doesn't change.

        Args:
            description: the environment.
            view: which two dimensions of the table the map shows.
            picture_size: width and height of the environment's pictures.
            episodes: how many episodes of each policy are shown.
            some_undecided: whether there are cells whose values are all equal, so that the legend has to explain them.
            some_never_updated: whether there are cells of which no value was ever updated, likewise.
        """
        self.description = description
        self.episodes = episodes
        has_map = len(description.actions) <= len(ACTION_COLORS)
        self.picture_area, map_region = _arrange(picture_size, has_map=has_map)
        undecided = _undecided_label(description, view) if some_undecided else None
        handles = _legend_handles(description, undecided, some_never_updated=some_never_updated)
        self.map, self.background = _draw_background(
            description, view, map_region, handles, legend_beside=_is_wide(picture_size)
        )
        _frame(self.background, self.picture_area)
        self.trail: deque[tuple[float, float]] = deque(maxlen=TRAIL)
        self._below: tuple[object, NDArray[np.uint8]] | None = None

    def compose(self, shot: Shot, moment: Moment, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Compose the frame of a moment; the moments of an episode have to come in their order.

        Args:
            shot: who acts.
            moment: what there is to know of it.
            picture: the environment's picture of itself, shape (height, width, 3).

        Returns:
            Shape (height, width, 3), a new array.
        """
        frame = self._below_the_moment(shot, moment).copy()
        _paste(frame, _scaled(picture, self.picture_area), self.picture_area)
        is_over = moment.outcome is not None
        for left, words, bold in zip(COLUMNS, self.words(moment), (False, False, is_over), strict=True):
            _write(frame, words, font(WORDS_SIZE, bold=bold), left, WORDS_TOP)
        if self.map is not None:
            if moment.steps == 0:
                self.trail.clear()
            self.trail.append(self.map.position(moment.place))
            if self.map.has_arrows:  # which have to be seen through both
                _draw_trail(frame, self.trail, BAND_WIDTH, BAND_STRENGTH)
                _draw_ring(frame, self.trail[-1], self.map.pitch * 0.42)
            else:
                _draw_trail(frame, self.trail, TRAIL_WIDTH, TRAIL_STRENGTH)
                _draw_marker(frame, self.trail[-1])
        return frame

    def words(self, moment: Moment) -> tuple[str, str, str]:
        """Say how far the episode is, what it brought so far, and what comes next or how it ended."""
        if moment.action is not None:
            after = f"next: {self.description.actions[moment.action]}"
        else:
            after = {
                "terminated": "terminated: a terminal state",
                "truncated": "truncated: time limit",
                "cut off": "cut off here: not over yet",
                None: "",
            }[moment.outcome]
        return f"step {moment.steps:,}", f"return {return_text(moment.reward_so_far)}", after

    def _below_the_moment(self, shot: Shot, moment: Moment) -> NDArray[np.uint8]:
        """Return what stays from step to step: the background, the title, and most of the time the map."""
        around = None if self.map is None or shot.outline else hidden_part(self.map.view, moment.cell)
        stays = shot.title, moment.episode, around
        if self._below is None or self._below[0] != stays:
            pixels = self.background.copy()
            title = f"{self.description.id}: {shot.title}"
            if self.episodes > 1:
                title += f", episode {moment.episode + 1} of {self.episodes}"
            _write(pixels, title, font(_fitting(title), bold=True), MARGIN, TITLE_TOP)
            if self.map is not None:
                shown = shot.outline or part_around(self.map.view, shot.policy, moment.cell)
                _paste(pixels, self.map.paint(shown), self.map.area)
            self._below = stays, pixels
        return self._below[1]


def _arrange(size: tuple[int, int], *, has_map: bool) -> tuple[Area, Area | None]:
    """Place the environment's picture, and say what is left for the map with its labels."""
    if not has_map:
        return _centred(*_fit(size, CONTENT.width, CONTENT.height), CONTENT), None
    if _is_wide(size):
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


def _is_wide(size: tuple[int, int]) -> bool:
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


def _scaled(picture: NDArray[np.uint8], area: Area) -> NDArray[np.uint8]:
    """Return a picture in the size of an area."""
    height, width = picture.shape[:2]
    if (width, height) == (area.width, area.height):
        return picture
    whole = area.width % width == 0
    method = cv2.INTER_NEAREST if whole else cv2.INTER_AREA if area.width < width else cv2.INTER_CUBIC
    scaled: NDArray[np.uint8] = np.asarray(
        cv2.resize(picture, (area.width, area.height), interpolation=method), dtype=np.uint8
    )
    return scaled


def _draw_background(
    description: EnvironmentDescription,
    view: TableView,
    region: Area | None,
    handles: list[Patch],
    *,
    legend_beside: bool,
) -> tuple[PolicyMap | None, NDArray[np.uint8]]:
    """Draw the map's axes and legend, and nothing else, and say where its cells lie."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(SIZE[0] / DPI, SIZE[1] / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
        on = None
        if region is not None:
            words = _heading_and_note(description, view)
            if legend_beside:
                beside = Area(region.left + region.width + GAP, region.top, LEGEND_WIDTH - GAP, region.height)
                _draw_legend(figure, beside, words, handles, most_columns=1)
                area = _cells_area(view, region, 0)
            else:
                height = _draw_legend(figure, region, words, handles, most_columns=len(handles))
                area = _cells_area(view, region, height)
            _draw_axes(figure, view, area)
            on = PolicyMap(description, view, area)
        figure.canvas.draw()
        rgba = np.asarray(figure.canvas.buffer_rgba())  # type: ignore[attr-defined]
    return on, rgba[..., :3].copy()


def _draw_axes(figure: Figure, view: TableView, area: Area) -> None:
    corner = _at(area.left, area.top + area.height)
    axes = figure.add_axes((*corner, area.width / SIZE[0], area.height / SIZE[1]))
    set_directions(axes, view)
    if not view.rows.discrete:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=9))
    letters = STYLE["axes.labelsize"]
    axes.set_xlabel(fitted_text(figure, view.columns.name, area.width + BESIDE_CELLS, letters))
    axes.set_ylabel(fitted_text(figure, view.rows.name, area.height + BELOW_CELLS, letters))
    for spine in axes.spines.values():
        spine.set_visible(True)


def _draw_legend(figure: Figure, region: Area, words: tuple[str, str], handles: list[Patch], most_columns: int) -> int:
    """Say what the map is and what its colours are, in as few lines as fit into the region; return their height."""
    heading, note = words
    figure.text(*_at(region.left, region.top), heading, va="top", weight="bold")
    notes = textwrap.wrap(note, region.width // CHARACTER_WIDTH)
    for number, line in enumerate(notes, start=1):
        figure.text(*_at(region.left, region.top + LINE * number), line, va="top", color=GREY, fontsize=10)
    top = region.top + LINE * (1 + len(notes))
    room = region.width - BESIDE_LABEL
    labels = [fitted_text(figure, str(handle.get_label()), room, STYLE["font.size"]) for handle in handles]
    for columns in (count for count in balanced_columns(len(handles)) if count <= most_columns):
        order = reading_order(len(handles), columns)
        legend = figure.legend(
            handles=[handles[position] for position in order], labels=[labels[position] for position in order],
            ncols=columns, loc="upper left", bbox_to_anchor=_at(region.left - 6, top), frameon=False,
            borderaxespad=0.0, columnspacing=1.4, handlelength=1.2, handletextpad=0.5, fontsize=STYLE["font.size"],
        )  # fmt: skip
        figure.canvas.draw()
        extent = legend.get_window_extent()
        if columns == 1 or extent.width <= region.width:
            break
        legend.remove()
    return top - region.top + round(extent.height) + 10


def _legend_handles(
    description: EnvironmentDescription, undecided: str | None, *, some_never_updated: bool
) -> list[Patch]:
    if len(description.actions) > len(ACTION_COLORS):
        return []  # there is no map
    colors = {name: action_color(action) for action, name in enumerate(description.actions)}
    if undecided is not None:
        colors[undecided] = UNDECIDED_COLOR
    patches = [Patch(facecolor=_matplotlib(color), edgecolor=GREY, label=name) for name, color in colors.items()]
    return [*patches, hatched_patch()] if some_never_updated else patches


def _undecided_label(description: EnvironmentDescription, view: TableView) -> str:
    label = "all values equal"
    return label if is_outline(description, view) else f"{label} ({description.actions[0]} is taken)"


def _matplotlib(color: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = color
    return red / 255, green / 255, blue / 255


def _heading_and_note(description: EnvironmentDescription, view: TableView) -> tuple[str, str]:
    """Say what the map shows, and of which part of the table, where it isn't the whole."""
    if is_outline(description, view):
        return "The policy in outline; what is done is said above", f"best action by the {view.note}"
    heading = "The policy: the action in each cell"
    if view.shown is None:
        return heading, view.note
    others = [name for dimension, name in enumerate(description.axes) if dimension not in view.shown]
    return heading, f"at the present {', '.join(others)}" if others else ""


def _cells_area(view: TableView, region: Area, top: int) -> Area:
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


def _at(left: float, top: float) -> tuple[float, float]:
    """Return a point, given in pixels from the left and the top, as Matplotlib's shares of the figure."""
    return left / SIZE[0], 1 - top / SIZE[1]


def _frame(pixels: NDArray[np.uint8], area: Area) -> None:
    """Draw a thin line around an area: pictures of environments may be as white as the page."""
    cv2.rectangle(pixels, (area.left - 1, area.top - 1), (area.left + area.width, area.top + area.height), (170,) * 3)


def _fitting(title: str) -> int:
    """Return the size in pixels in which a title fits into the frame."""
    size = TITLE_SIZE
    while size > WORDS_SIZE // 2 and font(size, bold=True).getlength(title) > CONTENT.width:
        size -= 1
    return size


def _paste(frame: NDArray[np.uint8], pixels: NDArray[np.uint8], area: Area) -> None:
    frame[area.top : area.top + area.height, area.left : area.left + area.width] = pixels


def _write(frame: NDArray[np.uint8], text: str, face: ImageFont.FreeTypeFont, left: int, top: int) -> None:
    """Write a line on the white of the caption."""
    line = written(text, face, SIZE[0] - MARGIN - left, CONTENT.top - top)
    _paste(frame, line[..., np.newaxis], Area(left, top, line.shape[1], line.shape[0]))


def _draw_trail(frame: NDArray[np.uint8], points: deque[tuple[float, float]], width: int, strength: int) -> None:
    """Draw where the state came from, the fainter the longer ago."""
    scale = 2**SUBPIXEL_BITS
    coordinates = np.array(points)
    left, top = np.maximum(np.floor(coordinates.min(axis=0)).astype(int) - width, 0)
    right, bottom = np.ceil(coordinates.max(axis=0)).astype(int) + width
    part = frame[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], dtype=np.uint8)
    ends = np.round((coordinates - (left, top)) * scale).astype(int).tolist()
    for number, (begin, end) in enumerate(pairwise(ends)):
        age = len(ends) - 2 - number
        cv2.line(mask, begin, end, round(strength * (1 - age / TRAIL)), width, cv2.LINE_AA, SUBPIXEL_BITS)
    weight = mask[..., np.newaxis].astype(np.uint16)
    part[:] = (part * (255 - weight) // 255).astype(np.uint8)


def _draw_marker(frame: NDArray[np.uint8], position: tuple[float, float]) -> None:
    """Draw where the state is."""
    for radius, color in ((MARKER_RADIUS + 1, BLACK), (MARKER_RADIUS - 2, WHITE)):
        _circle(frame, position, radius, color, cv2.FILLED)


def _draw_ring(frame: NDArray[np.uint8], position: tuple[float, float], radius: float) -> None:
    """Draw where the state is, without covering what is there."""
    for width, color in ((7, BLACK), (3, WHITE)):
        _circle(frame, position, radius, color, width)


def _circle(
    frame: NDArray[np.uint8], centre: tuple[float, float], radius: float, color: tuple[int, int, int], width: int
) -> None:
    scale = 2**SUBPIXEL_BITS
    whole = round(centre[0] * scale), round(centre[1] * scale)
    cv2.circle(frame, whole, round(radius * scale), color, width, cv2.LINE_AA, SUBPIXEL_BITS)
