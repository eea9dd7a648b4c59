"""What is found out by a study: which trial is the best, and which keys matter.

REQUIRED INPUTS: results/studies/{study}/trials.parquet and trial_settings.parquet
                 results/studies/{study}/scores.parquet and failures.parquet
OUTPUTS: results/studies/{study}/ranking.csv and .md, importance.csv, sensitivity.csv
         results/studies/{study}/sensitivity, score_map and parallel_coordinates, .png and .svg
         results/studies/{study}/best.json
         results/studies/{study}/study.md, and study.html for the report
"""


rule rank_trials:
    """Rank the trials, and say how much each varied key matters."""
    input:
        code=code.of("rank_trials"),
        trials="results/studies/{study}/trials.parquet",
        scores="results/studies/{study}/scores.parquet",
        failures="results/studies/{study}/failures.parquet",
    output:
        csv="results/studies/{study}/ranking.csv",
        markdown="results/studies/{study}/ranking.md",
        importance="results/studies/{study}/importance.csv",
        sensitivity="results/studies/{study}/sensitivity.csv",
    log:
        "logs/rank_trials/{study}.log",
    benchmark:
        "results/.benchmarks/rank_trials/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_scores,
        runtime=study_needs.minutes_of_scores,
    params:
        objective=studies.setting("objective"),
    script:
        "../../scripts/rank_trials.py"


rule plot_sensitivity:
    """Draw the scores over the values of each key."""
    input:
        code=code.of("plot_sensitivity"),
        trials="results/studies/{study}/trials.parquet",
        ranking="results/studies/{study}/ranking.csv",
        importance="results/studies/{study}/importance.csv",
        sensitivity="results/studies/{study}/sensitivity.csv",
    output:
        png=report(
            "results/studies/{study}/sensitivity.png",
            caption="../report/figure.rst",
            category="Study {study}",
            labels={"figure": "sensitivity"},
        ),
        svg="results/studies/{study}/sensitivity.svg",
        caption="results/studies/{study}/captions/sensitivity.rst",
    log:
        "logs/plot_sensitivity/{study}.log",
    benchmark:
        "results/.benchmarks/plot_sensitivity/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_results,
        runtime=study_needs.minutes_of_results,
    params:
        environment=studies.base("environment", "id"),
        style=studies.base("figures", "size", "dpi"),
        score=studies.score,
    script:
        "../../scripts/plot_sensitivity.py"


rule plot_score_map:
    """Draw the best score at each pair of values of the two most important keys."""
    input:
        code=code.of("plot_score_map"),
        trials="results/studies/{study}/trials.parquet",
        ranking="results/studies/{study}/ranking.csv",
        importance="results/studies/{study}/importance.csv",
    output:
        png=report(
            "results/studies/{study}/score_map.png",
            caption="../report/figure.rst",
            category="Study {study}",
            labels={"figure": "score map"},
        ),
        svg="results/studies/{study}/score_map.svg",
        caption="results/studies/{study}/captions/score_map.rst",
    log:
        "logs/plot_score_map/{study}.log",
    benchmark:
        "results/.benchmarks/plot_score_map/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_results,
        runtime=study_needs.minutes_of_results,
    params:
        environment=studies.base("environment", "id"),
        style=studies.base("figures", "size", "dpi"),
        score=studies.score,
    script:
        "../../scripts/plot_score_map.py"


rule plot_parallel_coordinates:
    """Draw all trials, a line each."""
    input:
        code=code.of("plot_parallel_coordinates"),
        trials="results/studies/{study}/trials.parquet",
        ranking="results/studies/{study}/ranking.csv",
        importance="results/studies/{study}/importance.csv",
    output:
        png=report(
            "results/studies/{study}/parallel_coordinates.png",
            caption="../report/figure.rst",
            category="Study {study}",
            labels={"figure": "parallel coordinates"},
        ),
        svg="results/studies/{study}/parallel_coordinates.svg",
        caption="results/studies/{study}/captions/parallel_coordinates.rst",
    log:
        "logs/plot_parallel_coordinates/{study}.log",
    benchmark:
        "results/.benchmarks/plot_parallel_coordinates/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_results,
        runtime=study_needs.minutes_of_results,
    params:
        environment=studies.base("environment", "id"),
        style=studies.base("figures", "size", "dpi"),
        score=studies.score,
    script:
        "../../scripts/plot_parallel_coordinates.py"


rule keep_best_trial:
    """Keep the best trial, with its complete settings."""
    input:
        code=code.of("keep_best_trial"),
        ranking="results/studies/{study}/ranking.csv",
        settings="results/studies/{study}/trial_settings.parquet",
    output:
        best="results/studies/{study}/best.json",
    log:
        "logs/keep_best_trial/{study}.log",
    benchmark:
        "results/.benchmarks/keep_best_trial/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_results,
        runtime=study_needs.minutes_of_results,
    script:
        "../../scripts/keep_best_trial.py"


rule write_study_page:
    """Write a study as a page."""
    input:
        code=code.of("write_study_page"),
        best="results/studies/{study}/best.json",
        trials="results/studies/{study}/trials.parquet",
        table="results/studies/{study}/ranking.csv",
        ranking="results/studies/{study}/ranking.md",
        importance="results/studies/{study}/importance.csv",
        confirmation=studies.confirmation,
        figures=studies.pictures,
    output:
        page="results/studies/{study}/study.md",
        report_page=report(
            "results/studies/{study}/study.html",
            category="Study {study}",
            labels={"figure": "best trials"},
        ),
    log:
        "logs/write_study_page/{study}.log",
    benchmark:
        "results/.benchmarks/write_study_page/{study}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=study_needs.memory_of_results,
        runtime=study_needs.minutes_of_results,
    params:
        study=studies.of,
        varied=studies.varied_keys,
        environment=studies.base("environment", "id"),
        score=studies.score,
    script:
        "../../scripts/write_study_page.py"
