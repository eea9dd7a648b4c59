"""Run the notebook of the course and keep its outputs, but not the times at which its cells ran.

    uv run python docs/run_notebook.py

With `jupyter execute --inplace`, every run would change the file.
"""

from __future__ import annotations

from pathlib import Path

import nbclient
import nbformat

NOTEBOOK = Path(__file__).with_name("course.ipynb")


def main() -> None:
    """Run it in its own folder and write it back."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    resources = {"metadata": {"path": str(NOTEBOOK.parent)}}
    nbclient.NotebookClient(notebook, resources=resources, record_timing=False).execute()
    nbformat.write(notebook, NOTEBOOK)


if __name__ == "__main__":
    main()
