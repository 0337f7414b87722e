"""Runs a graph of the benchmark as a Dagster job: `dagster_jobs.py GRAPH SLOTS`. BENCH_SETTINGS as in airflow_dags.py. Ends with an error if the run failed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from dagster import DagsterInstance, DependencyDefinition, GraphDefinition, In, JobDefinition, MultiDependencyDefinition, Nothing, OpDefinition, Out, execute_job, op, reconstructable

settings = json.loads(Path(os.environ["BENCH_SETTINGS"]).read_text())


def op_of(name: str, has_deps: bool) -> OpDefinition:
    @op(name=name, ins={"after": In(Nothing)} if has_deps else {}, out=Out(Nothing))
    def body(context) -> None:
        subprocess.run([settings["stamp"], settings["ledger"], f"{context.run_id}/{name}"], check=True)

    return body


def job_of(name: str) -> JobDefinition:
    steps = settings["graphs"][name]
    dependencies = {step["id"]: {"after": MultiDependencyDefinition([DependencyDefinition(dep) for dep in step["deps"]])} for step in steps if step["deps"]}
    return GraphDefinition(name=name, node_defs=[op_of(step["id"], bool(step["deps"])) for step in steps], dependencies=dependencies).to_job()


def chain() -> JobDefinition:
    return job_of("chain")


def onboarding() -> JobDefinition:
    return job_of("onboarding")


def warm() -> JobDefinition:
    return job_of("warm")


if __name__ == "__main__":
    job = {"chain": chain, "onboarding": onboarding, "warm": warm}[sys.argv[1]]
    execution = {"multiprocess": {"max_concurrent": int(sys.argv[2]), "start_method": {"forkserver": {}}}}
    with execute_job(reconstructable(job), instance=DagsterInstance.get(), run_config={"execution": {"config": execution}, "loggers": {"console": {"config": {"log_level": "ERROR"}}}}) as result:
        sys.exit(0 if result.success else 1)
