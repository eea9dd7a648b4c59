"""Small environments as models, drawn at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st
from tabular.exact.model import Model, Transitions

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATES, ACTIONS = 3, 2


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Draw three states and two actions, most of which may terminate an episode."""
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    probability = numbers.dirichlet(np.full(STATES + 1, 0.4), size=STATES * ACTIONS)[:, :STATES]
    probability *= numbers.random(probability.shape) < 0.7
    pair, following = np.nonzero(probability)
    available = numbers.random((STATES, ACTIONS)) < 0.8
    return Model(
        start=numbers.dirichlet(np.ones(STATES)),
        transitions=Transitions(pair, following, probability[pair, following]),
        reward=numbers.choice([-1.0, 0.0, 0.5, 2.0], (STATES, ACTIONS)),
        available=available | ~available.any(axis=1, keepdims=True),
        table_shape=(STATES, ACTIONS),
        cell=np.arange(STATES),
        steps=draw(st.integers(1, 12)),
    )


def onward_of(model: Model) -> NDArray[np.float64]:
    """Return the probability that an episode goes on in each state, shape (states, actions, states)."""
    transitions = model.transitions
    onward = np.zeros((model.states * model.actions, model.states))
    np.add.at(onward, (transitions.pair, transitions.next_state), transitions.probability)
    return onward.reshape(model.states, model.actions, model.states)
