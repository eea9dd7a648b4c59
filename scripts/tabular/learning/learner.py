"""What an algorithm works with while it learns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Learner(NamedTuple):
    """The learner's values and all that belongs to them; compiled algorithms take it as it is.

    With a table, a row of values is a state. With tiles it is a tile, and the values are weights.

    Attributes:
        rng: the agent's random numbers, never the environment's.
        q_table: values, shape (rows, actions), changed in place.
        visits: how often each was updated after a step in the environment, shape (rows, actions), likewise.
        active_tiles: the tiles of the last states, shape (states, tilings); of a table, (0, 0).
        available_actions: for each state how many actions are available, and then which, ascending; shape (states,
            1 + actions), of which only so many count; (0, 1 + actions) where all are available everywhere.
        memory: what else the algorithm keeps; each says itself.
        discount: weight of the next step's value, in [0, 1].
        zero_at_termination: set the value to 0 at termination, instead of moving it towards the last reward.
        bootstrap_at_truncation: learn from the last step of a truncated episode as from every other.
        terminate_at_truncation: learn from it as if it had led to a terminal state.
    """

    rng: np.random.Generator
    q_table: NDArray[np.float64]
    visits: NDArray[np.uint32]
    active_tiles: NDArray[np.uint32]
    available_actions: NDArray[np.int64]
    memory: Any
    discount: float
    zero_at_termination: bool
    bootstrap_at_truncation: bool
    terminate_at_truncation: bool


def is_end(terminated: bool, truncated: bool, terminate_at_truncation: bool) -> bool:  # noqa: FBT001 (Numba)
    """Tell whether the learner takes the state that was reached for a terminal one, with nothing to come after it.

    It is given the setting and not the learner: Numba counts references to each of a learner's arrays at a call, which
    made Double Q-learning three times as slow.
    """
    return terminated or (truncated and terminate_at_truncation)
