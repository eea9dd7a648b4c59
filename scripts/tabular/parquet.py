"""Results as Parquet files that say which settings, seed and packages made them."""

from __future__ import annotations

import json
import platform
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from tabular.artefacts import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

PACKAGES = ("gymnasium", "numba", "numpy", "pyarrow")
"""The packages on which the bytes of a result depend."""


@contextmanager
def writing_parquet(
    path: Path, columns: Mapping[str, pa.DataType], settings: Mapping[str, Any], seed: int | None = None
) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Give a function that appends rows; the file stands at `path`, whole, when the block ends well.

    Args:
        path: where the file goes.
        columns: the columns' names and types, in their order.
        settings: what the rows depend on, besides the seed.
        seed: the seed of the training; None where the rows belong to no training.

    Yields:
        A function that takes some rows, an array for each column, and writes them as a row group of their own.
    """
    packages = {name: version(name) for name in PACKAGES}
    metadata = {
        "settings": json.dumps(settings, sort_keys=True),
        **({} if seed is None else {"seed": str(seed)}),
        "versions": json.dumps({"python": platform.python_version(), **packages}, sort_keys=True),
    }
    schema = pa.schema(columns.items(), metadata=metadata)
    with replacing(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        yield lambda rows: writer.write_table(pa.table(dict(rows), schema=schema))
