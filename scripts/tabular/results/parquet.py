"""Results as Parquet files that say which settings, seed and packages made them.

PyArrow imports pandas, where it is installed, to convert anything but its own arrays: a third of the time of a short
job. So PyArrow is given columns of numbers and of texts as they are in memory.
"""

from __future__ import annotations

import json
import platform
from contextlib import contextmanager
from importlib.metadata import version
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tabular.results.atomic import replacing
from tabular.results.damage import DamagedFileError, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

PACKAGES = ("gymnasium", "numba", "numpy", "pyarrow")
"""The packages on which the bytes of a result depend."""

NUMBERS: dict[pa.DataType, type[np.generic]] = {
    pa.int32(): np.int32,
    pa.int64(): np.int64,
    pa.float64(): np.float64,
}
"""Types of columns that NumPy has in memory as Arrow does."""


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
        A function that takes some rows, an array or a list for each column, and writes them as one row group.
    """
    packages = {name: version(name) for name in PACKAGES}
    metadata = {
        "settings": json.dumps(settings, sort_keys=True),
        **({} if seed is None else {"seed": str(seed)}),
        "versions": json.dumps({"python": platform.python_version(), **packages}, sort_keys=True),
    }
    schema = pa.schema(columns.items(), metadata=metadata)
    with replacing(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:

        def append(rows: Mapping[str, Any]) -> None:
            arrays = [_arrow(rows[name], kind) for name, kind in columns.items()]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))

        yield append


def read_columns(
    path: Path, columns: Mapping[str, pa.DataType], *, nulls: Collection[str] = (), undefined: Collection[str] = ()
) -> dict[str, Any]:
    """Read columns of a Parquet file: numbers and truth values as arrays of shape (rows,), anything else as a list.

    Args:
        path: the file.
        columns: the names and types of the columns to read.
        nulls: names of those that may have nulls; they are lists.
        undefined: names of those that may have numbers that are not finite.

    Raises:
        DamagedFileError: the file is missing or no Parquet file, a column is missing or of another type, there are no
            rows, or one has a null or a number that is not finite where it must not.
    """
    with reading(path, "Parquet file"):
        file = pq.ParquetFile(path)
        kinds = {field.name: field.type for field in file.schema_arrow}
        for name, kind in columns.items():
            if kinds.get(name) != kind:
                there = f"is {kinds[name]}" if name in kinds else "is missing"
                raise DamagedFileError(path, f"its column {name!r} {there}, where {kind} should be")
        table = file.read(columns=list(columns))
        if table.num_rows == 0:
            raise DamagedFileError(path, "it has no rows")
        for name in columns:
            if table[name].null_count and name not in nulls:
                raise DamagedFileError(path, f"its column {name!r} has {table[name].null_count} nulls")
        values = {name: _values(table[name].combine_chunks()) for name in columns}
    for name, kind in columns.items():
        if kind == pa.float64() and name not in {*nulls, *undefined} and not np.isfinite(values[name]).all():
            raise DamagedFileError(path, f"its column {name!r} has numbers that are not finite")
    return values


def read_count(path: Path, *keys: str) -> int:
    """Return a whole number, at least 1, of the settings that a Parquet file says it was made with.

    Args:
        path: the file.
        keys: where the number stands, such as `evaluation`, `episodes`.

    Raises:
        DamagedFileError: the file is missing or no Parquet file, or doesn't say the number.
    """
    with reading(path, "Parquet file"):
        value: Any = json.loads(pq.read_schema(path).metadata[b"settings"])
        for key in keys:
            value = value[key]
    if not isinstance(value, int) or value < 1:
        raise DamagedFileError(path, f"its {'.'.join(keys)} is {value!r}, which can't be")
    return value


def _arrow(values: Any, kind: pa.DataType) -> pa.Array:  # noqa: ANN401 (an array or a list)
    """Return a column of a table."""
    if isinstance(values, np.ndarray):
        is_truth = kind == pa.bool_()
        data = np.packbits(values, bitorder="little") if is_truth else np.ascontiguousarray(values, NUMBERS[kind])
        return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(data)])
    if kind == pa.string() and None not in values:
        texts = [text.encode() for text in values]
        ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
        return pa.Array.from_buffers(kind, len(texts), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))])
    if isinstance(kind, pa.ListType):
        ends = np.cumsum([0, *map(len, values)], dtype=np.int32)
        numbers = np.concatenate(values) if values else np.empty(0)
        return pa.ListArray.from_arrays(_arrow(ends, pa.int32()), _arrow(numbers, kind.value_type), type=kind)
    return pa.array(values, type=kind)


def _values(column: pa.Array) -> NDArray[Any] | list[Any]:
    """Return what is in a column; where each row has a list of numbers, a list of arrays."""
    first, stop = column.offset, column.offset + len(column)
    if column.null_count == 0 and column.type in NUMBERS:
        return np.frombuffer(column.buffers()[1], NUMBERS[column.type])[first:stop]
    if column.null_count == 0 and column.type == pa.bool_():
        bits = np.unpackbits(np.frombuffer(column.buffers()[1], np.uint8), count=stop, bitorder="little")
        return bits[first:].astype(np.bool_)
    if column.type == pa.string():
        # Few texts in many rows: each is one object of Python's, however often it stands there.
        encoded = column.dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        return [None if index is None else texts[index] for index in encoded.indices.to_pylist()]
    if isinstance(column.type, pa.ListType) and column.null_count == 0:
        ends = np.frombuffer(column.buffers()[1], np.int32)[first : stop + 1]
        numbers = _values(column.values)
        return [numbers[start:end] for start, end in pairwise(ends)]
    values: list[Any] = column.to_pylist()
    return values
