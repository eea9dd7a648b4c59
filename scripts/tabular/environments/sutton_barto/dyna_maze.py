"""The Dyna maze (Sutton & Barto, 2nd ed., Example 8.1 and Figure 8.2, page 164), and finer ones for Example 8.4."""

from __future__ import annotations

from tabular.environments.sutton_barto.grid_world import GridWorldEnv

MAP = (
    ".......#G",
    "..#....#.",
    "S.#....#.",
    "..#......",
    ".....#...",
    ".........",
)


class DynaMazeEnv(GridWorldEnv):
    """Only the step to the goal brings a reward, 1; the shortest way has 14 steps."""

    def __init__(self, refine: int = 1, render_mode: str | None = None) -> None:
        """Take over how fine the maze is.

        Args:
            refine: so many cells each way take the place of each of the 47 free cells.
            render_mode: `rgb_array` for pictures.
        """
        super().__init__(MAP, step_reward=0.0, goal_reward=1.0, refine=refine, render_mode=render_mode)
