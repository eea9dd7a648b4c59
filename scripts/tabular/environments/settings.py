"""Which environment an experiment has, as its settings say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class EnvironmentSettings:
    """Which environment, and how a table is laid over its observations.

    Attributes:
        id: a registered Gymnasium id such as `MountainCar-v0`.
        module: a Python file that registers the environment when it is imported, or None.
        arguments: keyword arguments of the environment's constructor.
        time_limit: steps after which an episode is truncated; None: the environment's own limit.
        bins: number of bins per dimension of a Box observation; None for discrete observations.
        bounds: per dimension (low, high), or None for the space's own; None: the space's own everywhere.
    """

    id: str
    module: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    time_limit: int | None = None
    bins: tuple[int, ...] | None = None
    bounds: tuple[tuple[float, float] | None, ...] | None = None
