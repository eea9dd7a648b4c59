"""Trials of studies, as small as they can be."""

from __future__ import annotations

from typing import Any

AGENT: dict[str, Any] = {
    "algorithm": "q_learning",
    "discount": 1.0,
    "initial_value": {"low": 0.0, "high": 0.0},
    "learning_rate": {"schedule": "constant", "start": 0.1},
    "behaviour": "epsilon_greedy",
    "epsilon": {"schedule": "constant", "start": 0.1},
    "ties": "random",
    "at_termination": "target",
    "at_truncation": "bootstrap",
}

EVALUATION = {"episodes": 20, "seed": 1000, "max_steps": 100}


def trial_settings(learning_rate: float) -> dict[str, Any]:
    """Return the settings of a trial on a frozen lake, of 45 episodes."""
    return {
        "environment": {"id": "FrozenLake-v1", "time_limit": 30},
        "agent": {**AGENT, "learning_rate": {"schedule": "constant", "start": learning_rate}},
        "episodes": 45,
        "evaluation": EVALUATION,
    }
