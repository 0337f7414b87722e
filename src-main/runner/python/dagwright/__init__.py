"""What a Dagwright Python task may ask of the engine that runs it. Standard library only, Python 3.8 and later.

    from dagwright import context, xcom_pull, xcom_push, write_rows
    write_rows({"id": row} for row in range(10))
"""
import json
import os
from typing import Any, Dict, Iterable, Mapping

__all__ = ["context", "xcom_push", "xcom_pull", "output_path", "write_rows", "branch", "proceed"]


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


def branch(*task_ids: str) -> None:
    """Of a BranchTask: the tasks after it that are followed; the others are skipped. None at all skips them all. The last call counts."""
    wrong = [one for one in task_ids if not isinstance(one, str) or not one]
    if wrong:
        raise ValueError("branch: found %r; expected ids of tasks, such as branch('load_all')." % (wrong[0],))
    with open(_named("DAGWRIGHT_DECISION"), "w", encoding="utf-8") as file:
        file.write("".join(one + "\n" for one in task_ids))


def proceed(condition: Any) -> None:
    """Of a ShortCircuitTask: whether what comes after it runs; if not, it is skipped. The last call counts."""
    with open(_named("DAGWRIGHT_DECISION"), "w", encoding="utf-8") as file:
        file.write("true\n" if condition else "false\n")


def output_path() -> str:
    """Where this task leaves its rows: Parquet, CSV or JSON lines."""
    return _named("DAGWRIGHT_OUTPUT")


def write_rows(rows: Iterable[Mapping[str, Any]]) -> int:
    """Hands rows over: dicts of column names and values, or a data frame (pandas, polars). Answers how many there were.

    Several calls add up. NaN, NaT and NA become null, dates ISO text, infinity the text Infinity.
    """
    global _begun
    count = 0
    with open(output_path(), "a" if _begun else "w", encoding="utf-8") as file:
        start = file.tell()
        try:
            for count, row in enumerate(_records(rows), 1):
                file.write(_line(count, row))
        except BaseException:
            # A caller that goes on must not hand over half of these rows.
            file.seek(start)
            file.truncate()
            raise
    _begun = True
    return count


_begun = False


def _records(rows: Any) -> Iterable[Any]:
    if hasattr(rows, "iter_rows"):
        return rows.iter_rows(named=True)
    if hasattr(rows, "columns") and hasattr(rows, "to_dict"):
        return rows.to_dict("records")
    if isinstance(rows, Mapping):
        raise TypeError("write_rows: found one dict; expected a list or another iterable of them: write_rows([row]).")
    return rows


def _line(number: int, row: Any) -> str:
    if not isinstance(row, Mapping):
        raise TypeError("write_rows: row %d is %s %.100r; expected a dict of column names and values." % (number, type(row).__name__, row))
    cells = {name: _cell(value) for name, value in row.items()}
    try:
        return json.dumps(cells, ensure_ascii=False, allow_nan=False, default=_plain) + "\n"
    except (TypeError, ValueError):
        for name, value in cells.items():
            _check(number, name, value)
        raise


def _check(number: int, name: Any, value: Any) -> None:
    try:
        json.dumps({name: value}, allow_nan=False, default=_plain)
    except (TypeError, ValueError) as error:
        raise type(error)("write_rows: row %d, column %s: %s" % (number, name, error)) from None


_gaps = ("NaTType", "NAType")


def _cell(value: Any) -> Any:
    """A value that JSON knows, where that is not the business of `_plain`."""
    if isinstance(value, float):
        if value != value:
            return None
        if value in (_infinity, -_infinity):
            return "Infinity" if value > 0 else "-Infinity"
    elif type(value).__name__ in _gaps:
        return None
    return value


_infinity = float("inf")


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if type(value).__name__ == "datetime64":
        return None if str(value) == "NaT" else str(value)
    if hasattr(value, "tolist"):
        return _cell(value.tolist())
    if type(value).__name__ == "Decimal":
        return str(value) if value.is_finite() else _cell(float(value))
    if hasattr(value, "__float__"):
        return float(value)
    if type(value).__name__ == "UUID":
        return str(value)
    raise TypeError("%s %.100r cannot be written as JSON; convert it to a number, text, boolean, list, dict or None." % (type(value).__name__, value))
