"""
The folder of one case and the application in it, for all steps of the large DAG. Eight hundred small processes import this: what only few
of them need (pathlib, random, hashlib) is imported where it is needed.
"""

import json
import os
from datetime import date

from applicants import applicant
from dagwright import context, xcom_pull, xcom_push

WORKSPACE = os.environ["DAGWRIGHT_WORKSPACE"]


def data(name):
    return os.path.join(WORKSPACE, "onboarding", "data", name)


def in_case(name):
    return os.path.join(WORKSPACE, "cases", xcom_pull("open_case"), name)


def scratch(name):
    return in_case(os.path.join("scratch", name))


def application():
    """What the event brought; for a run by hand with nothing but a user id, the made-up application of that user."""
    conf = context()["conf"]
    if "statements" in conf:
        return conf
    return {**applicant(int(xcom_pull("open_case").removeprefix("U-"))), "is_licensed_state": True}


def answer(name, result):
    print(f"{name}: {json.dumps(result, ensure_ascii=False)}")
    xcom_push("return_value", result)


def years_since(day):
    return round((date.today() - date.fromisoformat(day)).days / 365.25, 1)
