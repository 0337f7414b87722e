"""Stand-ins for credit bureaus: a file on a person or business that is always the same. Usage: bureaus.py STEP."""

import hashlib
import sys
import time

from casework import answer, application
from dagwright import context, xcom_pull


def file_of(form, bureau):
    digest = hashlib.sha256(f"{bureau}:{form['user_id']}".encode()).digest()
    time.sleep(0.02 + digest[3] % 40 / 1_000)  # the answer time of a service
    return digest


def bureau_personal(form):
    return {"score": 560 + int.from_bytes(file_of(form, "personal")[:2], "big") % 261}


def bureau_business(form):
    """This service drops the first connection of every fifth applicant; the task has a retry for that."""
    digest = file_of(form, "business")
    if context()["try_number"] == 1 and int(form["user_id"].removeprefix("U-")) % 5 == 0:
        sys.exit("business bureau: connection reset by peer (every fifth applicant has that on the first try)")
    return {"score": 40 + digest[0] % 60, "trade_lines": digest[1] % 9}


def tax_liens(form):
    digest = file_of(form, "liens")
    return {"open": 1 if digest[0] < 12 else 0}


def bureau_report(_form):
    personal, business, liens = (xcom_pull(name) for name in ("bureau_personal", "bureau_business", "tax_liens"))
    return {"personal": personal["score"], "business": business["score"], "liens": liens["open"]}


STEPS = {step.__name__: step for step in (bureau_personal, bureau_business, tax_liens, bureau_report)}
answer(sys.argv[1], STEPS[sys.argv[1]](application()))
