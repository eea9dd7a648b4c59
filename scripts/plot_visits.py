"""Draw the visits per cell during a training."""

from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.figures.visits import draw_visits
from tabular.pages.captions import visits_caption
from tabular.q_tables.projection import state_visits
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.environment import read_description
from tabular.results.q_table import read_visits

snakemake: Any  # what Snakemake gives a script


def plot_visits(*, visits: Path, description: Path, name: str, view: ViewSettings, output: FigureOutput) -> None:
    """Draw the visits of all actions together.

    Args:
        visits: a training's `visits.npy`.
        description: the experiment's `environment.json`.
        name: the experiment's name.
        view: which part of the Q-table is shown.
        output: the figure's size and files.
    """
    shown = ShownValues.of(read_description(description), view)
    counts = state_visits(shown.view, shown.visits_to_sum(read_visits(visits, shown.shape)))
    figure = draw_visits(shown.description, shown.view, counts, name, output.size)
    output.save(figure, visits_caption(name, counts, shown.view.sampling))
    # An update of tiles counts in all cells that they reach into.
    times = "" if shown.view.sampling else f", {counts.sum()} times in all"
    print(f"{(counts > 0).sum()} of {counts.size} cells were updated{times}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_visits(
            visits=Path(snakemake.input.visits),
            description=Path(snakemake.input.description),
            name=snakemake.wildcards.experiment,
            view=ViewSettings(**snakemake.params.view),
            output=figure_output(snakemake),
        )
