"""The dynamics of Gymnasium's environments as pure functions over scalars, equal to the bit; one module a family.

Each module has `functional_environment`, which takes over the parameters of one of Gymnasium's environments, and three
functions: `reset` starts an episode, `step` takes an action, `observe` returns the observation of a state. They are
plain Python that Numba can compile. `reset` and `step` take an `env`: the random numbers and the parameters of one
instance of the environment.
"""
