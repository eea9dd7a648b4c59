"""The videos: the table being learned, and the agent acting.

REQUIRED INPUTS: results/{experiment}/environment.json
                 results/{experiment}/seed-{seed}/rewards.parquet
                 results/{experiment}/seed-{seed}/qtables/{episode}.npy
                 results/{experiment}/seed-{seed}/first_updates.npy
OUTPUTS: results/{experiment}/seed-{seed}/frames/{batch}/{episode}.png
         results/{experiment}/seed-{seed}/frames/{batch}.sha256
         results/{experiment}/seed-{seed}/qtable.mp4 or .avi
         results/{experiment}/seed-{seed}/rollout.mp4
"""


rule render_qtable_frames:
    """Draw a batch of tables, one frame a snapshot."""
    input:
        code=code.of("render_qtable_frames"),
        qtables=ancient("results/{experiment}/seed-{seed}/qtables"),
        rewards=ancient("results/{experiment}/seed-{seed}/rewards.parquet"),
        first_updates="results/{experiment}/seed-{seed}/first_updates.npy",
        digest="results/{experiment}/seed-{seed}/qtables.sha256",
        description="results/{experiment}/environment.json",
    output:
        frames=directory("results/{experiment}/seed-{seed}/frames/{batch}"),
        digest="results/{experiment}/seed-{seed}/frames/{batch}.sha256",
    log:
        "logs/render_qtable_frames/{experiment}/seed-{seed}/{batch}.log",
    benchmark:
        "results/.benchmarks/render_qtable_frames/{experiment}/seed-{seed}/{batch}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("render_qtable_frames"),
        runtime=needs.minutes("render_qtable_frames"),
    params:
        batch=jobs.batch_episodes,
        episodes=jobs.setting("episodes"),
        view=jobs.view,
        style=jobs.settings("frames", "size", "colors", "markers", "opacity", "return_window"),
    script:
        "../../scripts/render_qtable_frames.py"


rule make_video:
    """Join the frames of all snapshots into one video."""
    input:
        code=code.of("make_video"),
        frames=files.frame_folders,
        digests=files.frame_digests,
    output:
        video=report(
            "results/{experiment}/seed-{seed}/qtable.{container}",
            caption="../report/video.rst",
            category="Experiment {experiment}",
            subcategory="Tables",
            labels={"figure": "video of the table, seed {seed}"},
        ),
    log:
        "logs/make_video/{experiment}/seed-{seed}.{container}.log",
    benchmark:
        "results/.benchmarks/make_video/{experiment}/seed-{seed}.{container}.tsv"
    conda:
        "../../environment.yml"
    threads: 8
    resources:
        mem_mb=needs.memory("make_video"),
        runtime=needs.minutes("make_video"),
    params:
        episodes=jobs.setting("episodes"),
        snapshots=jobs.setting("snapshots"),
        snapshots_per_folder=jobs.setting("frames", "snapshots_per_job"),
        playback=jobs.settings("video", "fps", "hold_seconds"),
    script:
        "../../scripts/make_video.py"


rule record_rollout:
    """Record the greedy agent acting, with some of the kept tables."""
    input:
        code=code.of("record_rollout", "environment"),
        module=code.of_environment,
        qtables=ancient("results/{experiment}/seed-{seed}/qtables"),
        first_updates="results/{experiment}/seed-{seed}/first_updates.npy",
        digest="results/{experiment}/seed-{seed}/qtables.sha256",
        description="results/{experiment}/environment.json",
    output:
        video=report(
            "results/{experiment}/seed-{seed}/rollout.mp4",
            caption="../report/rollout.rst",
            category="Experiment {experiment}",
            subcategory="The agent acting",
            labels={"figure": "video, seed {seed}"},
        ),
    log:
        "logs/record_rollout/{experiment}/seed-{seed}.log",
    benchmark:
        "results/.benchmarks/record_rollout/{experiment}/seed-{seed}.tsv"
    conda:
        "../../environment.yml"
    threads: 2
    resources:
        mem_mb=needs.memory("record_rollout"),
        runtime=needs.minutes("record_rollout"),
    params:
        environment=jobs.environment_that_is_learned,
        chosen=jobs.chosen_snapshots("rollout"),
        episodes=jobs.setting("episodes"),
        view=jobs.view,
        rollout=jobs.settings("rollout", "episodes", "seed", "max_steps", "constant_action", "fps", "hold_seconds"),
    script:
        "../../scripts/record_rollout.py"
