"""Mazes that change (Sutton & Barto, 2nd ed.): blocking (Example 8.2, page 166), shortcut (Example 8.3, page 167)."""

from __future__ import annotations

from tabular.environments.sutton_barto.grid_world import GridWorldEnv

GAP_AT_THE_RIGHT = (
    "........G",
    ".........",
    ".........",
    "########.",
    ".........",
    "...S.....",
)

GAP_AT_THE_LEFT = (*GAP_AT_THE_RIGHT[:3], ".########", *GAP_AT_THE_RIGHT[4:])

GAPS_AT_BOTH_ENDS = (*GAP_AT_THE_RIGHT[:3], ".#######.", *GAP_AT_THE_RIGHT[4:])


class BlockingMazeEnv(GridWorldEnv):
    """The gap in the wall moves from the right end to the left: the shortest way has 10 steps, and then 16."""

    def __init__(self, change_at_step: int = 1000, render_mode: str | None = None) -> None:
        """Take over after how many steps, of all episodes together, the maze changes."""
        super().__init__(
            GAP_AT_THE_RIGHT,
            step_reward=0.0,
            goal_reward=1.0,
            later_map=GAP_AT_THE_LEFT,
            change_at_step=change_at_step,
            render_mode=render_mode,
        )


class ShortcutMazeEnv(GridWorldEnv):
    """A second gap opens at the right end of the wall: the shortest way has 16 steps, and then 10."""

    def __init__(self, change_at_step: int = 3000, render_mode: str | None = None) -> None:
        """Take over after how many steps, of all episodes together, the maze changes."""
        super().__init__(
            GAP_AT_THE_LEFT,
            step_reward=0.0,
            goal_reward=1.0,
            later_map=GAPS_AT_BOTH_ENDS,
            change_at_step=change_at_step,
            render_mode=render_mode,
        )
