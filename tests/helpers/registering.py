"""Environments that tests register with Gymnasium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium

if TYPE_CHECKING:
    from collections.abc import Callable


def register(identity: str, kind: Callable[..., gymnasium.Env[Any, Any]], max_episode_steps: int | None = None) -> None:
    """Register a class that takes only the arguments that it needs; Gymnasium's types ask for one that takes all.

    An id may be registered once: of two modules in one process, the later would give its environment to the earlier.
    """
    known = gymnasium.registry.get(identity)
    assert known is None or known.entry_point.__module__ == kind.__module__, f"{identity} is another module's"
    entry_point: Any = kind
    gymnasium.register(identity, entry_point=entry_point, max_episode_steps=max_episode_steps)
