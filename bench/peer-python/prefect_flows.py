"""Runs a graph of the benchmark as Prefect flows: `prefect_flows.py GRAPH RUNS SLOTS`. BENCH_SETTINGS as in airflow_dags.py. Ends with an error if a run failed."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from prefect import flow, task
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner

settings = json.loads(Path(os.environ["BENCH_SETTINGS"]).read_text())
graph, runs, slots = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


@task(persist_result=False)
def step(run: str, name: str) -> None:
    subprocess.run([settings["stamp"], settings["ledger"], f"{run}/{name}"], check=True)


@flow(name=graph, task_runner=ThreadPoolTaskRunner(max_workers=slots), log_prints=False)
def whole() -> None:
    run = str(flow_run.id)
    futures = {}
    for one in settings["graphs"][graph]:
        futures[one["id"]] = step.submit(run, one["id"], wait_for=[futures[dep] for dep in one["deps"]])
    for future in futures.values():
        future.result()


with ThreadPoolExecutor(max_workers=runs) as pool:
    for running in [pool.submit(whole) for _ in range(runs)]:
        running.result()
