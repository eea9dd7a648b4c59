"""One page to see all experiments, comparisons and studies in `run`.

REQUIRED INPUTS: results/{experiment}/environment.json
                 results/{experiment}/baselines.parquet
                 results/{experiment}/best_return.json, where there is one
                 results/{experiment}/seed-{seed}/qtables/{episode}.npy
                 results/{experiment}/seed-{seed}/rewards.parquet
                 results/{experiment}/seed-{seed}/evaluation.parquet
                 results/{experiment}/seed-0/visits.npy
                 results/{experiment}/seed-0/first_updates.npy
                 results/{experiment}/seed-0/greedy_paths.parquet
                 results/comparisons/{comparison}/scores.csv
                 results/comparisons/{comparison}/learning_curves.parquet
                 results/comparisons/{comparison}/performance_profiles.parquet
                 results/comparisons/{comparison}/improvement.csv
                 results/studies/{study}/trials.parquet
                 results/studies/{study}/ranking.csv, importance.csv and sensitivity.csv
                 results/studies/{study}/best.json
                 results/studies/{study}/confirmation.csv
OUTPUTS: results/explorer.html
"""


rule write_explorer_page:
    """Write the explorer."""
    input:
        code=code.of("write_explorer_page"),
        page=code.explorer_page(),
        qtables=[ancient(folder) for folder in files.every_seed("qtables", jobs.run)],
        digests=files.every_seed("qtables.sha256", jobs.run),
        rewards=files.every_seed("rewards.parquet", jobs.run),
        evaluations=files.every_seed("evaluation.parquet", jobs.run),
        baselines=files.every_experiment("baselines.parquet", jobs.run),
        descriptions=files.every_experiment("environment.json", jobs.run),
        visits=files.every_experiment("seed-0/visits.npy", jobs.run),
        first_updates=files.every_experiment("seed-0/first_updates.npy", jobs.run),
        paths=files.every_experiment("seed-0/greedy_paths.parquet", jobs.run),
        best_returns=files.exact_returns_of_run,
        scores=files.every_comparison("scores.csv", jobs.built_comparisons),
        curves=files.every_comparison("learning_curves.parquet", jobs.built_comparisons),
        profiles=files.every_comparison("performance_profiles.parquet", jobs.built_comparisons),
        improvement=files.every_comparison("improvement.csv", jobs.built_comparisons),
        trials=files.every_study("trials.parquet"),
        rankings=files.every_study("ranking.csv"),
        importance=files.every_study("importance.csv"),
        sensitivity=files.every_study("sensitivity.csv"),
        best_trials=files.every_study("best.json"),
        confirmations=files.confirmations,
    output:
        page=report("results/explorer.html", category="All experiments", labels={"page": "explorer"}),
    log:
        "logs/write_explorer_page/run.log",
    benchmark:
        "results/.benchmarks/write_explorer_page/run.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("write_explorer_page"),
        runtime=needs.minutes("write_explorer_page"),
    params:
        experiments=files.explored,
        comparisons=jobs.built_comparisons,
        studies=studies.explored,
    script:
        "../../scripts/write_explorer_page.py"
