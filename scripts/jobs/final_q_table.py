"""The Q-table at the end of a training, as a job that draws it reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabular.q_tables.final import read_final_q_table
from tabular.q_tables.view_settings import ViewSettings

if TYPE_CHECKING:
    from tabular.q_tables.final import FinalQTable


def final_q_table_of(job: Any) -> FinalQTable:  # noqa: ANN401 (Snakemake's object has no type)
    """Read the Q-table that a job draws.

    Args:
        job: what Snakemake gives the script; it has the inputs `qtables`, `visits` and `description`, and the
            parameters `episodes` and `view`.

    Raises:
        DamagedFileError: a file is missing or damaged.
        TableError: a table is missing or damaged, or belongs to another training.
        ViewError: the table can't be shown as `view` asks.
    """
    return read_final_q_table(
        qtables=Path(job.input.qtables),
        visits=Path(job.input.visits),
        description=Path(job.input.description),
        episodes=job.params.episodes,
        view=ViewSettings(**job.params.view),
    )
