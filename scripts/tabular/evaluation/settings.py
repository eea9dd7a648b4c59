"""How policies are played, as the configuration says: to be judged, or to be filmed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EvaluationSettings:
    """How a policy is judged.

    Attributes:
        episodes: number of episodes for each policy, at least 1.
        seed: seeds the environment, anew for each policy.
        max_steps: steps after which an episode is truncated in an environment without a time limit: a policy may go
            round in circles for ever. An environment's own time limit counts alone, even where it is longer.
    """

    episodes: int
    seed: int
    max_steps: int

    def steps_of_episode(self, time_limit: int | None) -> int:
        """Return after how many steps an episode is truncated.

        Args:
            time_limit: the environment's own; None: it has none.
        """
        return self.max_steps if time_limit is None else time_limit


@dataclass(frozen=True)
class RolloutSettings:
    """How policies are filmed.

    Attributes:
        episodes: number of episodes that each policy plays, at least 1.
        seed: seeds the environment, anew for each policy.
        max_steps: steps after which an episode is cut off, if the environment's own limit doesn't come before.
        constant_action: the name or number of an action that is taken all the time before the first table plays, or
            None.
        fps: steps a second; None: as many as the environment is meant to be seen at.
        hold_seconds: how long the end of an episode stays.
    """

    episodes: int
    seed: int
    max_steps: int
    constant_action: str | int | None
    fps: int | None
    hold_seconds: float
