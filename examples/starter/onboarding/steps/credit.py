"""Credit: two bureaus, income and debts. Usage: credit.py STEP."""

import hashlib
import sys
import time

from dagwright import context, xcom_pull, xcom_push


def bureau(person, name):
    """A stand-in for a bureau's file on a person: a score of 520 to 820 that stays the same for the person."""
    digest = hashlib.sha256(f"{name}:{person['user_id']}".encode()).digest()
    return 520 + int.from_bytes(digest[:2], "big") % 301


def bureau_a(person):
    if context()["try_number"] == 1:
        sys.exit("bureau A: connection reset by peer (the first try of every run ends so; the retry succeeds)")
    return {"score": bureau(person, "a")}


def bureau_b(person):
    return {"score": bureau(person, "b")}


def income(person):
    return {"yearly_income": person["monthly_income"] * 12, "band": "high" if person["monthly_income"] >= 5000 else "middle" if person["monthly_income"] >= 2500 else "low"}


def debt_ratio(person):
    ratio = person["monthly_debt"] / (xcom_pull("credit_income")["yearly_income"] / 12)
    return {"ok": ratio <= 0.45, "ratio": round(ratio, 3)}


def score(_person):
    bureaus = [xcom_pull("credit_bureau_a")["score"], xcom_pull("credit_bureau_b")["score"]]
    ratio = xcom_pull("credit_debt_ratio")["ratio"]
    total = round(sum(bureaus) / 2 - 200 * max(0.0, ratio - 0.3))
    return {"ok": total >= 560, "score": total, "spread": abs(bureaus[0] - bureaus[1])}


STEPS = {step.__name__: step for step in (bureau_a, bureau_b, income, debt_ratio, score)}


def main(name):
    time.sleep(0.1 + len(name) % 3 * 0.1)  # stands for the answer time of a service
    result = STEPS[name](xcom_pull("load_applicant"))
    print(f"{name}: {result}")
    xcom_push("return_value", result)


main(sys.argv[1])
