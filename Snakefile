"""Tabular reinforcement learning that people can see and repeat.

Edit config.yaml and run `snakemake --cores all`; results/README.md says what lands where.
"""

from snakemake.utils import min_version

min_version("9.21")


report: "workflow/report/workflow.rst"


include: "workflow/rules/common.smk"


# common.smk has read the configuration, in layers. Snakemake's report and archive show the file.
configfile: str(ROOT / "config.yaml")


include: "workflow/rules/environment.smk"
include: "workflow/rules/training.smk"
include: "workflow/rules/evaluation.smk"
include: "workflow/rules/exact_solutions.smk"
include: "workflow/rules/comparisons.smk"
include: "workflow/rules/studies.smk"
include: "workflow/rules/study_results.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/videos.smk"
include: "workflow/rules/explorer.smk"
include: "workflow/rules/export.smk"
include: "workflow/rules/book.smk"
include: "workflow/rules/whole_experiments.smk"


rule all:
    default_target: True
    input:
        files.finished,


# Neither is called where another workflow imports this one.
onsuccess:
    remove_abandoned_frames(jobs, Path("results"))
    remove_leftovers(Path("results"))
    TERMINAL.say_success(jobs.experiments, jobs.taking)


onerror:
    TERMINAL.say_failure()
