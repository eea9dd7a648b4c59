"""A Python that Snakemake can't start scripts with is refused, with the remedy."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from planning.interpreter import (
    NEEDED,
    why_packages_are_missing,
    why_scripts_cannot_be_found,
    why_scripts_cannot_start,
)


def test_an_ordinary_path_is_fine() -> None:
    assert why_scripts_cannot_start("/home/ada/tabular-rl/.venv/bin/python3.11") is None


@pytest.mark.parametrize("folder", ["my projects", "R&D", "it's mine"])
def test_a_path_that_a_shell_splits_is_refused_with_a_remedy(folder: str) -> None:
    reason = why_scripts_cannot_start(f"/home/ada/{folder}/.venv/bin/python")
    assert reason is not None
    assert folder in reason
    assert "UV_PROJECT_ENVIRONMENT" in reason


@pytest.mark.parametrize("folder", ["/home/{a}", "/home/{wildcards.seed}/clone", "/home/a}"])
def test_a_clone_in_a_folder_with_braces_is_refused_in_one_sentence(folder: str) -> None:
    reason = why_scripts_cannot_be_found(Path(folder)) or ""
    assert reason.startswith(f"{folder}: ")
    assert "\n" not in reason
    assert why_scripts_cannot_be_found(Path("/home/it's a folder/Größe")) is None


def test_who_has_all_packages_is_told_nothing() -> None:
    assert why_packages_are_missing(sys.executable) is None


@pytest.mark.parametrize("missing", NEEDED)
def test_a_snakemake_without_the_packages_says_in_one_sentence_what_to_do(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    message = why_packages_are_missing("/usr/bin/python3") or ""
    assert message.startswith("The Python that runs Snakemake, /usr/bin/python3, doesn't have")
    for phrase in (f"(such as {missing})", "`uv run snakemake --cores all`", "`pip install .`", "conda env create"):
        assert phrase in message
    assert "\n" not in message
