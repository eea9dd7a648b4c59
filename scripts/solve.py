"""Solve an environment exactly: its optimal action values, and the best possible return of an episode."""

from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.environments.settings import EnvironmentSettings
from tabular.exact.best_return import best_returns
from tabular.exact.optimal_values import optimal_action_values
from tabular.exact.solvable import find_model
from tabular.results.exact_solution import BestReturn, write_best_return, write_optimal_values

snakemake: Any  # what Snakemake gives a script


def solve(
    *, settings: EnvironmentSettings, discount: float, max_steps: int, optimal_values: Path, best_return: Path
) -> None:
    """Write the exact solution, and print the best possible returns.

    Args:
        settings: the environment.
        discount: of the action values, from 0 to 1.
        max_steps: steps after which an evaluation ends an episode in an environment without a time limit.
        optimal_values: where the action values go.
        best_return: where the returns go.

    Raises:
        NoExactSolutionError: the environment can't be solved exactly.
    """
    model = find_model(settings, max_steps)
    best, without_clock = best_returns(model)
    found = BestReturn(settings.id, model.steps, best, without_clock, float(discount))
    write_optimal_values(optimal_values, optimal_action_values(model, discount))
    write_best_return(best_return, found)
    print(f"{model.states:,} states, {model.actions} actions, at most {model.steps:,} steps an episode")
    for name, value in found.references.items():
        print(f"{name}: {value:.10g}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        solve(
            settings=EnvironmentSettings(**snakemake.params.environment),
            discount=snakemake.params.discount,
            max_steps=snakemake.params.max_steps,
            optimal_values=Path(snakemake.output.optimal_values),
            best_return=Path(snakemake.output.best_return),
        )
