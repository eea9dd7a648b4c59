"""Environments that tests register with Gymnasium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium

if TYPE_CHECKING:
    from collections.abc import Callable


def register(identity: str, kind: Callable[..., gymnasium.Env[Any, Any]], max_episode_steps: int | None = None) -> None:
    """Register a class that takes only the arguments that it needs; Gymnasium's types ask for one that takes all."""
    entry_point: Any = kind
    gymnasium.register(identity, entry_point=entry_point, max_episode_steps=max_episode_steps)
