"""Where a run's configuration comes from: the project, the folder that it runs in, and the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from configuration.layers import project_layers, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from configuration.experiments import Settings


def configuration_layers(
    workflow: Any,  # noqa: ANN401 (Snakemake has no types for users)
    root: Path,
    imported: Mapping[str, Any] | None,
) -> Iterator[Settings]:
    """Yield the parts of the configuration, each laid over the ones before.

    Args:
        workflow: Snakemake's.
        root: the folder of the project.
        imported: what an importing workflow gives as `config:`; None where this workflow is the one that runs.

    Raises:
        UnreadableFileError: a file can't be read, or is not YAML.
    """
    yield from project_layers(root)
    if imported is not None:
        yield dict(imported)
        return
    folder = Path("config.yaml")
    if folder.is_file() and not folder.samefile(root / "config.yaml"):
        yield read_file(folder)
    for path in workflow.config_settings.configfiles:
        yield read_file(path)
    yield workflow.config_settings.config
