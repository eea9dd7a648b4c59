"""The complete settings of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from configuration.schema import with_defaults

if TYPE_CHECKING:
    from configuration.experiments import Settings


def complete_comparison(comparison: Settings) -> Settings:
    """Return a comparison with what the schema has as default."""
    return with_defaults(comparison, "comparison")
