"""Draw the best score of a study at each pair of values of its two most important keys."""

from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.figures.score_map import draw_score_map
from tabular.pages.study_captions import score_map_caption
from tabular.results.studies import read_importance, read_ranking, read_trials
from tabular.statistics.sensitivity import score_map_of_most_important

snakemake: Any  # what Snakemake gives a script


def plot_score_map(
    *, name: str, environment: str, score: str, trials: Path, ranking: Path, importance: Path, output: FigureOutput
) -> None:
    """Draw a cell for each pair of values.

    Args:
        name: the study's name.
        environment: the environment that its trials learn.
        score: what the study maximises, in words.
        trials: `trials.parquet`, the settings of each trial.
        ranking: `ranking.csv`, the trials, the best first.
        importance: `importance.csv`, how important each key is.
        output: size and files of the figure.

    Raises:
        TooFewKeysError: the study varies a single key.
    """
    settings = read_trials(trials)
    keys = settings.columns.to_list()
    ranked = read_ranking(ranking, settings)
    scores = score_map_of_most_important(ranked, keys, read_importance(importance, keys))
    figure = draw_score_map(f"{name}: {environment}", score, scores, ranked, output.size)
    output.save(figure, score_map_caption(score, keys, ranked))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_score_map(
            name=snakemake.wildcards.study,
            environment=snakemake.params.environment["id"],
            score=snakemake.params.score,
            trials=Path(snakemake.input.trials),
            ranking=Path(snakemake.input.ranking),
            importance=Path(snakemake.input.importance),
            output=figure_output(snakemake),
        )
