"""Snakemake's record of parameters, without an import of pandas at each start."""

from __future__ import annotations

import sys
from typing import Any

from snakemake.persistence import PersistenceBase


def record_without_pandas() -> None:
    """Let Snakemake look for data frames among the parameters only once somebody has imported pandas.

    Where pandas is installed, Snakemake (9.27) imports it at each start, which takes 0.2 s, to recognise data frames.
    As long as nobody has imported pandas, no parameter can be one.
    """
    if not hasattr(PersistenceBase, "_serialize_param_pandas"):
        return
    looking_for_frames = PersistenceBase._serialize_param_pandas  # noqa: SLF001 (there is no other way in)
    plainly = PersistenceBase._serialize_param_builtin  # noqa: SLF001

    def serialize(persistence: Any, value: Any) -> Any:  # noqa: ANN401 (Snakemake's)
        return (looking_for_frames if "pandas" in sys.modules else plainly)(persistence, value)

    PersistenceBase._serialize_param_pandas = serialize  # noqa: SLF001
