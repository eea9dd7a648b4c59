"""Settings of agents for tests: plain ones, of which a test says only what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tabular.learning.agent import AgentSettings
from tabular.learning.schedules import Schedule

PLAIN = AgentSettings(
    algorithm="q_learning",
    discount=0.9,
    initial_low=0.0,
    initial_high=1.0,
    learning_rate=Schedule("constant", 0.5),
    behaviour="epsilon_greedy",
    exploration=Schedule("constant", 0.5),
    ties="lowest",
    at_termination="target",
    at_truncation="bootstrap",
)


def make_agent(**changes: Any) -> AgentSettings:
    """Return a plain agent with some settings changed; a number stands for a constant schedule."""
    for key in ("learning_rate", "exploration"):
        if isinstance(changes.get(key), int | float):
            changes[key] = Schedule("constant", changes[key])
    return replace(PLAIN, **changes)
