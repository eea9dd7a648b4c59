"""What a table is laid over, as `environment.json` has it: all that a picture or another program must know."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tabular.results.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path

START, GOAL, HOLE, BLOCKED, FREE = "S", "G", "H", "X", "F"
"""The letters of a grid world's map, as FrozenLake writes it; BLOCKED is added, for what can't be entered."""

RANDOM = "random"
"""What acting at random is called where actions stand beside it; no action may have this name."""


@dataclass(frozen=True)
class EnvironmentDescription:
    """The contents of `environment.json`.

    Attributes:
        id: the Gymnasium id.
        low: lower bound per dimension, as float32 values; None for discrete observations.
        high: upper bound per dimension, likewise.
        bins: number of bins per dimension; None for discrete observations.
        bin_width: width of a bin per dimension, float64; None for discrete observations.
        table_shape: cells per dimension, then the number of actions.
        actions: the actions' names.
        axes: the dimensions' names.
        action_counts: how many actions each state offers, the first of all; None where every state offers all.
        time_limit: steps after which an episode is truncated; None without a limit.
        reward_threshold: the return from which Gymnasium calls the environment solved; None without one.
        grid: rows and columns of the grid world that the states are numbered over, row by row; None elsewhere.
        map: what the places of the grid are, a line a row and a letter a column: `S` a start; `G` a goal, where
            episodes end with the best last reward; `H` a hole, where they end with another; `X` a place that is never
            entered, such as a cliff or a wall; `F` any other. None without a grid or a table of transitions.
    """

    id: str
    low: list[float] | None
    high: list[float] | None
    bins: list[int] | None
    bin_width: list[float] | None
    table_shape: list[int]
    actions: list[str]
    axes: list[str]
    action_counts: list[int] | None
    time_limit: int | None
    reward_threshold: float | None
    grid: list[int] | None
    map: list[str] | None

    @property
    def cells(self) -> tuple[int, ...]:
        """The number of cells per dimension."""
        return tuple(self.table_shape[:-1])

    def action_number(self, given: str | int) -> int:
        """Return the number of an action, counted from 0, that is given by its name or its number.

        Raises:
            ValueError: there is no such action.
        """
        if str(given) in self.actions:
            return self.actions.index(str(given))
        if isinstance(given, int) and 0 <= given < len(self.actions):
            return given
        raise ValueError(f"{given!r} is none of the actions {self.actions}")


def write_description(path: Path, description: EnvironmentDescription) -> None:
    """Write `environment.json`."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(asdict(description), indent=2) + "\n", encoding="utf-8")


def read_description(path: Path) -> EnvironmentDescription:
    """Read `environment.json`."""
    return EnvironmentDescription(**json.loads(path.read_text(encoding="utf-8")))
