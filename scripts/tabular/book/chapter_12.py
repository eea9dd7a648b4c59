"""The figures of chapter 12, "Eligibility Traces" (Sutton & Barto, 2nd ed., pages 306 to 309)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.book.chapter_10 import N_STEP_LINES
from tabular.book.figure import Axis, LineFigure, Panel
from tabular.book.sources import StudyLines
from tabular.book.statements import BestLine, Statement

if TYPE_CHECKING:
    from tabular.book.figure import BookFigure

STEP_SIZE = "agent.learning_rate.start"

DECAYS = (0.0, 0.68, 0.84, 0.92, 0.96, 0.98, 0.99)

LAMBDA_LINES = StudyLines(
    "figure_12_10", STEP_SIZE, "agent.trace_decay", {decay: f"λ = {decay:g}" for decay in DECAYS}, is_negated=True
)

TRACES: dict[str | float, str] = {
    "dutch": "true online Sarsa(λ)",
    "clearing": "Sarsa(λ), replacing traces, others cleared",
    "replacing": "Sarsa(λ), replacing traces",
    "accumulating": "Sarsa(λ), accumulating traces",
}

TILINGS = "α × 8, the number of tilings"

FIGURES: dict[str, BookFigure] = {
    "figure_12_10": LineFigure(
        title="MountainCar: early performance of Sarsa(λ) and n-step Sarsa",
        about="Steps per episode, mean of the first 50 episodes and 100 runs, as in the book. Replacing traces.",
        shape="a valley for each λ, lowest for λ from 0.92 to 0.98, and lower than the best n-step Sarsa.",
        panels=(
            Panel(Axis(TILINGS, (0.0, 1.7)), (LAMBDA_LINES,), title="Sarsa(λ)"),
            Panel(Axis(TILINGS, (0.0, 1.7)), (N_STEP_LINES,), title="n-step Sarsa, as in Figure 10.4"),
        ),
        y=Axis("steps of an episode", (170, 300)),
        statements=(
            Statement(
                "More efficient: Sarsa(λ) or n-step Sarsa",
                "Sarsa(λ)",
                BestLine(is_lowest=True),
                tuple(LAMBDA_LINES.names.values()),
            ),
            Statement(
                "The best λ is neither 0 nor near 1",
                "intermediate",
                BestLine(is_lowest=True, among=tuple(LAMBDA_LINES.names.values())),
                tuple(f"λ = {decay:g}" for decay in DECAYS[1:-1]),
            ),
        ),
    ),
    "figure_12_11": LineFigure(
        title="MountainCar: four kinds of Sarsa(λ)",
        about="The mean return of the first 20 episodes and 100 runs, as in the book. λ = 0.9.",
        shape=(
            "true online Sarsa(λ) is above replacing and accumulating traces up to medium step sizes; accumulating "
            "traces fall off first."
        ),
        remark=(
            "With larger steps, replacing traces come close: their best return is −259, that of true online Sarsa(λ) "
            "−255. Clearing traces stay below both here. An episode takes at most 10,000 steps here; the book doesn't "
            "say where it cuts the endless ones of steps that are too large."
        ),
        panels=(
            Panel(
                Axis(TILINGS, (0.0, 2.0)),
                (StudyLines("figure_12_11", STEP_SIZE, "agent.traces", TRACES),),
            ),
        ),
        y=Axis("return of an episode", (-550, -150)),
        statements=(Statement("The best of the four", "true online Sarsa(λ)", BestLine(), ("true online Sarsa(λ)",)),),
    ),
}
