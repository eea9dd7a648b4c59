"""The figures of chapter 10, "On-policy Control with Approximation" (Sutton & Barto, 2nd ed., pages 244 to 252)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.book.figure import Axis, LineFigure, Panel, TableFigure
from tabular.book.lines import AVERAGE_REWARD
from tabular.book.sources import ComparisonLines, StudyLines
from tabular.book.statements import MORE, At, BestLine, Difference, StandardErrorOfBest, Statement, near

if TYPE_CHECKING:
    from tabular.book.figure import BookFigure

STEPS = (1, 2, 4, 8, 16)

N_STEP_LINES = StudyLines(
    "figure_10_4",
    "agent.learning_rate.start",
    "agent.steps",
    {float(steps): f"n = {steps}" for steps in STEPS},
    is_negated=True,
)

STEP_SIZES = {
    "figure_10_2_alpha_1": "α = 0.1/8",
    "figure_10_2_alpha_2": "α = 0.2/8",
    "mountain_car_of_the_book": "α = 0.5/8",
}


FIGURES: dict[str, BookFigure] = {
    "figure_10_1": TableFigure(
        title="MountainCar: cost to go during one run",
        about=(
            "The negative value of the best action over position and velocity. In the first episode, what is visited "
            "often looks worse than it is, because all values begin at 0, which is optimistic: that alone makes the "
            "agent explore. 8 tilings, α = 0.5/8, ε = 0."
        ),
        shape=(
            "a small hill in the middle after 428 steps, which grows over the visited part of the space; in the end "
            "a high ridge with a steep slope on its right side, where the car is fast enough to reach the goal."
        ),
        experiments={"figure_10_1": ""},
        times={
            "step 428": (0, 428),
            "episode 12": (12, 0),
            "episode 104": (104, 0),
            "episode 1000": (1000, 0),
            "episode 9000": (9000, 0),
        },
    ),
    "figure_10_2": LineFigure(
        title="MountainCar: steps per episode",
        about="Semi-gradient Sarsa with 8 tilings, ε = 0, 100 runs, as in the book.",
        shape="the curves come down from more than 1,000 steps, faster with larger step sizes, to 110 to 140.",
        panels=(
            Panel(Axis("episode", (1, 500)), (ComparisonLines("figure_10_2", "steps", range(1, 501), STEP_SIZES),)),
        ),
        y=Axis("steps of an episode", (100, 1000), is_logarithmic=True, ticks=(100, 200, 400, 1000)),
        statements=(
            Statement(
                "Steps that α = 0.5/8 saves beside 0.2/8, 500 episodes",
                "fewer",
                Difference("α = 0.2/8", "α = 0.5/8", 1, 500),
                MORE,
            ),
            Statement(
                "Steps that α = 0.2/8 saves beside 0.1/8",
                "fewer",
                Difference("α = 0.1/8", "α = 0.2/8", 1, 500),
                MORE,
            ),
        ),
    ),
    "figure_10_3": LineFigure(
        title="MountainCar: one-step and eight-step Sarsa",
        about="Each with a good step size: α = 0.5/8 and 0.3/8. 100 runs, as in the book.",
        shape="the curve of eight steps comes down faster.",
        panels=(
            Panel(
                Axis("episode", (1, 500)),
                (
                    ComparisonLines(
                        "figure_10_3",
                        "steps",
                        range(1, 501),
                        {"mountain_car_of_the_book": "n = 1", "figure_10_3_eight_steps": "n = 8"},
                    ),
                ),
            ),
        ),
        y=Axis("steps of an episode", (100, 1000), is_logarithmic=True, ticks=(100, 200, 400, 1000)),
        statements=(
            Statement(
                "Steps that n = 8 saves, first 100 episodes", "fewer", Difference("n = 1", "n = 8", 1, 100), MORE
            ),
        ),
    ),
    "figure_10_4": LineFigure(
        title="MountainCar: early performance of n-step Sarsa",
        about="Steps per episode, mean of the first 50 episodes and 100 runs, as in the book.",
        shape="a valley for each n, further to the left and narrower for larger n.",
        panels=(Panel(Axis("α × 8, the number of tilings", (0.0, 1.7)), (N_STEP_LINES,)),),
        y=Axis("steps of an episode", (210, 300)),
        statements=(
            Statement("The best n", "4", BestLine(is_lowest=True), ("n = 4",)),
            Statement("Standard error, n = 1", "0.5", StandardErrorOfBest("n = 1", is_lowest=True), near(0.5, 0.25)),
            Statement(
                "Standard error, n = 16", "about 4", StandardErrorOfBest("n = 16", is_lowest=True), near(4.0, 1.0)
            ),
        ),
    ),
    "figure_10_5": TableFigure(
        title="Access control: policy and differential values",
        about=(
            "Customers of four priorities ask for one of ten servers. Differential semi-gradient Sarsa, α = β = "
            "0.01, ε = 0.1, after 2 million steps, as in the book."
        ),
        shape=(
            "customers of low priority are rejected where few servers are free. Values rise with the number of free "
            "servers, and drop on the right, where the agent has rarely been."
        ),
        remark=(
            "With ε = 0.1, no policy earns more than 2.647 a step (exact), and the agents earn 2.64 in the end. The "
            "average reward that they learned, R̄, follows the last 100 rewards or so (β = 0.01), and so differs "
            "from run to run. The book's number is that of one run; the brackets give the range of the "
            "middle 95 % of the runs here."
        ),
        experiments={"access_control": ""},
        times={"": (200, 0)},
        average_rewards=100,
        row_names=("priority 1", "priority 2", "priority 4", "priority 8"),
        statements=(
            Statement(
                "Average reward that was learned (R̄)",
                "about 2.31",
                At(AVERAGE_REWARD, 0, of_single_runs=True),
                near(2.31, 0.005),
            ),
        ),
    ),
}
