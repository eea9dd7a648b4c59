"""The learning algorithms, each in the order in which Sutton & Barto, 2nd ed., give it; one module each.

Every module has `play_episode`, which plays an episode and learns from it in place. It takes the learner, how much to
explore in this episode (the behaviour policy's epsilon, temperature or confidence), the step size and the task, and
returns the sum of the rewards, the number of steps, and whether the episode terminated. What it knows of the
environment and the policy are the names of `tabular.engines.interface` and `tabular.learning.interface`. A module whose
algorithm keeps more than the table also has `initial_memory`.

An episode that is cut off by a time limit has not come to an end: the value of the state reached is what is still to
come, unless the settings skip the last step or treat it as the end (`is_end`). Only steps in the environment count as
visits.
"""
