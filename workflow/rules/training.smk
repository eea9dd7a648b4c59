"""Learning.

REQUIRED INPUTS: none but the configuration.
OUTPUTS: results/{experiment}/seed-{seed}/qtables/{episode}.npy
         results/{experiment}/seed-{seed}/qtables.sha256
         results/{experiment}/seed-{seed}/rewards.parquet
         results/{experiment}/seed-{seed}/visits.npy
         results/{experiment}/seed-{seed}/first_updates.npy
"""


rule train:
    """Train one agent: keep its Q-table at every snapshot, the return of every episode, the updates of each value."""
    input:
        code=code.of("train", "environment", "dynamics", "algorithm", "values"),
        module=code.of_environment,
    output:
        qtables=directory("results/{experiment}/seed-{seed}/qtables"),
        digest="results/{experiment}/seed-{seed}/qtables.sha256",
        rewards="results/{experiment}/seed-{seed}/rewards.parquet",
        visits="results/{experiment}/seed-{seed}/visits.npy",
        first_updates="results/{experiment}/seed-{seed}/first_updates.npy",
    log:
        "logs/train/{experiment}/seed-{seed}.log",
    benchmark:
        "results/.benchmarks/train/{experiment}/seed-{seed}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("train"),
        runtime=needs.minutes("train"),
        # How the job runs, not what it makes: unlike a parameter, a resource never makes it run again.
        engine=jobs.engine,
        lines_every=jobs.setting("rewards_plot", "window"),
    params:
        environment=jobs.environment_that_is_learned,
        agent=jobs.agent_that_learns,
        episodes=jobs.setting("episodes"),
        snapshots=jobs.setting("snapshots"),
    script:
        "../../scripts/train.py"
