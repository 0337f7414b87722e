"""The folder of one case and the application in it, for all steps of the large DAG."""

import json
import os
from datetime import date
from pathlib import Path

from applicants import applicant
from dagwright import context, xcom_push

WORKSPACE = Path(os.environ["DAGWRIGHT_WORKSPACE"])
DATA = WORKSPACE / "onboarding" / "data"


def case_folder():
    run = context()
    return WORKSPACE / "cases" / str(run["conf"].get("user_id") or run["params"]["user_id"])


def scratch(name):
    return case_folder() / "scratch" / name


def application():
    """What the event brought; for a run by hand with nothing but a user id, the made-up application of that user."""
    run = context()
    conf = run["conf"]
    if "statements" in conf:
        return conf
    return {**applicant(int((conf.get("user_id") or run["params"]["user_id"]).removeprefix("U-"))), "is_licensed_state": True}


def answer(name, result):
    print(f"{name}: {json.dumps(result, ensure_ascii=False)}")
    xcom_push("return_value", result)


def years_since(day):
    return round((date.today() - date.fromisoformat(day)).days / 365.25, 1)
