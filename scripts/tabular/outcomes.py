"""What played episodes brought, as a table in a Parquet file: one row an episode."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from tabular.parquet import writing_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tabular.evaluation import Outcome

PLAYED = {"snapshot": pa.int64(), "baseline": pa.string()}
"""What may have been played: the table at the end of an episode, or a policy that wasn't learned, by its name."""


@contextmanager
def writing_outcomes(
    path: Path, played: Literal["snapshot", "baseline"], settings: Mapping[str, Any], seed: int | None = None
) -> Iterator[Callable[[int | str, Outcome], None]]:
    """Give a function that appends what one policy's episodes brought, one after the other.

    Args:
        path: where the file goes.
        played: the name of the first column.
        settings: what the rows depend on, besides the seed.
        seed: the seed of the training; None where nothing was trained.

    Yields:
        A function that takes the value of the first column, and what each episode brought.
    """
    columns = {
        played: PLAYED[played],
        "evaluation_episode": pa.int64(),
        "return": pa.float64(),
        "length": pa.int32(),
        "terminated": pa.bool_(),
    }
    with writing_parquet(path, columns, settings, seed) as write:

        def append(policy: int | str, outcome: Outcome) -> None:
            episodes = len(outcome.returns)
            write(
                {
                    played: [policy] * episodes,
                    "evaluation_episode": np.arange(episodes),
                    "return": outcome.returns,
                    "length": outcome.lengths,
                    "terminated": outcome.terminated,
                }
            )

        yield append
