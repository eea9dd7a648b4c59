"""Files of each seed for other programs.

REQUIRED INPUTS: results/{experiment}/seed-{seed}/rewards.parquet
                 results/{experiment}/seed-{seed}/evaluation.parquet
OUTPUTS: results/{experiment}/seed-{seed}/tensorboard/events.out.tfevents
         results/{experiment}/seed-{seed}/monitor.csv
"""


rule write_tensorboard:
    """Write the returns of the training, the evaluation and the settings as TensorBoard reads them."""
    input:
        code=code.of("write_tensorboard"),
        rewards="results/{experiment}/seed-{seed}/rewards.parquet",
        evaluation="results/{experiment}/seed-{seed}/evaluation.parquet",
    output:
        events="results/{experiment}/seed-{seed}/tensorboard/events.out.tfevents",
    log:
        "logs/write_tensorboard/{experiment}/seed-{seed}.log",
    benchmark:
        "results/.benchmarks/write_tensorboard/{experiment}/seed-{seed}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("write_tensorboard"),
        runtime=needs.minutes("write_tensorboard"),
    params:
        environment=jobs.environment_that_is_learned,
        agent=jobs.agent_that_learns,
        episodes=jobs.setting("episodes"),
        snapshots=jobs.setting("snapshots"),
        evaluation=jobs.settings("evaluation", "episodes", "seed", "max_steps"),
    script:
        "../../scripts/write_tensorboard.py"


rule write_monitor:
    """Write the episodes of the training as Stable-Baselines3 reads them."""
    input:
        code=code.of("write_monitor"),
        rewards="results/{experiment}/seed-{seed}/rewards.parquet",
    output:
        monitor="results/{experiment}/seed-{seed}/monitor.csv",
    log:
        "logs/write_monitor/{experiment}/seed-{seed}.log",
    benchmark:
        "results/.benchmarks/write_monitor/{experiment}/seed-{seed}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("write_monitor"),
        runtime=needs.minutes("write_monitor"),
    params:
        environment=jobs.setting("environment", "id"),
    script:
        "../../scripts/write_monitor.py"
