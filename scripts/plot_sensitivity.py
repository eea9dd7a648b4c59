"""Draw how the score of a study depends on each varied key."""

from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.figures.parameter_study import draw_parameter_study
from tabular.figures.sensitivity import draw_sensitivity
from tabular.pages.study_captions import sensitivity_caption
from tabular.results.studies import read_importance, read_ranking, read_sensitivity, read_trials
from tabular.statistics.parameter_study import is_parameter_study

snakemake: Any  # what Snakemake gives a script


def plot_sensitivity(
    *,
    name: str,
    environment: str,
    score: str,
    trials: Path,
    ranking: Path,
    importance: Path,
    sensitivity: Path,
    output: FigureOutput,
) -> None:
    """Draw a panel a key; or a line for each combination of the others, where one number and little else is varied.

    Args:
        name: the study's name.
        environment: the environment that its trials learn.
        score: what the study maximises, in words.
        trials: `trials.parquet`, the settings of each trial.
        ranking: `ranking.csv`, the trials, the best first.
        importance: `importance.csv`, how important each key is.
        sensitivity: `sensitivity.csv`, the scores at each value of each key.
        output: size and files of the figure.
    """
    title = f"{name}: {environment}"
    settings = read_trials(trials)
    keys = settings.columns.to_list()
    ranked = read_ranking(ranking, settings)
    important = read_importance(importance, keys)
    rows = read_sensitivity(sensitivity, settings)
    if is_parameter_study(settings):
        figure = draw_parameter_study(title, score, keys, ranked, output.size)
    else:
        figure = draw_sensitivity(title, score=score, ranked=ranked, important=important, rows=rows, size=output.size)
    output.save(figure, sensitivity_caption(score, keys, ranked, important))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_sensitivity(
            name=snakemake.wildcards.study,
            environment=snakemake.params.environment["id"],
            score=snakemake.params.score,
            trials=Path(snakemake.input.trials),
            ranking=Path(snakemake.input.ranking),
            importance=Path(snakemake.input.importance),
            sensitivity=Path(snakemake.input.sensitivity),
            output=figure_output(snakemake),
        )
