"""What a table is laid over, as `environment.json` has it: all that a picture or another program must know."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from tabular.results.atomic import replacing
from tabular.results.damage import DamagedFileError, reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

START, GOAL, HOLE, BLOCKED, FREE = "S", "G", "H", "X", "F"
"""The letters of a grid world's map, as FrozenLake writes it; BLOCKED is added, for what can't be entered."""

OPTIONAL = frozenset({"angles", "tiling", "action_mask"})
"""Keys that are left out of the file where there is nothing to say."""

RANDOM = "random"
"""What acting at random is called where actions stand beside it; no action may have this name."""


@dataclass(frozen=True)
class EnvironmentDescription:
    """The contents of `environment.json`.

    Attributes:
        id: the Gymnasium id.
        low: lower bound per dimension, as float32 values; None for discrete observations. An angle is one dimension.
        high: upper bound per dimension, likewise.
        bins: number of bins per dimension; None for discrete observations, and with tiles.
        bin_width: width of a bin or of a tile per dimension, float64; None for discrete observations.
        table_shape: cells per dimension, then the number of actions; with tiles, the number of tilings, tiles per
            dimension, then the number of actions.
        actions: the actions' names.
        axes: the dimensions' names.
        action_counts: how many actions are available in each state, counted from the first; None where all are.
        time_limit: steps after which an episode is truncated; None without a limit.
        reward_threshold: the return from which Gymnasium calls the environment solved; None without one.
        grid: rows and columns of the grid world that the states are numbered over, row by row; None elsewhere.
        map: what the places of the grid are, a line a row and a letter a column: `S` a start; `G` a goal, where
            episodes end with the best last reward; `H` a hole, where they end with another; `X` a place that is never
            entered, such as a cliff or a wall; `F` any other. None without a grid or a table of transitions.
        angles: pairs of dimensions of the observation, cosine and sine, that are one dimension here, in the place of
            the first of the two; None where there are none, and then not in the file.
        tiling: with tiles, their number per dimension (`tiles`), the number of tilings (`tilings`), how they are
            shifted (`offsets`) and whether each dimension is an angle (`periodic`); None for a table, likewise.
        action_mask: for each state and each action, 1 where it is available and 0 where it is not, as the environment's
            masks say; None where they aren't asked for, likewise.
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
    angles: list[list[int]] | None = None
    tiling: dict[str, Any] | None = None
    action_mask: list[list[int]] | None = None

    @property
    def cells(self) -> tuple[int, ...]:
        """The number of cells per dimension, of a table; with tiles, the shape of the weights without the actions."""
        return tuple(self.table_shape[:-1])

    @property
    def periodic(self) -> tuple[bool, ...]:
        """Whether each dimension is an angle, whose bounds are the same place."""
        pairs = self.angles or []
        firsts, seconds = {min(pair) for pair in pairs}, {max(pair) for pair in pairs}
        observed = range(len(self.axes) + len(pairs))
        return tuple(dimension in firsts for dimension in observed if dimension not in seconds)

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
        content = {key: value for key, value in asdict(description).items() if key not in OPTIONAL or value is not None}
        temporary.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def read_description(path: Path) -> EnvironmentDescription:
    """Read `environment.json`.

    Raises:
        DamagedFileError: the file is missing or no JSON, a key is missing or has a value that can't be, or the sizes
            contradict each other.
    """
    with reading(path, "JSON file"):
        content = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    names = {field.name for field in fields(EnvironmentDescription)}
    if not isinstance(content, dict) or not names - OPTIONAL <= content.keys() <= names:
        missing = names - OPTIONAL - content.keys() if isinstance(content, dict) else names - OPTIONAL
        raise DamagedFileError(path, f"it should have the keys {', '.join(sorted(missing or names))}, and no others")
    content = {**dict.fromkeys(OPTIONAL), **content}
    for name, allowed in VALUES.items():
        if not allowed(content[name]):
            raise DamagedFileError(path, f"its {name} is {content[name]!r}, which can't be")
    description = EnvironmentDescription(**content)
    dimensions = len(description.cells) - (description.tiling is not None)
    per_dimension = (description.axes, description.low, description.high, description.bins, description.bin_width)
    if (
        len(description.actions) != description.table_shape[-1]
        or any(len(values) != dimensions for values in per_dimension if values is not None)
        or (description.bins is not None and description.bins != list(description.cells))
        or (description.tiling is not None and _shape_of_weights(description.tiling) != list(description.cells))
        or (description.action_mask is not None and not _fits(description.action_mask, description.table_shape))
        or (description.grid is not None and math.prod(description.grid) != math.prod(description.cells))
    ):
        raise DamagedFileError(path, "its table_shape doesn't fit its actions, axes, bins, action_mask or grid")
    return description


def _shape_of_weights(tiling: dict[str, Any]) -> list[int]:
    return [tiling["tilings"], *tiling["tiles"]]


def _fits(action_mask: list[list[int]], table_shape: list[int]) -> bool:
    return [len(action_mask)] == table_shape[:-1] and all(len(mask) == table_shape[-1] for mask in action_mask)


def _is_mask(value: object) -> bool:
    return _is_list(value, list) and all(_is_list(mask, int) and set(mask) <= {0, 1} for mask in value)  # type: ignore[attr-defined]


def _is_tiling(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"tilings", "tiles", "offsets", "periodic"}
        and isinstance(value["tilings"], int)
        and _is_list(value["tiles"], int)
        and value["offsets"] in {"asymmetric", "uniform"}
        and _is_list(value["periodic"], bool)
        and len(value["periodic"]) == len(value["tiles"])
    )


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _is_list(value: object, kind: type | tuple[type, ...], least: int = 1) -> bool:
    return isinstance(value, list) and len(value) >= least and all(isinstance(one, kind) for one in value)


def _list_or_none(kind: type | tuple[type, ...]) -> Callable[[object], bool]:
    return lambda value: value is None or _is_list(value, kind)


VALUES: dict[str, Callable[[object], bool]] = {
    "id": lambda value: isinstance(value, str),
    "low": _list_or_none((int, float)),
    "high": _list_or_none((int, float)),
    "bins": _list_or_none(int),
    "bin_width": _list_or_none((int, float)),
    "table_shape": lambda value: _is_list(value, int, least=2),
    "actions": lambda value: _is_list(value, str),
    "axes": lambda value: _is_list(value, str),
    "action_counts": _list_or_none(int),
    "time_limit": lambda value: value is None or isinstance(value, int),
    "reward_threshold": lambda value: value is None or isinstance(value, int | float),
    "grid": _list_or_none(int),
    "map": _list_or_none(str),
    "angles": _list_or_none(list),
    "tiling": lambda value: value is None or _is_tiling(value),
    "action_mask": lambda value: value is None or _is_mask(value),
}
"""By key, what tells whether a value can be right."""
