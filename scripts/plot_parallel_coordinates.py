"""Draw all trials of a study at once: a line a trial through its values of all keys to its score."""

from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.figures.parallel_coordinates import draw_parallel_coordinates
from tabular.pages.study_captions import parallel_coordinates_caption
from tabular.results.studies import read_importance, read_ranking, read_trials

snakemake: Any  # what Snakemake gives a script


def plot_parallel_coordinates(
    *, name: str, environment: str, score: str, trials: Path, ranking: Path, importance: Path, output: FigureOutput
) -> None:
    """Draw an axis a key, the most important one beside the score.

    Args:
        name: the study's name.
        environment: the environment that its trials learn.
        score: what the study maximises, in words.
        trials: `trials.parquet`, the settings of each trial.
        ranking: `ranking.csv`, the trials, the best first.
        importance: `importance.csv`, how important each key is.
        output: size and files of the figure.
    """
    settings = read_trials(trials)
    keys = settings.columns.to_list()
    ranked = read_ranking(ranking, settings)
    ordered = read_importance(importance, keys)["key"].to_list()[::-1]
    figure = draw_parallel_coordinates(f"{name}: {environment}", score, ordered, ranked, output.size)
    output.save(figure, parallel_coordinates_caption(score, keys, ranked))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_parallel_coordinates(
            name=snakemake.wildcards.study,
            environment=snakemake.params.environment["id"],
            score=snakemake.params.score,
            trials=Path(snakemake.input.trials),
            ranking=Path(snakemake.input.ranking),
            importance=Path(snakemake.input.importance),
            output=figure_output(snakemake),
        )
