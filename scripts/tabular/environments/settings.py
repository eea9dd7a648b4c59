"""Which environment an experiment has, as its settings say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tabular.environments.tiles import Tiling


@dataclass(frozen=True)
class EnvironmentSettings:
    """Which environment, and how a table or tiles are laid over its observations.

    Attributes:
        id: a registered Gymnasium id such as `MountainCar-v0`.
        module: a Python file that registers the environment when it is imported, or None.
        arguments: keyword arguments of the environment's constructor.
        time_limit: steps after which an episode is truncated; None: the environment's own limit.
        bins: number of bins per dimension of a Box observation; None for discrete observations, and with tiles.
        bounds: per dimension (low, high), or None for the space's own; None: the space's own everywhere.
        angles: pairs of dimensions, cosine and sine, that become one dimension, their angle; None: none. The dimensions
            of `bins`, `bounds` and tiles are those that are left.
        tiling: the tiles, or None for a table; a mapping, as jobs are given it, becomes a Tiling.
        action_mask: whether the environment's masks say which actions are available.
    """

    id: str
    module: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    time_limit: int | None = None
    bins: tuple[int, ...] | None = None
    bounds: tuple[tuple[float, float] | None, ...] | None = None
    angles: tuple[tuple[int, int], ...] | None = None
    tiling: Tiling | None = None
    action_mask: bool = False

    def __post_init__(self) -> None:
        """Take the tiles as the configuration has them, too."""
        if isinstance(self.tiling, Mapping):
            object.__setattr__(self, "tiling", Tiling(**self.tiling))
