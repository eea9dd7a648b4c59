"""The windy grid world (Sutton & Barto, 2nd ed., Example 6.5, page 130), and that of Exercises 6.9 and 6.10."""

from __future__ import annotations

from tabular.environments.sutton_barto.grid_world import GridWorldEnv

MAP = (
    "..........",
    "..........",
    "..........",
    "S......G..",
    "..........",
    "..........",
    "..........",
)

WIND = (0, 0, 0, 1, 1, 1, 2, 2, 1, 0)


class WindyGridWorldEnv(GridWorldEnv):
    """Every step costs 1, and the best way has 15 of them; with the moves of a king, 7."""

    def __init__(self, moves: int = 4, *, stochastic_wind: bool = False, render_mode: str | None = None) -> None:
        """Take over how the agent moves, and whether the wind varies.

        Args:
            moves: 4; 8 for the king's moves, and 9 to stay as well, of Exercise 6.9.
            stochastic_wind: as in Exercise 6.10, one weaker or stronger in a third of steps each, where there is wind.
            render_mode: `rgb_array` for pictures.
        """
        super().__init__(MAP, moves=moves, wind=WIND, stochastic_wind=stochastic_wind, render_mode=render_mode)
