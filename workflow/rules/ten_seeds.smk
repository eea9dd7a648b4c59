"""Ten seeds in one job, which training and evaluation have as a second rule each.

REQUIRED INPUTS: none; this file has no rules.
OUTPUTS: none.
"""

import functools

IN_TENS = "|".join(name for name, found in jobs.experiments.items() if found["seeds_per_job"] == 10) or "(?!)"
"""Constrains a wildcard to the experiments of which one job trains ten seeds; (?!) is none."""


def of_ten_seeds(file):
    """Return a file of each of ten seeds that differ in their last digit only."""
    return [f"results/{{experiment}}/seed-{{tens}}{ones}/{file}" for ones in range(10)]


NOT_TOGETHER = local("these ten seeds are not one job")
"""A file that nothing makes: of the rules in a `ruleorder`, Snakemake takes the first whose input can be had."""


def ten_together(wildcards):
    """Return no input where ten seeds are one job, and one that can't be had where each is a job of its own."""
    return [] if int(f"{wildcards.tens}9") < jobs.of(wildcards)["seeds"] else NOT_TOGETHER


def ten_trained_together(wildcards):
    """Return the same, but let nobody train ten of which only some have files: those would be trained again."""
    trained = [_is_trained(wildcards.experiment, f"{wildcards.tens}{ones}") for ones in range(10)]
    # For a job of a cluster, the main process has decided it.
    some_are = workflow.is_main_process and any(trained) and not all(trained)
    return NOT_TOGETHER if some_are else ten_together(wildcards)


@functools.cache
def _is_trained(experiment, seed):
    return all(Path(file).exists() for file in expand(rules.train.output, experiment=experiment, seed=seed))
