"""Write the explorer: one page with all results of the experiments, comparisons and studies in `run`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.pages.explorer.comparisons import ComparisonFiles, comparison_contents
from tabular.pages.explorer.contents import ExperimentFiles, experiment_contents
from tabular.pages.explorer.studies import StudyFiles, study_contents
from tabular.pages.explorer.writing import write_page

snakemake: Any  # what Snakemake gives a script


def write_explorer_page(
    *,
    experiments: Mapping[str, Mapping[str, Any]],
    files: Mapping[str, ExperimentFiles],
    comparisons: Mapping[str, Sequence[str]],
    compared: Mapping[str, ComparisonFiles],
    studies: Mapping[str, Mapping[str, Any]],
    studied: Mapping[str, StudyFiles],
    path: Path,
) -> None:
    """Write the page, and say what is in it.

    Args:
        experiments: by name, the settings that `experiment_contents` takes.
        files: by name, the experiments' results.
        comparisons: by name, the experiments that are compared.
        compared: by name, the comparisons' results.
        studies: by name, the settings that `study_contents` takes.
        studied: by name, the studies' results.
        path: where the page goes.
    """
    contents = [experiment_contents(name, settings, files[name]) for name, settings in experiments.items()]
    write_page(
        path,
        contents,
        [comparison_contents(name, comparisons[name], compared[name]) for name in comparisons],
        [study_contents(name, settings, studied[name]) for name, settings in studies.items()],
    )
    for one in contents:
        print(f"{one['name']}: {len(one['snapshots']['episodes']):,} of {one['snapshots']['kept']:,} tables")
    print(f"{path.stat().st_size / 1e6:.1f} MB")


def files_of_experiments(
    names: Mapping[str, Mapping[str, Any]], given: Mapping[str, Sequence[str]]
) -> dict[str, ExperimentFiles]:
    """Sort the input files of the rule by experiment.

    Args:
        names: by experiment, `seeds` and `has_paths`, among others.
        given: the rule's inputs by name, a file for each seed of each experiment, or for each experiment;
            `best_returns` only for those that have one.
    """
    files = {}
    best_returns = {Path(file).parent.name: Path(file) for file in given["best_returns"]}
    first = 0
    for number, (name, settings) in enumerate(names.items()):
        seeds = slice(first, first + settings["seeds"])
        first = seeds.stop
        files[name] = ExperimentFiles(
            qtables=[Path(folder) for folder in given["qtables"][seeds]],
            rewards=[Path(file) for file in given["rewards"][seeds]],
            evaluations=[Path(file) for file in given["evaluations"][seeds]],
            visits=Path(given["visits"][number]),
            first_updates=Path(given["first_updates"][number]),
            baselines=Path(given["baselines"][number]),
            description=Path(given["descriptions"][number]),
            paths=Path(given["paths"][number]),
            best_return=best_returns.get(name),
        )
    return files


def files_of_studies(
    names: Mapping[str, Mapping[str, Any]], given: Mapping[str, Sequence[str]]
) -> dict[str, StudyFiles]:
    """Sort the input files of the rule by study.

    Args:
        names: by study, `is_confirmed`, among others.
        given: the rule's inputs by name, a file for each study, but for `confirmations`, which only some have.
    """
    confirmations = iter(given["confirmations"])
    return {
        name: StudyFiles(
            trials=Path(given["trials"][number]),
            ranking=Path(given["rankings"][number]),
            importance=Path(given["importance"][number]),
            sensitivity=Path(given["sensitivity"][number]),
            best=Path(given["best_trials"][number]),
            confirmation=Path(next(confirmations)) if settings["is_confirmed"] else None,
        )
        for number, (name, settings) in enumerate(names.items())
    }


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        write_explorer_page(
            experiments=snakemake.params.experiments,
            files=files_of_experiments(snakemake.params.experiments, dict(snakemake.input.items())),
            comparisons=snakemake.params.comparisons,
            compared={
                name: ComparisonFiles(*map(Path, files))
                for name, *files in zip(
                    snakemake.params.comparisons,
                    snakemake.input.scores,
                    snakemake.input.curves,
                    snakemake.input.profiles,
                    snakemake.input.improvement,
                    strict=True,
                )
            },
            studies=snakemake.params.studies,
            studied=files_of_studies(snakemake.params.studies, dict(snakemake.input.items())),
            path=Path(snakemake.output.page),
        )
