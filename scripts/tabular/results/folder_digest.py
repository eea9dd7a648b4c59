"""Small files that stand for the contents of whole folders.

Snakemake compares small files by content, but folders by date alone. A rule that works on a folder has the folder's
digest as its input, so that another date on the same contents rebuilds nothing.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tabular.results.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path


class FolderDigest:
    """The SHA-256 of the names and contents of a folder's files, taken up as they are written."""

    def __init__(self) -> None:
        """Begin without any file."""
        self._hash = hashlib.sha256()

    def add(self, name: str, content: bytes | memoryview) -> None:
        """Take up one file."""
        self._hash.update(f"{name} {len(content)}\n".encode())
        self._hash.update(content)

    def write(self, path: Path) -> None:
        """Write the digest as hexadecimal digits."""
        with replacing(path) as temporary:
            temporary.write_text(f"{self._hash.hexdigest()}\n", encoding="ascii")
