"""Bank link: the account's checksum, its bank, its cash flow. Usage: bank.py STEP."""

import sys
import time

from dagwright import xcom_pull, xcom_push


def iban_checksum(person):
    """ISO 13616: the country and check digits go to the end, letters become numbers, the rest by 97 is 1."""
    iban = person["iban"]
    number = int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4]))
    return {"ok": number % 97 == 1, "ends_with": iban[-4:]}


def find_bank(person):
    code = person["iban"][4:12]
    return {"country": person["iban"][:2], "bank_code": code, "branch": int(code) % 900 + 100}


def cash_flow(person):
    """Twelve months of what is left, with the thirteenth salary in December."""
    left = [person["monthly_income"] * (2 if month == 12 else 1) - person["monthly_debt"] - 900 for month in range(1, 13)]
    return {"ok": min(left) > 0, "smallest": min(left), "year": sum(left)}


STEPS = {step.__name__: step for step in (iban_checksum, find_bank, cash_flow)}


def main(name):
    time.sleep(0.12)  # stands for the answer time of the bank
    result = STEPS[name](xcom_pull("load_applicant"))
    print(f"{name}: {result}")
    xcom_push("return_value", result)


main(sys.argv[1])
