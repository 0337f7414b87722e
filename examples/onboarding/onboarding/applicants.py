"""Made-up owners of small businesses. The number of an applicant decides everything about them, on every machine."""

FIRST = ["Amara", "Bram", "Chloe", "Dmitri", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Keiko", "Liam", "Mara", "Noor", "Odile", "Priya", "Rosa", "Samir", "Tara", "Viktor"]
LAST = ["Abara", "Brandt", "Castillo", "Dubois", "Eriksen", "Fontaine", "Halloran", "Ibarra", "Kowalski", "Lindqvist", "Marchetti", "Nakamura", "O'Brien", "Osterhaus", "Petrov", "Quist", "Reyes", "Silva"]
TRADES = ["Bakery", "Bike Repair", "Carpentry", "Catering", "Florist", "Landscaping", "Print Shop", "Roofing", "Tea House", "Veterinary Clinic"]
STATES = ["CA", "NY", "TX", "IL", "WA", "GA", "ND"]
STREETS = ["Cedar Street", "Harbor Road", "Mill Lane", "Orchard Avenue", "Station Street"]
#: People whom some later step is about, so that every way through the DAG is taken by somebody.
KNOWN = {3: ("Viktor", "Halloran"), 8: ("Bram", "Osterhaus")}


def user_id(number):
    return f"U-{number:04d}"


def applicant(number):
    """The application of one user as the web form sends it: plain JSON values, amounts in dollars."""
    import hashlib
    import random

    draw = random.Random(f"applicant {number}")
    first, last = KNOWN.get(number, (draw.choice(FIRST), draw.choice(LAST)))
    trade = draw.choice(TRADES)
    revenue = draw.randrange(8, 90) * 1_000
    plain = "".join(letter for letter in last.lower() if letter.isalpha())
    return {
        "user_id": user_id(number),
        "full_name": f"{first} {last}",
        "email": f"{first.lower()}.{plain}{number}@{plain}-{trade.lower().replace(' ', '-')}.example",
        "phone": f"+1 {draw.randrange(201, 990)} 555 {draw.randrange(100, 200):04d}",
        "company": f"{last} {trade}",
        "street": f"{draw.randrange(1, 240)} {draw.choice(STREETS)}",
        "state": draw.choices(STATES, [8, 7, 6, 5, 4, 4, 1])[0],
        "tax_id": f"{draw.randrange(10, 89)}-{draw.randrange(1_000_000, 9_999_999)}",
        "founded": f"{draw.randrange(1996, 2025)}-{draw.randrange(1, 13):02d}-01",
        "licence_number": with_checksum(draw.randrange(10**8, 10**9)),
        "device_id": hashlib.sha256(f"device {number}".encode()).hexdigest()[:12],
        "account": with_checksum(draw.randrange(10**9, 10**10)),
        "requested_amount": draw.randrange(2, 26) * 2_500,
        "statements": [statement(draw, month, revenue) for month in range(1, 7)],
    }


def statement(draw, month, revenue):
    money_in = round(revenue * draw.uniform(0.75, 1.25))
    return {"month": f"2026-{month:02d}", "money_in": str(money_in), "money_out": str(round(money_in * draw.uniform(0.6, 1.02))), "days_overdrawn": draw.choice([0, 0, 0, 0, 1, 3])}


def with_checksum(number):
    """The digits with a Luhn check digit behind them."""
    return f"{number}{-luhn_sum(f'{number}0') % 10}"


def luhn_sum(digits):
    """0 modulo 10 for a number whose check digit is right (ISO/IEC 7812)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled)
