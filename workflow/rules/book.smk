"""Figures of Sutton & Barto's book that are made of trainings of their own.

OUTPUTS: results/book/example_8_4_runs.parquet
"""

from planning.batch_threads import cores_of
from planning.updates import JobUpdates

updates = JobUpdates(jobs, code, cores_of(workflow))


rule count_updates:
    """Count the updates that Dyna-Q and prioritized sweeping make until they know the shortest way (Example 8.4)."""
    input:
        code=code.of("count_updates"),
        training=updates.training_code,
    output:
        runs="results/book/example_8_4_runs.parquet",
    log:
        "logs/count_updates/run.log",
    benchmark:
        "results/.benchmarks/count_updates/run.tsv"
    conda:
        "../../environment.yml"
    threads: updates.threads
    resources:
        mem_mb=updates.megabytes,
        runtime=updates.minutes,
        engine=updates.engine,
    params:
        environment=updates.environment,
        agents=updates.agents,
        resolutions=list(updates.resolutions),
        seeds=updates.seeds,
        most_episodes=updates.most_episodes,
    script:
        "../../scripts/count_updates.py"
