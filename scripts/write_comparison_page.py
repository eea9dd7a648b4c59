"""Write a comparison down as a page: what was compared, the table, the figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tabular.job_log import logging_to
from tabular.score_table import markdown, write_text

snakemake: Any  # what Snakemake gives a script

PAGE = """# {name}

{environment}. A run's score is the mean return of its last evaluated table, played greedily on starts that training
never saw. Numbers in brackets are 95 % bootstrap intervals over seeds.

{table}
The settings in which they differ:

{settings}

![Mean return over the episodes of training]({curves})

![Share of runs that score more than a return]({profiles})

![Probability that a run of one scores more than one of another]({improvement})
"""


def write_comparison_page(
    *,
    name: str,
    environment: str,
    experiments: Mapping[str, Mapping[str, Any]],
    table: Path,
    pictures: Mapping[str, Path],
    path: Path,
) -> None:
    """Put the table, the settings and the figures together.

    Args:
        name: the comparison's name.
        environment: what its experiments learn.
        experiments: by name, the settings that `differ`.
        table: the table in Markdown.
        pictures: `curves`, `profiles` and `improvement`, in the folder of the page.
        path: where the page goes.
    """
    rows = [
        {"experiment": label, **{key: str(value) for key, value in experiment["differ"].items()}}
        for label, experiment in experiments.items()
    ]
    text = PAGE.format(
        name=name,
        environment=environment,
        table=table.read_text(encoding="utf-8"),
        settings=markdown(rows),
        **{kind: picture.name for kind, picture in pictures.items()},
    )
    write_text(path, text)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        write_comparison_page(
            name=snakemake.wildcards.comparison,
            environment=snakemake.params.environment["id"],
            experiments=snakemake.params.experiments,
            table=Path(snakemake.input.table),
            pictures={kind: Path(snakemake.input[kind]) for kind in ("curves", "profiles", "improvement")},
            path=Path(snakemake.output.page),
        )
