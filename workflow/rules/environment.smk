"""The environment that tables are laid over.

REQUIRED INPUTS: none but the configuration.
OUTPUTS: results/{experiment}/environment.json
"""


rule describe_environment:
    """Describe the environment: bounds, bins, actions, time limit."""
    input:
        code=code.of("describe_environment", "environment"),
        module=code.of_environment,
    output:
        description="results/{experiment}/environment.json",
    log:
        "logs/describe_environment/{experiment}.log",
    benchmark:
        "results/.benchmarks/describe_environment/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("describe_environment"),
        runtime=needs.minutes("describe_environment"),
    params:
        environment=jobs.environment_that_is_learned,
        names=jobs.settings("environment", "actions", "axes"),
    script:
        "../../scripts/describe_environment.py"
