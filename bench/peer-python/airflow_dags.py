"""The graphs of the benchmark as Airflow DAGs. BENCH_SETTINGS names a JSON file: {stamp, ledger, graphs: {name: [{id, deps}]}}."""

import json
import os
from pathlib import Path

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

settings = json.loads(Path(os.environ["BENCH_SETTINGS"]).read_text())

for name, steps in settings["graphs"].items():
    with DAG(dag_id=name, schedule=None, max_active_runs=20, max_active_tasks=1000) as dag:
        tasks = {}
        for step in steps:
            command = f"{settings['stamp']} {settings['ledger']} '{{{{ run_id }}}}/{step['id']}'"
            tasks[step["id"]] = BashOperator(task_id=step["id"], bash_command=command, retries=0)
            for dep in step["deps"]:
                tasks[dep] >> tasks[step["id"]]
    globals()[name] = dag
