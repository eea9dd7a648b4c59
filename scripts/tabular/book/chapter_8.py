"""The figures of chapter 8, "Planning and Learning with Tabular Methods" (Sutton & Barto, 2nd ed., pages 164 ff.)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tabular.book.figure import Axis, LineFigure, Panel, TableFigure
from tabular.book.lines import WITH_BEST_ACTION
from tabular.book.sources import ComparisonLines, UpdateLines
from tabular.book.statements import MORE, At, Difference, FirstBelow, Range, Statement, near

if TYPE_CHECKING:
    from tabular.book.figure import BookFigure

PLANNING = {
    "dyna_maze_without_planning": "no planning",
    "dyna_maze": "5 planning steps",
    "dyna_maze_50_planning_steps": "50 planning steps",
}

NEARLY_OPTIMAL = 20.0
"""Steps of an episode by which learning is over: with ε = 0.1, the best policy needs about 16."""


FIGURES: dict[str, BookFigure] = {
    "figure_8_2": LineFigure(
        title="Dyna maze: steps per episode",
        about=(
            "The more planning steps follow each step, the fewer episodes are needed. With ε = 0.1, the best policy "
            "needs about 16 steps; here, an agent has learned it when its episodes have at most 20. 30 runs, as in "
            "the book."
        ),
        shape="without planning, the curve comes down over some 25 episodes; with planning, at once.",
        panels=(Panel(Axis("episode", (2, 50)), (ComparisonLines("figure_8_2", "steps", range(1, 51), PLANNING),)),),
        y=Axis("steps of an episode", (0, 800)),
        levels={"shortest way: 14": 14.0},
        statements=(
            *(
                Statement(
                    f"First episode of at most {NEARLY_OPTIMAL:g} steps, {name}",
                    text,
                    FirstBelow(name, NEARLY_OPTIMAL),
                    near(number, precision),
                )
                for name, text, number, precision in (
                    ("no planning", "about 25", 25, 2),
                    ("5 planning steps", "about 5", 5, 1),
                    ("50 planning steps", "3", 3, 0.5),
                )
            ),
            Statement("Steps of the first episode", "about 1,700", At("no planning", 1), near(1700, 50)),
        ),
        remark=(
            "The first episode is a random walk, because all values are 0 and ties are broken at random. Its "
            "expected length is exactly 868.7 steps (absorbing Markov chain), so an agent that takes about 1,700 "
            "chooses its actions otherwise. Planning draws random numbers too, so the first episodes of the three "
            "agents differ here, which are the same in the book."
        ),
    ),
    "figure_8_3": TableFigure(
        title="Dyna maze: policies halfway through the second episode",
        about=(
            "Arrows are the best actions; where all values are equal, there is none. Without planning, the first "
            "episode taught only its last step. With 50 planning steps, most of the maze is known. The black square "
            "is the agent."
        ),
        shape="one arrow, into the goal, on the left; arrows in most of the maze, but not at the start, on the right.",
        experiments={"dyna_maze_without_planning": "no planning", "dyna_maze_50_planning_steps": "50 planning steps"},
        times={"": (1, "half")},
        statements=(
            Statement(
                "States with a best action, no planning", "1", At(f"{WITH_BEST_ACTION}, no planning", 0), near(1, 0)
            ),
            Statement(
                "States with a best action, 50 planning steps",
                "an extensive policy",
                At(f"{WITH_BEST_ACTION}, 50 planning steps", 0),
                Range(10.0, math.inf),
            ),
        ),
    ),
    "figure_8_4": LineFigure(
        title="Blocking maze: cumulative reward",
        about=(
            "After 1,000 steps, the gap in the wall moves to the other end. Dyna-Q+ finds the new way sooner, "
            "because it tries what it has not tried for long. The book gives neither α nor κ: here 1 and 0.0001, "
            "with 10 planning steps."
        ),
        shape=(
            "both curves rise, are flat after 1,000 steps, and rise again; Dyna-Q+ is above Dyna-Q, and bends first."
        ),
        panels=(
            Panel(
                Axis("time steps", (0, 3000)),
                (
                    ComparisonLines(
                        "figure_8_4",
                        "episodes_finished",
                        range(0, 3001, 25),
                        {"figure_8_4_dyna_q_plus": "Dyna-Q+", "figure_8_4_dyna_q": "Dyna-Q"},
                    ),
                ),
            ),
        ),
        y=Axis("cumulative reward", (0, 150)),
        statements=(
            Statement(
                "Dyna-Q+'s reward above Dyna-Q's after 3,000 steps",
                "more",
                Difference("Dyna-Q+", "Dyna-Q", 3000, 3000),
                MORE,
            ),
        ),
    ),
    "figure_8_5": LineFigure(
        title="Shortcut maze: cumulative reward",
        about=(
            "After 3,000 steps, a shorter way opens. Dyna-Q goes on as before; Dyna-Q+ finds it. The book gives "
            "neither α nor κ: here 1 and 0.001, with 50 planning steps."
        ),
        shape=(
            "the slope of Dyna-Q stays as it was after 3,000 steps, that of Dyna-Q+ gets steeper. Before, the "
            "difference between them narrows (Exercise 8.3 asks why): from 15 after 1,000 steps to 11 after 3,000."
        ),
        panels=(
            Panel(
                Axis("time steps", (0, 6000)),
                (
                    ComparisonLines(
                        "figure_8_5",
                        "episodes_finished",
                        range(0, 6001, 50),
                        {"figure_8_5_dyna_q_plus": "Dyna-Q+", "figure_8_5_dyna_q": "Dyna-Q"},
                    ),
                ),
            ),
        ),
        y=Axis("cumulative reward", (0, 400)),
        statements=(
            Statement(
                "Dyna-Q+'s reward above Dyna-Q's after 6,000 steps",
                "more",
                Difference("Dyna-Q+", "Dyna-Q", 6000, 6000),
                MORE,
            ),
        ),
    ),
    "example_8_4": LineFigure(
        title="Prioritized sweeping: updates until optimal",
        about=(
            "The Dyna maze at finer and finer resolutions, 100 runs. Both agents make at most 5 planning updates "
            "after each step; Dyna-Q's update of the step itself counts too. The greedy policy is played after each "
            "episode: the solution is optimal when it takes the shortest way. The book gives neither α nor ε: here 1 "
            "and 0.9."
        ),
        shape=(
            "two lines that are nearly straight and parallel on logarithmic axes; prioritized sweeping needs 18 to "
            "38 times fewer updates."
        ),
        remark=(
            "With ε = 0.1, many agents settle on the second shortest way and hardly see the rest of a fine maze "
            "again, so that the number of updates depends on luck. γ is 0.95 for the maze of the book, and its k-th "
            "root where a cell became k × k cells, so that values along the way fall equally far."
        ),
        panels=(
            Panel(
                Axis("states of the maze", is_logarithmic=True, ticks=(47, 188, 423, 752, 1692, 3008)),
                (UpdateLines({"dyna_q": "Dyna-Q", "prioritized_sweeping": "prioritized sweeping"}),),
            ),
        ),
        y=Axis("updates until optimal", is_logarithmic=True),
        statements=tuple(
            Statement(
                f"Updates that prioritized sweeping saves, {states:,} states",
                "many",
                Difference("Dyna-Q", "prioritized sweeping", states, states),
                MORE,
            )
            for states in (47, 3008)
        ),
    ),
}
