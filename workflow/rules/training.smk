"""Learning.

REQUIRED INPUTS: none but the configuration.
OUTPUTS: results/{experiment}/seed-{seed}/qtables/{episode}.npy
         results/{experiment}/seed-{seed}/qtables.sha256
         results/{experiment}/seed-{seed}/rewards.parquet
"""


rule train:
    """Train one agent: keep its Q-table at every snapshot and the reward of every episode."""
    input:
        code=code("train"),
        module=environment_module,
    output:
        qtables=directory("results/{experiment}/seed-{seed}/qtables"),
        digest="results/{experiment}/seed-{seed}/qtables.sha256",
        rewards="results/{experiment}/seed-{seed}/rewards.parquet",
    log:
        "logs/train/{experiment}/seed-{seed}.log",
    benchmark:
        "results/.benchmarks/train/{experiment}/seed-{seed}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=2000,
        runtime=240,
        # How the job runs, not what it makes: unlike a parameter, a resource never makes it run again.
        engine=setting("engine"),
        lines_every=setting("rewards_plot", "window"),
    params:
        environment=settings("environment", *ENVIRONMENT_THAT_IS_LEARNED),
        agent=setting("agent"),
        episodes=setting("episodes"),
        snapshots=setting("snapshots"),
    script:
        "../../scripts/train.py"
