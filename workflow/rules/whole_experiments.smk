"""Whole experiments, comparisons, studies, and the book by the names of their folders: `snakemake results/taxi`.

REQUIRED INPUTS: what an experiment in `run` ends with, or a comparison, or a study; results/book/all.md.
OUTPUTS: none: the folder itself is never an output, which Snakemake would remove before each run.
"""

if IS_MAIN:
    # A shell completes the name of a folder that is there with a slash.
    for slash in ("", "/"):
        for name in (*jobs.experiments, *jobs.waiting):

            rule:
                name:
                    f"results/{name}{slash}"
                input:
                    files.finished_experiment(name),

        rule:
            name:
                f"results/book{slash}"
            input:
                "results/book/all.md",

        for name in jobs.comparisons:

            rule:
                name:
                    f"results/comparisons/{name}{slash}"
                input:
                    f"results/comparisons/{name}/comparison.md",

        for name in jobs.studies:

            rule:
                name:
                    f"results/studies/{name}{slash}"
                input:
                    studies.finished(name),
