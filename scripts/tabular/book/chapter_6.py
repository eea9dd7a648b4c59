"""The figures of chapter 6, "Temporal-Difference Learning" (Sutton & Barto, 2nd ed., pages 130 to 135)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tabular.book.figure import Axis, LineFigure, Panel
from tabular.book.sources import ComparisonLines, StudyLines
from tabular.book.statements import MORE, At, Best, Difference, MeanOver, Range, Statement, near

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tabular.book.figure import BookFigure

WINDY = {"example_6_5_sarsa": "Sarsa", "example_6_5_q_learning": "Q-learning"}

STEP_SIZE = "agent.learning_rate.start"
ALGORITHM = "agent.algorithm"

CLIFF = {"expected_sarsa": "Expected Sarsa", "sarsa": "Sarsa", "q_learning": "Q-learning"}


def named(end: str, names: Mapping[str, str]) -> dict[str | float, str]:
    """Return names with something behind each of them."""
    return {key: f"{name}, {end}" for key, name in names.items()}


FIGURES: dict[str, BookFigure] = {
    "example_6_5": LineFigure(
        title="Windy grid world: episodes finished over time steps",
        about=(
            "A crosswind pushes the agent upwards. The steeper the line, the fewer steps an episode takes. α = 0.5, "
            "ε = 0.1. The book shows one run of Sarsa; Q-learning is added here. Because the book shows one run, the "
            "brackets give the range of the middle 95 % of the runs here."
        ),
        shape="the line is flat at first, bends upwards, and gets straight.",
        panels=(
            Panel(
                Axis("time steps", (0, 8000)),
                (ComparisonLines("example_6_5", "episodes_finished", range(0, 8001, 50), WINDY),),
            ),
        ),
        y=Axis("episodes finished", (0, 220)),
        undrawn=(
            ComparisonLines(
                "example_6_5", "steps", range(1, 501), {name: f"{line}, steps" for name, line in WINDY.items()}
            ),
        ),
        statements=(
            Statement(
                "Episodes that Sarsa finishes in 8,000 steps",
                "≈ 170",
                At("Sarsa", 8000, of_single_runs=True),
                near(170, 2),
            ),
            Statement(
                "Steps of an episode of Sarsa in the end (episodes 400 to 500)",
                "about 17",
                MeanOver("Sarsa, steps", 400, 500, of_single_runs=True),
                near(17, 0.5),
            ),
        ),
        remark=(
            "With a constant step size of 0.5, Sarsa's policy keeps changing. Its episodes take about 20 steps in the "
            "end, and fewer than 18 in one of 40 runs. Q-learning's take 17."
        ),
    ),
    "example_6_6": LineFigure(
        title="Cliff walking: return while learning",
        about=(
            "Q-learning learns the shortest way along the cliff, and falls off now and then, because it explores. "
            "Sarsa takes that into account, and learns the safe way. ε = 0.1, α = 0.5. The book gives neither α nor "
            "the number of runs."
        ),
        shape="both curves rise within 50 episodes; Sarsa's then lies above that of Q-learning.",
        panels=(
            Panel(
                Axis("episode", (1, 500)),
                (
                    ComparisonLines(
                        "example_6_6",
                        "return",
                        range(1, 501),
                        {"example_6_6_sarsa": "Sarsa", "example_6_6_q_learning": "Q-learning"},
                    ),
                ),
            ),
        ),
        y=Axis("return of an episode", (-100, -10)),
        statements=(
            Statement(
                "Return of Sarsa in the end (last 100 episodes)", "≈ −25", MeanOver("Sarsa", 401, 500), near(-25, 4)
            ),
            Statement("Return of Q-learning in the end", "≈ −50", MeanOver("Q-learning", 401, 500), near(-50, 4)),
            Statement(
                "Sarsa's return above that of Q-learning",
                "higher",
                Difference("Sarsa", "Q-learning", 401, 500),
                MORE,
            ),
        ),
    ),
    "figure_6_3": LineFigure(
        title="Cliff walking: return over step sizes",
        about=(
            "The mean return of the first 100 episodes (interim, 50,000 runs, as in the book) and of 100,000 "
            "episodes (asymptotic, 10 runs, as in the book). ε = 0.1."
        ),
        shape=(
            "Expected Sarsa is above the others everywhere. Asymptotically, it and Q-learning don't depend on α; "
            "Sarsa falls below Q-learning at about 0.8, and off the picture before 1."
        ),
        remark=(
            "The interim line of Expected Sarsa ends at −45.8, which is 1.8 below what was read off the book's "
            "figure. Ties are not the reason: broken by the lowest number, they make it −46.1 (3,000 runs)."
        ),
        panels=(
            Panel(
                Axis("step size α", (0.1, 1.0)),
                (
                    StudyLines("figure_6_3_asymptotic", STEP_SIZE, ALGORITHM, named("asymptotic", CLIFF)),
                    StudyLines("figure_6_3_interim", STEP_SIZE, ALGORITHM, named("interim", CLIFF), first_style=7),
                ),
            ),
        ),
        y=Axis("mean return of an episode", (-160, 0)),
        statements=(
            *(
                Statement(
                    f"Expected Sarsa, asymptotic, α = {alpha:g}",
                    "≈ −21",
                    At("Expected Sarsa, asymptotic", alpha),
                    near(-21, 1),
                )
                for alpha in (0.1, 0.5, 1.0)
            ),
            *(
                Statement(
                    f"Q-learning, asymptotic, α = {alpha:g}",
                    "≈ −51",
                    At("Q-learning, asymptotic", alpha),
                    near(-51, 2),
                )
                for alpha in (0.1, 0.5, 1.0)
            ),
            *(
                Statement(
                    f"Sarsa, asymptotic, α = {alpha:g}",
                    f"≈ −{number}",
                    At("Sarsa, asymptotic", alpha),
                    near(-number, by),
                )
                for alpha, number, by in ((0.1, 22, 1), (0.5, 27, 1), (0.8, 53, 2), (0.9, 85, 3), (0.95, 136, 5))
            ),
            *(
                Statement(
                    f"{name}, interim, at its best α", f"≈ −{number}", Best(f"{name}, interim"), near(-number, 1.5)
                )
                for name, number in (("Expected Sarsa", 44), ("Sarsa", 69), ("Q-learning", 74))
            ),
        ),
    ),
    "figure_6_5": LineFigure(
        title="Maximisation bias: left actions",
        about=(
            "Going left is a mistake, but the largest of many noisy estimates looks good. Q-learning falls for it; "
            "Double Q-learning hardly does. 10,000 runs, as in the book. α = 0.1, ε = 0.1."
        ),
        shape=(
            "Q-learning goes left more and more often at first, in 94 % of runs after 20 episodes, and then less and "
            "less; Double Q-learning less and less from the start."
        ),
        panels=(
            Panel(
                Axis("episode", (1, 300)),
                (
                    ComparisonLines(
                        "figure_6_5",
                        "went_left",
                        range(1, 301),
                        {
                            "figure_6_5_q_learning": "Q-learning",
                            "figure_6_5_double_q_learning": "Double Q-learning",
                        },
                    ),
                ),
            ),
        ),
        y=Axis("left actions from state A (% of runs)", (0, 100)),
        levels={"optimal: half of the random actions": 5.0},
        statements=(
            Statement(
                "Left actions of Q-learning at the end (last 50 episodes), % of runs",
                "always more than 5 %",
                MeanOver("Q-learning", 251, 300),
                Range(5.0, math.inf),
            ),
            Statement(
                "Left actions: those of Q-learning above those of Double Q-learning, % of runs",
                "more",
                Difference("Q-learning", "Double Q-learning", 2, 300),
                MORE,
            ),
        ),
    ),
}
