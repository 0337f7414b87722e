"""What a Dagwright Python task may ask of the engine that runs it. Standard library only, Python 3.8 and later.

    from dagwright import context, xcom_pull, xcom_push, write_rows
    write_rows({"id": row} for row in range(10))
"""
import json
import os
from typing import Any, Dict, Iterable, Mapping

__all__ = ["context", "xcom_push", "xcom_pull", "output_path", "write_rows"]


def _named(variable: str) -> str:
    path = os.environ.get(variable)
    if not path:
        raise RuntimeError("dagwright: %s is not set; expected to run inside a Dagwright task; start the script from a DAG." % variable)
    return path


def context() -> Dict[str, Any]:
    """The run's context: ds, ts, logical_date, params, conf, run_id, dag_id, task_id, try_number and the XComs of earlier tasks."""
    with open(_named("DAGWRIGHT_CONTEXT"), encoding="utf-8") as file:
        return json.load(file)


def xcom_push(key: str, value: Any) -> None:
    """Hands a small JSON value to later tasks."""
    if not isinstance(key, str) or not key:
        raise ValueError("xcom_push: key is %r; expected a text that is not empty." % (key,))
    line = json.dumps({"key": key, "value": value}, ensure_ascii=False, allow_nan=False) + "\n"
    with open(_named("DAGWRIGHT_XCOM_OUT"), "a", encoding="utf-8") as file:
        file.write(line)


def xcom_pull(task_id: str, key: str = "return_value") -> Any:
    """The value an earlier task pushed, or None."""
    return context().get("xcoms", {}).get(task_id, {}).get(key)


def output_path() -> str:
    """Where this task leaves its rows: Parquet, CSV or JSON lines."""
    return _named("DAGWRIGHT_OUTPUT")


def write_rows(rows: Iterable[Mapping[str, Any]]) -> int:
    """Writes the rows as JSON lines to the task's output and answers how many there were. Dates become ISO text, NaN null."""
    count = 0
    with open(output_path(), "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({name: _nan_to_none(value) for name, value in row.items()}, ensure_ascii=False, allow_nan=False, default=_plain) + "\n")
            count += 1
    return count


def _nan_to_none(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    if hasattr(value, "__float__"):
        return str(value) if type(value).__name__ == "Decimal" else float(value)
    raise TypeError("write_rows: %r cannot be written as JSON; convert it to a number, text, boolean or None." % (value,))
