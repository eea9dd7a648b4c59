"""Whether the package is installed that event files are written with: few need them, so it is optional."""

from __future__ import annotations

import importlib.util

from tabular.errors import UserError

PACKAGE = "tensorboardX"

REMEDY = "install it with `uv sync --group export`, or with `pip install tensorboardX==2.6.5`"
"""What to do where it is missing; the version is that of pyproject.toml."""


class MissingPackageError(UserError):
    """The package that event files are written with is not installed."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(f"event files need the package {PACKAGE}, which is not installed; {REMEDY}")


def is_missing() -> bool:
    """Tell whether the package is not installed."""
    return importlib.util.find_spec(PACKAGE) is None


def require_package() -> None:
    """Refuse to go on without the package.

    Raises:
        MissingPackageError: it is not installed.
    """
    if is_missing():
        raise MissingPackageError
