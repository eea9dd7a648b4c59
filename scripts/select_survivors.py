"""Choose the trials of a study that go on to the next rung of successive halving."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.studies.batches import read_batch
from tabular.studies.survivors import Statistic, read_survivors, survivors_of, write_survivors
from tabular.studies.trial import TrialResults

snakemake: Any  # what Snakemake gives a script


def select_survivors(
    *, batches: Sequence[Path], running: Collection[str] | None, statistic: Statistic, path: Path
) -> None:
    """Write the names of the best third.

    Args:
        batches: files of all batches of all rungs so far.
        running: the trials that came so far; None at the first rung, to which all come.
        statistic: what is made of a trial's scores: `mean` or `median`.
        path: where the names go.
    """
    came: set[str] = set()

    def results() -> Iterator[TrialResults]:
        for batch in batches:
            for part in read_batch(batch):
                if running is None or part.trial in running:
                    came.add(part.trial)
                    yield part

    survivors = survivors_of(results(), statistic)
    write_survivors(path, survivors)
    print(f"{len(survivors)} of {len(came)} trials go on")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        before = [read_survivors(Path(file)) for file in snakemake.input.survivors]
        select_survivors(
            batches=[Path(file) for file in snakemake.input.batches],
            running=before[0] if before else None,
            statistic=snakemake.params.objective["statistic"],
            path=Path(snakemake.output.survivors),
        )
