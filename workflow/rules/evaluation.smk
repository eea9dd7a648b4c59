"""How well the tables play, and what comes out without learning.

REQUIRED INPUTS: results/{experiment}/environment.json
                 results/{experiment}/seed-{seed}/qtables/{episode}.npy
OUTPUTS: results/{experiment}/seed-{seed}/evaluation.parquet
         results/{experiment}/seed-{seed}/trajectories.parquet
         results/{experiment}/seed-{seed}/greedy_paths.parquet
         results/{experiment}/baselines.parquet
"""


rule evaluate:
    """Play the greedy policies of some tables, on starts that training never saw."""
    input:
        code=code.of("evaluate", "environment", "dynamics"),
        module=code.of_environment,
        qtables=ancient("results/{experiment}/seed-{seed}/qtables"),
        digest="results/{experiment}/seed-{seed}/qtables.sha256",
    output:
        evaluation="results/{experiment}/seed-{seed}/evaluation.parquet",
    log:
        "logs/evaluate/{experiment}/seed-{seed}.log",
    benchmark:
        "results/.benchmarks/evaluate/{experiment}/seed-{seed}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("evaluate"),
        runtime=needs.minutes("evaluate"),
        # How the job runs, not what it makes: unlike a parameter, a resource never makes it run again.
        engine=jobs.engine,
    params:
        environment=jobs.environment_that_is_learned,
        episodes=jobs.setting("episodes"),
        evaluation=jobs.settings("evaluation", "episodes", "seed", "max_steps"),
        snapshots=jobs.chosen_snapshots("evaluation"),
    script:
        "../../scripts/evaluate.py"


rule trace_trajectories:
    """Trace greedy paths: of the last table from several starts, of each evaluated table from one."""
    input:
        code=code.of("trace_trajectories", "environment"),
        module=code.of_environment,
        qtables=ancient("results/{experiment}/seed-{seed}/qtables"),
        digest="results/{experiment}/seed-{seed}/qtables.sha256",
    output:
        trajectories="results/{experiment}/seed-{seed}/trajectories.parquet",
        paths="results/{experiment}/seed-{seed}/greedy_paths.parquet",
    log:
        "logs/trace_trajectories/{experiment}/seed-{seed}.log",
    benchmark:
        "results/.benchmarks/trace_trajectories/{experiment}/seed-{seed}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("trace_trajectories"),
        runtime=needs.minutes("trace_trajectories"),
    params:
        environment=jobs.environment_that_is_learned,
        episodes=jobs.setting("episodes"),
        evaluation=jobs.settings("evaluation", "seed", "max_steps"),
        snapshots=jobs.chosen_snapshots("evaluation"),
        trajectories=jobs.setting("figures", "trajectories"),
    script:
        "../../scripts/trace_trajectories.py"


rule evaluate_baselines:
    """Act at random, and with each action alone, on the same starts."""
    input:
        code=code.of("evaluate_baselines", "environment", "dynamics"),
        module=code.of_environment,
        description="results/{experiment}/environment.json",
    output:
        baselines="results/{experiment}/baselines.parquet",
    log:
        "logs/evaluate_baselines/{experiment}.log",
    benchmark:
        "results/.benchmarks/evaluate_baselines/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("evaluate_baselines"),
        runtime=needs.minutes("evaluate_baselines"),
        engine=jobs.engine,
    params:
        environment=jobs.environment_that_is_learned,
        evaluation=jobs.settings("evaluation", "episodes", "seed", "max_steps"),
    script:
        "../../scripts/evaluate_baselines.py"
