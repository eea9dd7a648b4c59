"""Why a job runs, in a few words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from terminal.changed_values import changed_values
from terminal.wording import some_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def reason_of(dag: Any, job: Any) -> str:  # noqa: ANN401 (Snakemake has no types for users)
    """Say why Snakemake runs a job.

    Args:
        dag: Snakemake's graph of jobs.
        job: one of them.
    """
    return "; ".join(_reasons(dag, job)) or str(dag.reason(job))


def _reasons(dag: Any, job: Any) -> Iterator[str]:  # noqa: ANN401
    reason = dag.reason(job)
    if reason.forced:
        yield "forced"
        return
    yield from _about_files(dag, job, reason)
    if reason.params_changed:
        yield from _about_params(dag, job)
    if reason.software_stack_changed:
        yield "environment.yml has changed"
    if reason.code_changed:
        yield "its code has changed"


def _about_files(dag: Any, job: Any, reason: Any) -> Iterator[str]:  # noqa: ANN401
    missing, incomplete = sorted(map(str, reason.missing_output)), sorted(map(str, reason.incomplete_output))
    if missing and not any(Path(output).exists() for output in job.output):
        yield "not made yet"
        return
    if missing:
        yield f"missing: {some_of([Path(path).name for path in missing])}"
    if incomplete:
        yield "interrupted last time"
    if reason.updated_input:
        yield f"changed: {some_of(sorted(map(_short, reason.updated_input)))}"
    if reason.input_changed:
        yield from _other_inputs(dag, job)
    elif reason.updated_input_run and not (missing or incomplete or reason.updated_input or reason.params_changed):
        makers = sorted({dependency.rule.name for dependency in dag.dependencies[job] if dag.needrun(dependency)})
        yield f"after {some_of(makers)}"


def _other_inputs(dag: Any, job: Any) -> Iterator[str]:  # noqa: ANN401
    """Say which inputs a job has that it had not when its files were made, and the other way round."""
    today = {str(path) for path in job.input}
    before = {path for output in job.output for path in dag.workflow.persistence.input(output) or ()}
    added, removed = sorted(map(_short, today - before)), sorted(map(_short, before - today))
    if added:
        yield f"new input: {some_of(added)}"
    if removed:
        yield f"no longer an input: {some_of(removed)}"


def _about_params(dag: Any, job: Any) -> Iterator[str]:  # noqa: ANN401
    records = (dag.workflow.persistence.params(output) for output in job.output)
    recorded: list[str] = next((record for record in records if record), [])
    texts = changed_values(recorded, dict(job.params.items()))
    yield some_of(texts) if texts else "its parameters have changed"


def _short(path: object) -> str:
    """Return a path without the folder that all results are in, and without the way up to the project's own files."""
    text = str(path)
    return text[text.rfind("../") + 3 :] if "../" in text else text.removeprefix("results/")
