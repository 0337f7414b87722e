"""From all answers to a decision, and from the decision to an account. Usage: decide.py STEP."""

import hashlib
import json
import math
import os
import sys
import time
from pathlib import Path

from dagwright import context, xcom_pull, xcom_push

REPORTS = Path(os.environ["DAGWRIGHT_WORKSPACE"]) / "reports" / "onboarding"


def case_folder():
    return REPORTS / xcom_pull("load_applicant")["user_id"]


def manifest():
    """What is in the case's folder, each file with its digest."""
    files = sorted(path for path in case_folder().iterdir() if path.suffix == ".txt")
    return {"files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in files}}


def features():
    return {
        "kyc": xcom_pull("kyc_score")["points"] / 100,
        "credit": (xcom_pull("credit_score")["score"] - 500) / 320,
        "debt": xcom_pull("credit_debt_ratio")["ratio"],
        "cushion": min(1.0, xcom_pull("bank_cash_flow")["smallest"] / 2000),
    }


def model():
    """A logistic score with fixed weights: the chance that all goes well."""
    x = xcom_pull("risk_features")
    z = 1.2 + 2.1 * x["kyc"] + 1.8 * x["credit"] - 2.6 * x["debt"] + 0.9 * x["cushion"]
    return {"chance": round(1 / (1 + math.exp(-z)), 4)}


def rules():
    """Every check that must hold whatever the model says."""
    must = ("check_email", "check_age", "find_duplicates", "kyc_score", "bank_iban_checksum", "credit_debt_ratio", "credit_score")
    return {"broken": [task for task in must if not xcom_pull(task)["ok"]]}


def decision():
    broken, chance = xcom_pull("risk_rules")["broken"], xcom_pull("risk_model")["chance"]
    limit = context()["params"]["accept_from"]
    return {"decision": "accept" if not broken and chance >= limit else "refer", "because": broken or [f"chance {chance} against {limit}"]}


def account_number():
    """Ten digits from the user id, and a check digit by 11-10."""
    digits = f"{int(hashlib.sha256(xcom_pull('load_applicant')['user_id'].encode()).hexdigest(), 16) % 10**10:010d}"
    check = 10
    for digit in digits:
        check = (check + int(digit)) % 10 or 10
        check = check * 2 % 11
    return {"number": digits + str((11 - check) % 10)}


def account_limits():
    accepted = xcom_pull("decision")["decision"] == "accept"
    income = xcom_pull("credit_income")["yearly_income"]
    return {"daily": min(5000, income // 24) if accepted else 0, "card": accepted}


def welcome_letter():
    person, outcome = xcom_pull("load_applicant"), xcom_pull("decision")
    limits = xcom_pull("account_limits")
    body = f"Your account {xcom_pull('account_number')['number']} is open; you may spend {limits['daily']} a day." if limits["card"] else "A colleague will look at your application and write to you."
    path = case_folder() / "letter.md"
    path.write_text(f"# Dear {person['full_name']}\n\n{body}\n", encoding="utf-8")
    return {"path": path.name, "decision": outcome["decision"]}


def audit_trail():
    """What each task answered, for whoever asks later."""
    answers = context()["xcoms"]
    path = case_folder() / "audit.json"
    path.write_text(json.dumps(answers, indent=1, sort_keys=True, ensure_ascii=False), encoding="utf-8")
    return {"tasks": len(answers), "bytes": path.stat().st_size}


STEPS = {step.__name__: step for step in (manifest, features, model, rules, decision, account_number, account_limits, welcome_letter, audit_trail)}


def main(name):
    time.sleep(0.06)
    result = STEPS[name]()
    print(f"{name}: {result}")
    xcom_push("return_value", result)


main(sys.argv[1])
