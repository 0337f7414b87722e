"""From features to a decision. Usage: scoring.py STEP."""

import csv
import math
import sys
from datetime import datetime, timezone

from casework import answer, application, in_case, scratch
from dagwright import branch, context, write_rows, xcom_pull, xcom_push

GRADES = ((0.04, "A", 0.089), (0.09, "B", 0.129), (0.18, "C", 0.189))


def features():
    with open(scratch("features.csv"), encoding="utf-8", newline="") as file:
        return {name: float(value) for name, value in next(csv.DictReader(file)).items() if name != "user_id"}


def default_risk():
    """A logistic score with fixed weights: the chance of a default within a year."""
    x = features()
    z = 1.1 - 0.009 * (x["personal_score"] - 500) - 0.02 * x["business_score"] - 0.06 * min(x["years_in_business"], 15) + 1.4 * x["liens"]
    return {"chance": round(1 / (1 + math.exp(-z)), 4)}


def cash_flow_risk():
    x = features()
    points = 40 * (x["margin"] < 0.1) + 30 * (x["revenue_trend"] < -0.1) + 5 * min(6, x["days_overdrawn"])
    return {"points": points}


def policy_rules():
    """What must hold whatever a model says."""
    x = features()
    rules = {
        "kyc": xcom_pull("kyc_result")["ok"],
        "fraud": xcom_pull("fraud_score")["ok"],
        "licensed state": xcom_pull("check_address")["licensed"],
        "half a year in business": xcom_pull("business_registry")["ok"],
        "revenue of 10,000 a month": x["monthly_revenue"] >= 10_000,
    }
    return {"broken": [name for name, holds in rules.items() if not holds]}


def combined_score():
    chance = min(0.99, xcom_pull("default_risk")["chance"] + xcom_pull("cash_flow_risk")["points"] / 1_000)
    grade = next((name for limit, name, _rate in GRADES if chance <= limit), "D")
    return {"chance": round(chance, 4), "grade": grade, "broken": xcom_pull("policy_rules")["broken"]}


def decide():
    """The branch: sanctions and fraud are declined, what a rule or a bad grade holds up goes to a person, the rest is approved."""
    score = xcom_pull("combined_score")
    if not xcom_pull("screen_sanctions")["ok"] or "fraud" in score["broken"]:
        outcome, follow = "declined", ["decline_letter"]
    elif score["broken"] or score["grade"] == "D":
        outcome, follow = "referred", ["assign_analyst"]
    else:
        outcome, follow = "approved", ["credit_limit"]
    xcom_push("decided_at", datetime.now(timezone.utc).isoformat(timespec="milliseconds"))
    branch(*follow)
    return {"outcome": outcome, **score}


def credit_limit():
    wanted = application()["requested_amount"]
    return {"limit": int(min(wanted, 0.8 * features()["monthly_revenue"]) // 500 * 500)}


def price_offer():
    grade = xcom_pull("decide")["grade"]
    rate = next(rate for _limit, name, rate in GRADES if name == grade)
    return {"limit": xcom_pull("credit_limit")["limit"], "grade": grade, "yearly_rate": rate}


def write_letter(text):
    with open(in_case("letter.md"), "w", encoding="utf-8") as file:
        file.write(text)
    return {"letter": "letter.md"}


def offer_letter():
    offer, form = xcom_pull("price_offer"), application()
    return write_letter(f"# Dear {form['full_name']}\n\nYour line of credit for {form['company']}: ${offer['limit']:,} at {offer['yearly_rate']:.1%} a year.\n")


def decline_letter():
    return write_letter(f"# Dear {application()['full_name']}\n\nWe cannot offer a line of credit now.\n")


def assign_analyst():
    write_letter(f"# Dear {application()['full_name']}\n\nA colleague looks at your application and writes to you within two days.\n")
    return {"analyst": ["Morgan", "Robin", "Sam"][int(application()["user_id"].removeprefix("U-")) % 3], "because": xcom_pull("combined_score")["broken"] or ["grade D"]}


def record_decision():
    """A row of the table of decisions, with the moments that the time to a decision is counted by."""
    decision, form, offer = xcom_pull("decide"), application(), xcom_pull("price_offer") or {}
    decided_at = xcom_pull("decide", "decided_at")
    row = {"user_id": form["user_id"], "run_id": context()["run_id"], "outcome": decision["outcome"], "grade": decision["grade"], "chance": decision["chance"], "credit_limit": offer.get("limit", 0), "sent_at": form.get("sent_at"), "decided_at": decided_at}
    write_rows([row])
    return row


STEPS = {step.__name__: step for step in (default_risk, cash_flow_risk, policy_rules, combined_score, decide, credit_limit, price_offer, offer_letter, decline_letter, assign_analyst, record_decision)}
answer(sys.argv[1], STEPS[sys.argv[1]]())
