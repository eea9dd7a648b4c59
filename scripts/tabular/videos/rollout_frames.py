"""A frame of the agent acting: the environment's picture, what happens in words, and the state on the policy's map."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tabular.drawing.actions import ACTION_COLORS
from tabular.formatting import return_text
from tabular.q_tables.greedy import hidden_part, part_around
from tabular.videos.lettering import font, written
from tabular.videos.overlays import (
    BAND_STRENGTH,
    BAND_WIDTH,
    TRAIL,
    TRAIL_STRENGTH,
    TRAIL_WIDTH,
    draw_border,
    draw_marker,
    draw_ring,
    draw_trail,
    paste,
    scaled,
)
from tabular.videos.policy_raster import Area
from tabular.videos.rollout_background import draw_background, legend_handles, tied_label
from tabular.videos.rollout_layout import CONTENT, MARGIN, SIZE, arrange, is_wide

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import ImageFont

    from tabular.q_tables.greedy import Policy
    from tabular.q_tables.view import TableView
    from tabular.results.environment import EnvironmentDescription
    from tabular.results.steps import Step

TITLE_TOP, TITLE_SIZE = 16, 26
WORDS_TOP, WORDS_SIZE = 60, 22
COLUMNS = (MARGIN, 190, 430)
"""Left edges of the steps, the return and what comes next: none moves as the others grow."""


@dataclass(frozen=True)
class RolloutSegment:
    """What all frames of one policy share.

    Attributes:
        title: who acts.
        policy: what it does, over the table's cells.
        outline: what the map shows of it, over rows and columns; None: the part of it where the state is.
    """

    title: str
    policy: Policy
    outline: Policy | None


class RolloutRenderer:
    """What all frames share, drawn once; and the trail of the episode that is on."""

    def __init__(
        self,
        description: EnvironmentDescription,
        view: TableView,
        picture_size: tuple[int, int],
        *,
        episodes: int,
        some_tied: bool,
        some_never_updated: bool,
    ) -> None:
        """Draw what doesn't change.

        Args:
            description: the environment.
            view: which two dimensions of the table the map shows.
            picture_size: width and height of the environment's pictures.
            episodes: how many episodes of each policy are shown.
            some_tied: whether there are cells whose values are all equal, so that the legend has to explain them.
            some_never_updated: whether there are cells of which no value was ever updated, likewise.
        """
        self.description = description
        self.episodes = episodes
        has_map = len(description.actions) <= len(ACTION_COLORS)
        self.picture_area, map_region = arrange(picture_size, has_map=has_map)
        tied = tied_label(description, view) if some_tied else None
        handles = legend_handles(description, tied, some_never_updated=some_never_updated)
        self.map, self.background = draw_background(
            description, view, map_region, handles, legend_beside=is_wide(picture_size)
        )
        draw_border(self.background, self.picture_area)
        self.trail: deque[tuple[float, float]] = deque(maxlen=TRAIL)
        self._below: tuple[object, NDArray[np.uint8]] | None = None

    def compose(self, segment: RolloutSegment, step: Step, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Compose the frame after a step; the steps of an episode have to come in their order.

        Args:
            segment: who acts.
            step: what there is to know of the episode after it.
            picture: the environment's picture of itself, shape (height, width, 3).

        Returns:
            Shape (height, width, 3), a new array.
        """
        frame = self._below_the_step(segment, step).copy()
        paste(frame, scaled(picture, self.picture_area), self.picture_area)
        is_over = step.outcome is not None
        for left, words, bold in zip(COLUMNS, self.words(step), (False, False, is_over), strict=True):
            _write_line(frame, words, font(WORDS_SIZE, bold=bold), left, WORDS_TOP)
        if self.map is not None:
            if step.steps == 0:
                self.trail.clear()
            self.trail.append(self.map.position(step.observation))
            if self.map.has_arrows:  # which have to be seen through both
                draw_trail(frame, self.trail, BAND_WIDTH, BAND_STRENGTH, self.map.longest_step)
                draw_ring(frame, self.trail[-1], self.map.pitch * 0.42)
            else:
                draw_trail(frame, self.trail, TRAIL_WIDTH, TRAIL_STRENGTH, self.map.longest_step)
                draw_marker(frame, self.trail[-1])
        return frame

    def words(self, step: Step) -> tuple[str, str, str]:
        """Say how far the episode is, what it brought so far, and what comes next or how it ended."""
        if step.action is not None:
            after = f"next: {self.description.actions[step.action]}"
        else:
            after = {
                "terminated": "terminated: a terminal state",
                "truncated": "truncated: time limit",
                "cut off": "cut off here: not over yet",
                None: "",
            }[step.outcome]
        return f"step {step.steps:,}", f"return {return_text(step.return_so_far)}", after

    def _below_the_step(self, segment: RolloutSegment, step: Step) -> NDArray[np.uint8]:
        """Return what stays from step to step: the background, the title, and most of the time the map."""
        around = None if self.map is None or segment.outline else hidden_part(self.map.view, step.cell)
        stays = segment.title, step.episode, around
        if self._below is None or self._below[0] != stays:
            pixels = self.background.copy()
            title = f"{self.description.id}: {segment.title}"
            if self.episodes > 1:
                title += f", episode {step.episode + 1} of {self.episodes}"
            _write_line(pixels, title, font(_fitting(title), bold=True), MARGIN, TITLE_TOP)
            if self.map is not None:
                policy = segment.outline or part_around(self.map.view, segment.policy, step.cell)
                paste(pixels, self.map.paint(policy), self.map.area)
            self._below = stays, pixels
        return self._below[1]


def _fitting(title: str) -> int:
    """Return the size in pixels in which a title fits into the frame."""
    size = TITLE_SIZE
    while size > WORDS_SIZE // 2 and font(size, bold=True).getlength(title) > CONTENT.width:
        size -= 1
    return size


def _write_line(frame: NDArray[np.uint8], text: str, face: ImageFont.FreeTypeFont, left: int, top: int) -> None:
    """Write a line on the white of the caption."""
    line = written(text, face, SIZE[0] - MARGIN - left, CONTENT.top - top)
    paste(frame, line[..., np.newaxis], Area(left, top, line.shape[1], line.shape[0]))
