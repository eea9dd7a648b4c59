"""Tabular reinforcement learning that people can see and repeat.

Edit config.yaml and run `snakemake --cores all`; results/README.md says what lands where.
"""

from pathlib import Path

from snakemake.utils import min_version

min_version("9.21")


# The project's own configuration, and over it the one of the folder that Snakemake runs in, if that is another.
PROJECT_CONFIG = Path(str(workflow.current_basedir)) / "config.yaml"


configfile: str(PROJECT_CONFIG)


if Path("config.yaml").is_file() and not PROJECT_CONFIG.samefile("config.yaml"):

    configfile: "config.yaml"


report: "workflow/report/workflow.rst"


include: "workflow/rules/common.smk"
include: "workflow/rules/environment.smk"
include: "workflow/rules/training.smk"
include: "workflow/rules/evaluation.smk"
include: "workflow/rules/comparisons.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/videos.smk"


rule all:
    default_target: True
    input:
        finished,
