"""Keeping standard output for what Snakemake prints there, such as the graph of `snakemake --dag | dot`."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def printing_to_standard_error() -> Iterator[None]:
    """Send to standard error what the block prints to standard output.

    The block runs code of environments: a user's own module, or a library with a greeting. The file descriptor itself
    is redirected, so that libraries written in C print there too.
    """
    sys.stdout.flush()
    saved = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(saved, 1)
        os.close(saved)
