"""A Python that Snakemake can't start scripts with is refused, with the remedy."""

from __future__ import annotations

import pytest
from planning.interpreter import why_scripts_cannot_start


def test_an_ordinary_path_is_fine() -> None:
    assert why_scripts_cannot_start("/home/ada/tabular-rl/.venv/bin/python3.11") is None


@pytest.mark.parametrize("folder", ["my projects", "R&D", "it's mine"])
def test_a_path_that_a_shell_splits_is_refused_with_a_remedy(folder: str) -> None:
    reason = why_scripts_cannot_start(f"/home/ada/{folder}/.venv/bin/python")
    assert reason is not None
    assert folder in reason
    assert "UV_PROJECT_ENVIRONMENT" in reason
