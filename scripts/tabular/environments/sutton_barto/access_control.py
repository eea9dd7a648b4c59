"""The access-control queuing task (Sutton & Barto, 2nd ed., Example 10.2, page 252), as a Gymnasium environment.

Customers of several priorities wait in a queue that never empties. The first of them is accepted, takes a free server
and pays what its priority is worth; or it is rejected, pays nothing and leaves. Then each busy server becomes free with
a small probability, and the next customer comes to the head of the queue, all priorities being equally probable. The
task goes on for ever: no state is terminal, and a time limit only cuts it into episodes.
"""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np

REJECT, ACCEPT = 0, 1


class AccessControlEnv(gymnasium.Env[Any, Any]):
    """How many servers are free, and the priority of the first customer, counted from 0.

    In every step, one random number is drawn for each busy server, the one just taken included, and one for the next
    customer.

    Attributes:
        servers: their number.
        free_probability: with which a busy server becomes free in a step.
        payments: by priority, what a customer pays who is accepted.
    """

    metadata = {"render_modes": []}  # noqa: RUF012 (as Gymnasium declares it)

    def __init__(
        self,
        servers: int = 10,
        free_probability: float = 0.06,
        payments: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0),
        render_mode: str | None = None,
    ) -> None:
        """Take the numbers of the task; those of the book are the defaults. There is nothing to render."""
        if not isinstance(servers, int) or isinstance(servers, bool) or servers < 1:
            raise ValueError(f"servers: {servers!r} is not allowed; allowed: a whole number, at least 1")
        if not 0 <= free_probability <= 1:
            raise ValueError(f"free_probability: {free_probability!r} is not allowed; allowed: a number from 0 to 1")
        if len(payments) == 0 or not np.isfinite(payments).all():
            raise ValueError(f"payments: {payments!r} is not allowed; allowed: a list of numbers, at least one")
        self.servers = servers
        self.free_probability = float(free_probability)
        self.payments = tuple(map(float, payments))
        self.render_mode = render_mode
        self.observation_space = gymnasium.spaces.MultiDiscrete([servers + 1, len(self.payments)])
        self.action_space = gymnasium.spaces.Discrete(2)
        self.free, self.priority = servers, 0

    def _next_customer(self) -> int:
        return int(self.np_random.random() * len(self.payments))

    def _observation(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.array([self.free, self.priority], dtype=np.int64)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Start with all servers free."""
        super().reset(seed=seed, options=options)
        self.free, self.priority = self.servers, self._next_customer()
        return self._observation(), {}

    def step(self, action: int) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Accept or reject the first customer; without a free server, it is rejected in any case."""
        reward = 0.0
        if action == ACCEPT and self.free > 0:
            self.free -= 1
            reward = self.payments[self.priority]
        for _ in range(self.servers - self.free):
            if self.np_random.random() < self.free_probability:
                self.free += 1
        self.priority = self._next_customer()
        return self._observation(), reward, False, False, {}
