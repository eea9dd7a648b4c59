"""Studies: many trials, each the settings of an experiment with other values of some keys, and their scores.

REQUIRED INPUTS: none but the configuration.
OUTPUTS: results/studies/{study}/trials.parquet and trial_settings.parquet
         results/studies/{study}/rung-{rung}/batch-{batch}.parquet
         results/studies/{study}/rung-{rung}/survivors.json
         results/studies/{study}/scores.parquet, curves.parquet and failures.parquet
         results/studies/{study}/confirmation.parquet and .csv
"""

from planning.batch_threads import cores_of
from planning.studies import JobStudies
from planning.study_needs import StudyNeeds

studies = JobStudies(complete, end_with, code, cores_of(workflow))
study_needs = StudyNeeds(studies)


rule list_trials:
    """Write down the trials of a study, and their settings."""
    input:
        code=code.of("list_trials"),
    output:
        index="results/studies/{study}/trials.parquet",
        settings="results/studies/{study}/trial_settings.parquet",
    log:
        "logs/list_trials/{study}.log",
    benchmark:
        "results/.benchmarks/list_trials/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_results,
        runtime=study_needs.minutes_of_results,
    params:
        trials=studies.listed_trials,
        varied=studies.varied_keys,
        study=studies.of,
    script:
        "../../scripts/list_trials.py"


rule run_trials:
    """Train the trials of a batch, and score them. What the file of the batch has already isn't trained again."""
    input:
        code=code.of("run_trials"),
        training=studies.training_code,
        module=studies.own_modules,
        settings="results/studies/{study}/trial_settings.parquet",
        survivors=studies.survivors,
    output:
        batch=update("results/studies/{study}/rung-{rung}/batch-{batch}.parquet"),
    log:
        "logs/run_trials/{study}/rung-{rung}-batch-{batch}.log",
    benchmark:
        "results/.benchmarks/run_trials/{study}/rung-{rung}-batch-{batch}.tsv"
    conda:
        "../../environment.yml"
    threads: studies.threads
    resources:
        mem_mb=study_needs.memory_of_training,
        runtime=study_needs.minutes_of_training,
        engine=studies.engine,
    params:
        trials=studies.batch_trials,
        seeds=studies.seeds_of_rung,
        objective=studies.setting("objective"),
    script:
        "../../scripts/run_trials.py"


rule select_survivors:
    """Choose the best third of the trials, which go on to the next rung."""
    input:
        code=code.of("select_survivors"),
        batches=studies.batches_up_to_rung,
        survivors=studies.survivors,
    output:
        survivors="results/studies/{study}/rung-{rung}/survivors.json",
    log:
        "logs/select_survivors/{study}/rung-{rung}.log",
    benchmark:
        "results/.benchmarks/select_survivors/{study}/rung-{rung}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_scores,
        runtime=study_needs.minutes_of_scores,
    params:
        objective=studies.setting("objective"),
    script:
        "../../scripts/select_survivors.py"


rule collect_trials:
    """Put the results of all batches together."""
    input:
        code=code.of("collect_trials"),
        batches=studies.all_batches,
    output:
        scores="results/studies/{study}/scores.parquet",
        curves="results/studies/{study}/curves.parquet",
        failures="results/studies/{study}/failures.parquet",
    log:
        "logs/collect_trials/{study}.log",
    benchmark:
        "results/.benchmarks/collect_trials/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_scores,
        runtime=study_needs.minutes_of_scores,
    params:
        study=studies.of,
    script:
        "../../scripts/collect_trials.py"


rule confirm_best_trial:
    """Train the best trial again, with seeds that had no say in choosing it."""
    input:
        code=code.of("confirm_best_trial"),
        training=studies.training_code,
        module=studies.own_modules,
        best="results/studies/{study}/best.json",
    output:
        scores="results/studies/{study}/confirmation.parquet",
        summary="results/studies/{study}/confirmation.csv",
    log:
        "logs/confirm_best_trial/{study}.log",
    benchmark:
        "results/.benchmarks/confirm_best_trial/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: studies.threads
    resources:
        mem_mb=study_needs.memory_of_training,
        runtime=study_needs.minutes_of_training,
        engine=studies.engine,
    params:
        seeds=studies.new_seeds,
        objective=studies.setting("objective"),
    script:
        "../../scripts/confirm_best_trial.py"
