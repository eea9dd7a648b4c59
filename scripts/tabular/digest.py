"""Small files that stand for the contents of whole folders.

Snakemake compares small files by content, but folders by date alone. A rule that works on a folder has the folder's
digest as its input, so that another date on the same contents makes nothing again.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tabular.artefacts import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_digest(path: Path, files: Iterable[Path]) -> None:
    """Write the SHA-256 of the names and contents of `files`, in this order, to `path`."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode())
        digest.update(content)
    with replacing(path) as temporary:
        temporary.write_text(f"{digest.hexdigest()}\n", encoding="ascii")
