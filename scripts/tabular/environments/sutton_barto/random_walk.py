"""The random walk (Sutton & Barto, 2nd ed., Example 6.2, page 125, and Example 7.1, page 144) with actions.

The book has the agent go left or right with equal probability; here it chooses. An epsilon of 1 makes it the book's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tabular.environments.sutton_barto.grid_picture import draw_grid
from tabular.environments.sutton_barto.table_environment import TableEnv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.environments.sutton_barto.table_environment import Table

MOST_STATES = 9999


class RandomWalkEnv(TableEnv):
    """States in a row, of which the first, 0, and the last are the ends; an episode begins in the middle.

    Attributes:
        nrow: 1, the rows of the map.
        ncol: the states with both ends.
    """

    def __init__(
        self, states: int = 5, left_reward: float = 0.0, right_reward: float = 1.0, render_mode: str | None = None
    ) -> None:
        """Take the numbers of the walk; the defaults are those of Example 6.2.

        Args:
            states: number of states between the ends, odd; 19 in Example 7.1.
            left_reward: of the step to the left end; −1 in Example 7.1.
            right_reward: of the step to the right end. All other steps bring 0.
            render_mode: `rgb_array` for pictures.
        """
        if not isinstance(states, int) or isinstance(states, bool) or not 1 <= states <= MOST_STATES or states % 2 == 0:
            raise ValueError(
                f"states: {states!r} is not allowed; allowed: an odd number from 1 to {MOST_STATES}, which has a middle"
            )
        for name, reward in (("left_reward", left_reward), ("right_reward", right_reward)):
            if not isinstance(reward, int | float) or isinstance(reward, bool) or not math.isfinite(reward):
                raise ValueError(f"{name}: {reward!r} is not allowed; allowed: a finite number")
        right_end = states + 1
        ends = {0: float(left_reward), right_end: float(right_reward)}
        table: Table = {
            state: {
                action: [(1.0, after, ends.get(after, 0.0), after in ends)]
                for action, after in enumerate((state - 1, state + 1))
            }
            for state in range(1, right_end)
        }
        table[0], table[right_end] = ({action: [(1.0, end, 0.0, True)] for action in range(2)} for end in ends)
        starts = [float(state == right_end // 2) for state in range(right_end + 1)]
        self.nrow, self.ncol = 1, right_end + 1
        super().__init__(table, starts, render_mode)

    def render(self) -> NDArray[np.uint8]:
        """Return a picture of the row of states, with the agent."""
        between = "." * (self.ncol // 2 - 1)
        return draw_grid([f"#{between}S{between}G"], (0, self.state))
