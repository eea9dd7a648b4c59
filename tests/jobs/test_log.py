"""What a job's log has, whatever the locale is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"

ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


@pytest.mark.parametrize(
    "surroundings", [{}, {"PYTHONIOENCODING": "latin-1"}, ASCII], ids=["utf-8", "latin-1", "ascii"]
)
def test_a_log_is_utf_8_whatever_the_locale(tmp_path: Path, surroundings: dict[str, str]) -> None:
    """In a Latin-1 locale, the minus sign of a bound ended a job."""
    log = tmp_path / "job.log"
    code = f"import sys; sys.path.append({str(SCRIPTS)!r})\nfrom jobs.log import logging_to\n"
    code += f"before = sys.stdout.encoding\nwith logging_to({str(log)!r}):\n    print('return \\u2212200, \\ud800')\n"
    code += "assert sys.stdout.encoding == before\n"
    ended = subprocess.run([sys.executable, "-c", code], env={**os.environ, **surroundings}, check=False)
    assert ended.returncode == 0
    assert log.read_text(encoding="utf-8") == "return −200, \\ud800\n"
