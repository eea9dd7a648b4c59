"""Gymnasium's environments, restated as pure functions over scalars, to the bit; one module a family.

Each module has `restate`, which takes over a Gymnasium environment's parameters, and three functions: `reset` starts
an episode, `step` takes an action, `observe` gives what the agent sees of a state. They are plain Python that Numba
can compile too. They take a `world`, which holds what one instance of the environment brings: its random numbers, its
constructor's arguments.
"""
