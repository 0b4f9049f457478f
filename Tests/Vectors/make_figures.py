#!/usr/bin/env python3
"""Makes figures.json: what definitions of figures yield on a few entries, and which texts are no definitions.

This is a third implementation of docs/figures.md, in the plainest way that it can be written, to judge the other two by. Where a
vector comes with a value that somebody else has printed or that is plain by hand, `says=` holds the maker to it.

    python3 Tests/Vectors/make_figures.py            # writes Tests/Vectors/figures.json, the same bytes every time
"""

import json
import random
import re
from fractions import Fraction
from pathlib import Path

MOST = 10**12


# ---- The language -------------------------------------------------------------------------------------------------------------

class Invalid(Exception):
    pass


def need(condition, reason):
    if not condition:
        raise Invalid(reason)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_text(value):
    """A text; U+0000 stands in none, since not every database can hold it."""
    return isinstance(value, str) and "\0" not in value


def is_name(value):
    return is_text(value) and re.fullmatch(r"[a-z][a-z0-9_]{0,39}", value) is not None


def is_code(value):
    return is_text(value) and len(value) <= 60 and re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", value) is not None


def is_day(value):
    """A day of the calendar, written with ten ASCII characters."""
    if not is_text(value) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    year, month, day = (int(part) for part in value.split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]


def year_before(day):
    return f"{int(day[:4]) - 1:04}" + ("-02-28" if day[4:] == "-02-29" else day[4:])


def check_keys(thing, required, allowed, where):
    need(isinstance(thing, dict), f"{where} is no object")
    for key in thing:
        need(key in required or key in allowed, f"{where} has the unknown key {key}")
    for key in required:
        need(key in thing, f"{where} lacks {key}")


def check_words(thing, where):
    check_keys(thing, ["en", "zh"], [], where)
    need(all(is_text(text) and text for text in thing.values()), f"{where} has something else than texts")


def check_conditions(conditions, where):
    need(isinstance(conditions, dict) and conditions, f"{where} is no object with conditions")
    for key, wanted in conditions.items():
        name, operator = split(key)
        need(is_name(name) and operator in ("", "!", "^", "<", "<=", ">", ">=", "?"), f"{where} has the condition {key}")
        single = is_text(wanted) or is_integer(wanted)
        if operator == "":
            several = isinstance(wanted, list) and len(wanted) > 0 and all(is_text(one) or is_integer(one) for one in wanted)
            need(single or several, f"{where}.{key} is neither a value nor an array of values")
            need(single or len({canonical(one) for one in wanted}) == len(wanted), f"{where}.{key} has a value twice")
        elif operator == "^":
            need(is_text(wanted), f"{where}.{key} is no text")
        elif operator == "?":
            need(is_integer(wanted) and wanted in (0, 1), f"{where}.{key} is neither 1 nor 0")
        else:
            need(single, f"{where}.{key} is neither text nor integer")


def check_terms(terms, where):
    need(isinstance(terms, list) and terms, f"{where} is no array of terms")
    for term in terms:
        check_keys(term, ["agg", "from"], ["of", "where", "day", "span", "times"], where)
        need(term["agg"] in ("count", "distinct", "sum", "min", "max"), f"{where} has the aggregate {term['agg']}")
        need(("of" in term) == (term["agg"] != "count"), f"{where}: of")
        need("of" not in term or is_name(term["of"]), f"{where}.of is no name")
        types = term["from"]
        need(isinstance(types, list) and types and all(is_code(kind) for kind in types), f"{where}.from is no array of types")
        need(all(one < two for one, two in zip(types, types[1:])), f"{where}.from is not sorted")
        if "where" in term:
            check_conditions(term["where"], f"{where}.where")
        need("day" not in term or is_name(term["day"]), f"{where}.day is no name")
        need(term.get("day") != "at", f"{where}.day is the default")
        need("span" not in term or term["span"] == "until", f"{where}.span is the default, or none")
        need("times" not in term or is_integer(term["times"]) and term["times"] == -1, f"{where}.times is the default, or neither")
        if term["agg"] in ("min", "max"):
            need(len(terms) == 1 and "times" not in term, f"{where}: min and max stand alone")


def check(definition):
    """Raises Invalid if the object is no definition."""
    check_keys(
        definition,
        ["basis", "cohort", "code", "name", "numerator", "rounding", "unit", "valid_from", "version"],
        ["compare", "decimals", "denominator", "exclusions", "least", "scale", "valid_to"],
        "the definition",
    )
    need(is_text(definition["basis"]) and definition["basis"], "basis is no text")
    need(definition["cohort"] in ("due", "opened", "flow"), "cohort is none")
    need(is_code(definition["code"]), "code is none")
    need(is_integer(definition["version"]) and definition["version"] >= 1, "version is none")
    check_words(definition["name"], "name")
    check_words(definition["unit"], "unit")
    need(definition["rounding"] in ("half_up", "half_even"), "rounding is none")
    for key, least, most in (("scale", 2, 1_000_000), ("decimals", 1, 6), ("least", 1, 2**53 - 1)):
        if key in definition:
            need(is_integer(definition[key]) and least <= definition[key] <= most, f"{key} is out of range, or the default")
    check_terms(definition["numerator"], "numerator")
    if "denominator" in definition:
        check_terms(definition["denominator"], "denominator")
        both = definition["numerator"] + definition["denominator"]
        need(all(term["agg"] not in ("min", "max") for term in both), "min and max stand alone")
        need("compare" not in definition, "compare stands without denominator")
    need("compare" not in definition or definition["compare"] == "year", "compare is not year")
    need("scale" not in definition or "denominator" in definition or "compare" in definition, "scale of what is not divided")
    if "exclusions" in definition:
        need(isinstance(definition["exclusions"], dict) and definition["exclusions"], "exclusions is no object with reasons")
        for reason, conditions in definition["exclusions"].items():
            need(is_name(reason), f"the reason {reason} is no name")
            check_conditions(conditions, f"exclusions.{reason}")
    need(is_day(definition["valid_from"]), "valid_from is no day")
    if "valid_to" in definition:
        need(is_day(definition["valid_to"]) and definition["valid_to"] > definition["valid_from"], "valid_to is no later day")


def read(text):
    """A definition from its bytes; raises Invalid."""
    def unfloat(number):
        raise Invalid(f"{number} is no integer")

    try:
        definition = json.loads(text, parse_float=unfloat, parse_constant=unfloat)
    except ValueError:
        raise Invalid("no JSON")
    need(canonical(definition) == text, "not canonical: blanks, order, repeated keys or another spelling")
    check(definition)
    return definition


# ---- The value ----------------------------------------------------------------------------------------------------------------

def split(key):
    found = re.fullmatch(r"(.*?)(<=|>=|<|>|!|\^|\?)?", key, re.DOTALL)
    return found[1], found[2] or ""


def ordered(left, operator, right):
    if is_text(left) and is_text(right):
        left, right = left.encode(), right.encode()
    elif not (is_integer(left) and is_integer(right)):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def holds(conditions, facts, window):
    def value(wanted):
        return {"@from": window[0], "@until": window[1]}.get(wanted, wanted)

    for key, wanted in conditions.items():
        name, operator = split(key)
        fact = facts.get(name)  # No fact is None, and a text never equals an integer.
        if operator == "":
            good = fact in [value(one) for one in wanted] if isinstance(wanted, list) else fact == value(wanted)
        elif operator == "!":
            good = fact is None or fact != value(wanted)
        elif operator == "^":
            good = is_text(fact) and fact.startswith(value(wanted))
        elif operator == "?":
            good = (fact is not None) == (wanted == 1)
        else:
            good = fact is not None and ordered(fact, operator, value(wanted))
        if not good:
            return False
    return True


def count_term(term, exclusions, entries, window, scope, excluded):
    """The entries that a term counts; the others that it matches are added to `excluded`."""
    counted = []
    for facts in entries:
        day = facts.get(term.get("day", "at"))
        if facts["t"] not in term["from"] or not is_day(day):
            continue
        if not (day < window[1] and (term.get("span") == "until" or window[0] <= day)):
            continue
        if not (holds(term.get("where", {}), facts, window) and holds(scope, facts, window)):
            continue
        reasons = [reason for reason in sorted(exclusions) if holds(exclusions[reason], facts, window)]
        if reasons:
            excluded[reasons[0]] = excluded.get(reasons[0], 0) + 1
        else:
            counted.append(facts)
    return counted


def aggregate(term, counted):
    values = [facts.get(term.get("of")) for facts in counted]
    numbers = [value for value in values if is_integer(value) and -MOST <= value <= MOST]
    if term["agg"] == "count":
        return len(counted)
    if term["agg"] == "distinct":
        return len({value for value in values if is_text(value)})
    if term["agg"] == "sum":
        return sum(numbers)
    if not numbers:
        return None
    return min(numbers) if term["agg"] == "min" else max(numbers)


def total(terms, definition, entries, window, scope):
    """The sum of the terms (None if it is the least or largest of nothing), the rows, and what was excluded."""
    sums, rows, excluded = [], 0, {}
    for term in terms:
        counted = count_term(term, definition.get("exclusions", {}), entries, window, scope, excluded)
        rows += len(counted)
        value = aggregate(term, counted)
        sums.append(None if value is None else term.get("times", 1) * value)
    return (None if None in sums else sum(sums)), rows, excluded


def printed(value, decimals, rounding):
    """An exact fraction with so many decimals; what rounds to nothing has no sign."""
    scaled = abs(value) * 10**decimals
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    if rest > Fraction(1, 2) or rest == Fraction(1, 2) and (rounding == "half_up" or whole % 2 == 1):
        whole += 1
    digits = str(whole).rjust(decimals + 1, "0")
    text = digits[:-decimals] + "." + digits[-decimals:] if decimals else digits
    return "-" + text if value < 0 and whole > 0 else text


def evaluate(definition, entries, start, until, scope):
    window = (start, until)
    numerator, rows, excluded = total(definition["numerator"], definition, entries, window, scope)
    denominator, scale = None, definition.get("scale", 1)
    if "denominator" in definition:
        denominator, rows, excluded = total(definition["denominator"], definition, entries, window, scope)
    if definition.get("compare") == "year":
        earlier = (year_before(start), year_before(until))
        denominator, _, _ = total(definition["numerator"], definition, entries, earlier, scope)
    status, value = "A", None
    if numerator is None or "compare" in definition and denominator is None:
        status = "O"
    elif "compare" in definition:
        if denominator <= 0:
            status = "M"
        else:
            value = Fraction((numerator - denominator) * scale, denominator)
    elif "denominator" in definition:
        if denominator == 0:
            status = "M"
        else:
            value = Fraction(numerator * scale, denominator)
    else:
        value = Fraction(numerator)
    text = None if value is None else printed(value, definition.get("decimals", 0), definition["rounding"])
    return {"numerator": numerator, "denominator": denominator, "rows": rows, "excluded": excluded, "status": status, "value": text}


# ---- The vectors --------------------------------------------------------------------------------------------------------------

VECTORS = []


def definition(numerator, denominator=None, **more):
    plain = {
        "basis": "测试", "cohort": "flow", "code": "test.figure", "name": {"en": "Test", "zh": "测试"}, "numerator": numerator,
        "rounding": "half_up", "unit": {"en": "cases", "zh": "件"}, "valid_from": "2020-01-01", "version": 1,
    }
    if denominator is not None:
        plain["denominator"] = denominator
    plain.update(more)
    return {key: value for key, value in plain.items() if value is not DROP}


DROP = object()


def count(*types, **more):
    return term("count", *types, **more)


def term(agg, *types, where=None, **more):
    made = {"agg": agg, "from": list(types) or ["x"], **more}
    if where is not None:
        made["where"] = where
    return made


def entry(kind="x", at="2026-06-15", **facts):
    return {"at": at, "t": kind, "v": 1, **facts}


def vector(name, made, entries, says, start="2026-06-01", until="2026-07-01", scope=None):
    """Adds a vector; `says` is the value that must come out, or a dictionary of what must."""
    text = canonical(made)
    expected = evaluate(read(text), entries, start, until, scope or {})
    for key, value in (says if isinstance(says, dict) else {"value": says}).items():
        assert expected[key] == value, f"{name}: {key} is {expected[key]} and not {value}"
    VECTORS.append({"name": name, "definition": text, "entries": entries, "from": start, "until": until, "scope": scope or {},
                    "expected": expected})


def invalid(name, text, reason):
    """Adds a text that is no definition."""
    text = text if is_text(text) else canonical(text)
    try:
        read(text)
    except Invalid:
        VECTORS.append({"name": name, "definition": text, "invalid": reason})
        return
    raise AssertionError(f"{name}: read without complaint")


def operators():
    def one(name, conditions, facts, is_counted, **more):
        vector(f"condition: {name}", definition([count(where=conditions)]), [entry(**facts)], "1" if is_counted else "0", **more)

    # Equality, by kind.
    one("a text is that text", {"unit": "东城"}, {"unit": "东城"}, True)
    one("a text is not another", {"unit": "东城"}, {"unit": "西城"}, False)
    one("a text is not a longer one", {"unit": "东城"}, {"unit": "东城区"}, False)
    one("a missing fact is no text", {"unit": "东城"}, {}, False)
    one("a missing fact is not the empty text", {"unit": ""}, {}, False)
    one("the empty text is itself", {"unit": ""}, {"unit": ""}, True)
    one("capitals are other letters", {"unit": "a"}, {"unit": "A"}, False)
    one("an integer is that integer", {"level": 3}, {"level": 3}, True)
    one("a negative integer is that integer", {"level": -3}, {"level": -3}, True)
    one("an integer is not another", {"level": 3}, {"level": 4}, False)
    one("a text of digits is no integer", {"level": 3}, {"level": "3"}, False)
    one("an integer is no text of digits", {"level": "3"}, {"level": 3}, False)
    one("1 is not a missing fact", {"level": 1}, {}, False)
    one("0 is not a missing fact", {"level": 0}, {}, False)
    one("the largest integer", {"n": 2**53 - 1}, {"n": 2**53 - 1}, True)
    one("the largest integer and its neighbour", {"n": 2**53 - 1}, {"n": 2**53 - 2}, False)
    one("a letter and its mark are two scalar values", {"unit": "caf\u00e9"}, {"unit": "cafe\u0301"}, False)
    one("the type is a fact", {"t": "x"}, {}, True)
    one("a quotation mark, a backslash and a newline", {"unit": "a\"\\\n"}, {"unit": "a\"\\\n"}, True)

    # One of several.
    one("one of two texts", {"unit": ["东城", "西城"]}, {"unit": "西城"}, True)
    one("one of two spellings of é", {"unit": ["\u00e9", "e\u0301"]}, {"unit": "e\u0301"}, True)
    one("none of two texts", {"unit": ["东城", "西城"]}, {"unit": "南城"}, False)
    one("one of two integers", {"level": [1, 2]}, {"level": 2}, True)
    one("none of two integers", {"level": [1, 2]}, {"level": "2"}, False)
    one("one of both kinds", {"level": [1, "2"]}, {"level": "2"}, True)
    one("a missing fact is none of them", {"level": [0, ""]}, {}, False)
    one("one of one", {"unit": ["东城"]}, {"unit": "东城"}, True)

    # Not.
    one("not that text, another", {"unit!": "东城"}, {"unit": "西城"}, True)
    one("not that text, but it is", {"unit!": "东城"}, {"unit": "东城"}, False)
    one("not that text, missing", {"unit!": "东城"}, {}, True)
    one("not that text, an integer", {"unit!": "1"}, {"unit": 1}, True)
    one("not that integer, another", {"level!": 1}, {"level": 2}, True)
    one("not that integer, but it is", {"level!": 1}, {"level": 1}, False)
    one("not that integer, missing", {"level!": 0}, {}, True)
    one("not that integer, a text", {"level!": 1}, {"level": "1"}, True)

    # Beginnings.
    one("begins so", {"grid^": "411002001"}, {"grid": "411002001003"}, True)
    one("begins with all of itself", {"grid^": "411002001"}, {"grid": "411002001"}, True)
    one("is shorter than the beginning", {"grid^": "411002001"}, {"grid": "411002"}, False)
    one("has it elsewhere", {"grid^": "002"}, {"grid": "411002"}, False)
    one("begins in Chinese", {"unit^": "魏北"}, {"unit": "魏北街道"}, True)
    one("begins with another character of the same first byte", {"unit^": "魏"}, {"unit": "魐北街道"}, False)
    one("begins with a letter whose mark follows", {"unit^": "e"}, {"unit": "e\u0301tude"}, True)
    one("begins beyond the basic plane", {"unit^": "𠮷"}, {"unit": "𠮷野"}, True)
    one("begins with nothing", {"unit^": ""}, {"unit": "东城"}, True)
    one("begins with nothing, an integer", {"unit^": ""}, {"unit": 7}, False)
    one("begins with nothing, missing", {"unit^": ""}, {}, False)
    one("an integer begins with no text", {"grid^": "4"}, {"grid": 411}, False)
    one("a beginning is no pattern: percent", {"unit^": "a%"}, {"unit": "abc"}, False)
    one("a beginning is no pattern: underscore", {"unit^": "a_c"}, {"unit": "abc"}, False)
    one("a beginning is no pattern: bracket and star", {"unit^": "[a-c]*"}, {"unit": "abc"}, False)
    one("a percent is itself", {"unit^": "5%"}, {"unit": "5%以内"}, True)
    one("a beginning in capitals", {"unit^": "AB"}, {"unit": "abc"}, False)

    # Order.
    for operator, results in (("<", "100"), ("<=", "110"), (">", "001"), (">=", "011")):
        for value, result in zip((2, 3, 4), results):
            one(f"{value} {operator} 3", {f"level{operator}": 3}, {"level": value}, result == "1")
        for value, result in zip(("2026-06-09", "2026-06-10", "2026-06-11"), results):
            one(f"{value} {operator} 2026-06-10", {f"on{operator}": "2026-06-10"}, {"on": value}, result == "1")
        one(f"a text {operator} an integer", {f"level{operator}": 3}, {"level": "3"}, False)
        one(f"an integer {operator} a text", {f"level{operator}": "3"}, {"level": 3}, False)
        one(f"nothing {operator} an integer", {f"level{operator}": 3}, {}, False)
        one(f"nothing {operator} a text", {f"level{operator}": ""}, {}, False)
    one("-10 < -9", {"n<": -9}, {"n": -10}, True)
    one("10 as a text comes before 9", {"n<": "9"}, {"n": "10"}, True)
    one("a capital comes before a small letter", {"n<": "a"}, {"n": "B"}, True)
    one("a beginning comes before the whole", {"n<": "ab"}, {"n": "a"}, True)
    one("Han characters by their bytes, not by their sound", {"n<": "西城"}, {"n": "东城"}, True)
    one("beyond the basic plane comes last, though its UTF-16 does not", {"n>": "\uff21"}, {"n": "\U0001f600"}, True)
    one("a letter with a mark comes after z", {"n>": "z"}, {"n": "\u00e9"}, True)
    one("a quotation mark comes before a hash sign", {"n<": "#"}, {"n": "\""}, True)
    one("a newline comes before a blank", {"n<": " "}, {"n": "\n"}, True)

    # There or not.
    one("there, a text", {"due?": 1}, {"due": ""}, True)
    one("there, an integer", {"due?": 1}, {"due": 0}, True)
    one("there, but it is not", {"due?": 1}, {}, False)
    one("not there", {"due?": 0}, {}, True)
    one("not there, but it is", {"due?": 0}, {"due": "2026-06-01"}, False)

    # The window's ends.
    one("the first day", {"on": "@from"}, {"on": "2026-06-01"}, True)
    one("the day after the last", {"on": "@until"}, {"on": "2026-07-01"}, True)
    one("the text @from itself", {"on": "@from"}, {"on": "@from"}, False)
    one("from the first day", {"on>=": "@from"}, {"on": "2026-06-01"}, True)
    one("before the end", {"on<": "@until"}, {"on": "2026-07-01"}, False)
    one("not the first day", {"on!": "@from"}, {"on": "2026-06-01"}, False)
    one("an end among others", {"on": ["@until", "2026-01-01"]}, {"on": "2026-07-01"}, True)
    one("an end as a beginning", {"on^": "@from"}, {"on": "2026-06-01"}, True)
    one("a text that only begins like an end", {"on": "@fromage"}, {"on": "@fromage"}, True)

    # Several at once.
    one("all hold", {"level>=": 2, "level<": 5, "unit^": "东"}, {"level": 2, "unit": "东城"}, True)
    one("one fails", {"level>=": 2, "level<": 5, "unit^": "东"}, {"level": 5, "unit": "东城"}, False)


def days():
    def one(name, day, is_counted, **more):
        vector(f"day: {name}", definition([count(day="on", **more)]), [entry(on=day)], "1" if is_counted else "0")

    one("the first of the window", "2026-06-01", True)
    one("the last of the window", "2026-06-30", True)
    one("the one after it", "2026-07-01", False)
    one("the one before it", "2026-05-31", False)
    one("before it, of all until then", "2026-05-31", True, span="until")
    one("long before, of all until then", "1999-12-31", True, span="until")
    one("the one after it, of all until then", "2026-07-01", False, span="until")
    for name, day in (("31 June", "2026-06-31"), ("0 June", "2026-06-00"), ("29 February 2026", "2026-02-29"),
                      ("a thirteenth month", "2026-13-01"), ("without zeros", "2026-6-1"), ("a blank behind it", "2026-06-01 "),
                      ("a time behind it", "2026-06-01T08:00"), ("without hyphens", "20260601"), ("with strokes", "2026/06/01"),
                      ("full-width digits", "２０２６-06-01"), ("29 February 1900", "1900-02-29"), ("a text", "六月一日"),
                      ("the empty text", ""), ("a sign", "+026-06-01")):
        one(f"that is none: {name}", day, False, span="until")
    one("that is none: an integer", 20260601, False, span="until")
    one("29 February 2024", "2024-02-29", True, span="until")
    one("29 February 2000", "2000-02-29", True, span="until")
    vector("day: that is not there", definition([count(day="on")]), [entry()], "0")
    vector("day: recorded, when none is named", definition([count()]), [entry(on="2026-01-01"), entry(at="2026-07-01", on="2026-06-01")], "1")
    late = [entry(at="2026-07-05", on="2026-06-28"), entry(at="2026-06-28", on="2026-06-28"), entry(at="2026-06-02", on="2026-05-31")]
    vector("day: recorded late, but took place in the window", definition([count(day="on")]), late, {"value": "2", "rows": 2})
    vector("day: the same by the day of recording", definition([count()]), late, "2")
    vector("day: a window of one day", definition([count()]), [entry(at=f"2026-06-1{n}") for n in range(5)], "1", "2026-06-12", "2026-06-13")
    vector("day: a window across the year", definition([count()]), [entry(at=day) for day in ("2025-12-28", "2025-12-29", "2026-01-04", "2026-01-05")],
           "2", "2025-12-29", "2026-01-05")
    vector("types: one of two", definition([count("case.closed", "case.reported")]),
           [entry("case.closed"), entry("case.reported"), entry("case.close"), entry("case.closed_early")], "2")
    vector("types: no entry at all", definition([count()]), [], {"value": "0", "rows": 0, "status": "A"})


def aggregates():
    tags = [entry(s="a"), entry(s="b"), entry(s="a"), entry(), entry(s=7), entry(s="")]
    vector("distinct: texts; integers and missing ones add none", definition([term("distinct", of="s")]), tags, {"value": "3", "rows": 6})
    vector("distinct: of nothing", definition([term("distinct", of="s")]), [entry(), entry(s=1)], {"value": "0", "rows": 2})
    vector("distinct: é in two spellings is two texts", definition([term("distinct", of="s")]), [entry(s="\u00e9"), entry(s="e\u0301")], "2")
    vector("distinct: capitals and blanks count", definition([term("distinct", of="s")]), [entry(s=s) for s in ("a", "A", "a ", "a")], "3")
    vector("distinct: Han characters of one shape in two places", definition([term("distinct", of="s")]), [entry(s="\u8c48"), entry(s="\uf900")], "2")
    vector("distinct: of the day", definition([term("distinct", of="at")]), [entry(at=f"2026-06-{n % 7 + 1:02}") for n in range(20)], "7")
    vector("distinct: over two types", definition([term("distinct", "a", "b", of="s")]), [entry("a", s="1"), entry("b", s="1"), entry("b", s="2")], "2")
    vector("distinct: in two terms is added up", definition([term("distinct", "a", of="s"), term("distinct", "b", of="s")]),
           [entry("a", s="1"), entry("b", s="1"), entry("b", s="2")], "3")

    numbers = [entry(n=5), entry(n=-2), entry(n="7"), entry(), entry(n=0)]
    vector("sum: of integers; texts and missing ones add nothing", definition([term("sum", of="n")]), numbers, {"value": "3", "rows": 5})
    vector("sum: of nothing is 0", definition([term("sum", of="n")]), [entry(n="7")], {"value": "0", "status": "A", "rows": 1})
    vector("sum: the largest addends", definition([term("sum", of="n")]), [entry(n=MOST), entry(n=MOST), entry(n=-MOST)], str(MOST))
    vector("sum: beyond the largest adds nothing, but is a row", definition([term("sum", of="n")]),
           [entry(n=MOST + 1), entry(n=-MOST - 1), entry(n=2**53 - 1), entry(n=1)], {"value": "1", "rows": 4})
    vector("min: the least", definition([term("min", of="n")]), numbers, "-2")
    vector("max: the largest", definition([term("max", of="n")]), numbers, {"value": "5", "rows": 5})
    vector("max: of negative ones", definition([term("max", of="n")]), [entry(n=-5), entry(n=-2)], "-2")
    vector("min: beyond the limits is not looked at", definition([term("min", of="n")]), [entry(n=-MOST - 1), entry(n=4)], "4")
    vector("max: the limit itself", definition([term("max", of="n")]), [entry(n=MOST), entry(n=MOST + 1)], str(MOST))
    for agg in ("min", "max"):
        vector(f"{agg}: of nothing", definition([term(agg, of="n")]), [entry(), entry(n="1")],
               {"value": None, "status": "O", "numerator": None, "rows": 2})
        vector(f"{agg}: of no entry", definition([term(agg, of="n")], decimals=2), [], {"value": None, "status": "O", "rows": 0})
    vector("max: with decimals", definition([term("max", of="n")], decimals=2), [entry(n=12)], "12.00")
    vector("max: in a scope", definition([term("max", of="n")]), [entry(n=12, unit="a"), entry(n=99, unit="b")], "12", scope={"unit": "a"})
    vector("times: subtracted", definition([count("a"), count("b", times=-1)]), [entry("a"), entry("b"), entry("b")],
           {"value": "-1", "numerator": -1, "rows": 3})
    vector("times: a sum less a distinct count", definition([term("sum", of="n"), term("distinct", of="s", times=-1)]),
           [entry(n=10, s="a"), entry(n=5, s="b"), entry(n=1, s="a")], {"value": "14", "rows": 6})
    vector("terms: an entry that two count is two rows", definition([count(), count(where={"level": 1})]),
           [entry(level=1), entry(level=2)], {"value": "3", "rows": 3})
    vector("terms: open at the end: begun less closed, of all until then",
           definition([count("case.opened", span="until"), count("case.closed", span="until", times=-1)]),
           [entry("case.opened", at) for at in ("2025-03-01", "2026-05-31", "2026-06-30", "2026-07-01")] + [entry("case.closed", "2026-06-02")],
           "2")


def exclusions():
    kept = definition([count()], exclusions={"b_test": {"test": 1}, "a_late": {"late": 1}, "c_both": {"late": 1, "test": 1}})
    entries = [entry(), entry(test=1), entry(late=1), entry(late=1, test=1), entry("y", late=1), entry(at="2026-05-01", late=1)]
    vector("exclusions: under the first reason in sorted order", kept, entries,
           {"value": "1", "rows": 1, "excluded": {"a_late": 2, "b_test": 1}})
    vector("exclusions: reasons that exclude nothing are not named", kept, [entry()], {"excluded": {}})
    vector("exclusions: only what a term matches", definition([count(where={"level": 1})], exclusions={"late": {"late": 1}}),
           [entry(level=1), entry(level=1, late=1), entry(level=2, late=1)], {"value": "1", "excluded": {"late": 1}})
    vector("exclusions: only in the scope", definition([count()], exclusions={"late": {"late": 1}}),
           [entry(unit="a"), entry(unit="a", late=1), entry(unit="b", late=1)], {"value": "1", "excluded": {"late": 1}}, scope={"unit": "a"})
    vector("exclusions: those of the denominator are told",
           definition([count("a")], [count("b")], exclusions={"late": {"late": 1}}, scale=100, decimals=2),
           [entry("a", late=1), entry("a"), entry("b"), entry("b"), entry("b", late=1), entry("b", late=1)],
           {"value": "50.00", "rows": 2, "excluded": {"late": 2}})
    vector("exclusions: every term excludes", definition([count("x"), count("x", "y")], exclusions={"late": {"late": 1}}),
           [entry("x", late=1), entry("y", late=1)], {"value": "0", "rows": 0, "excluded": {"late": 3}})
    vector("exclusions: by the window's ends", definition([count()], exclusions={"later": {"on>=": "@until"}, "sooner": {"on<": "@from"}}),
           [entry(on="2026-05-31"), entry(on="2026-06-01"), entry(on="2026-07-01"), entry()],
           {"value": "2", "excluded": {"later": 1, "sooner": 1}})
    vector("exclusions: by a fact that is not there", definition([count()], exclusions={"no_grid": {"grid?": 0}}),
           [entry(grid="1"), entry()], {"value": "1", "excluded": {"no_grid": 1}})
    vector("exclusions: by a prefix and by several values", definition([count()], exclusions={"outside": {"grid^": "9"}, "sort": {"level": [5, 6]}}),
           [entry(grid="91", level=5), entry(grid="11", level=6), entry(grid="11", level=1)], {"value": "1", "excluded": {"outside": 1, "sort": 1}})
    vector("exclusions: a distinct count without them", definition([term("distinct", of="s")], exclusions={"late": {"late": 1}}),
           [entry(s="a"), entry(s="b", late=1), entry(s="a", late=1)], {"value": "1", "rows": 1, "excluded": {"late": 2}})


def scopes():
    entries = [entry(grid="411002001001", unit="城管", on_time=1), entry(grid="411002001002", unit="住建", on_time=0),
               entry(grid="411002002001", unit="城管", on_time=0), entry(unit="城管", on_time=1)]
    rate = definition([count(where={"on_time": 1})], [count()], scale=100, decimals=2)
    vector("scope: the district", rate, entries, {"value": "50.00", "rows": 4})
    vector("scope: a street", rate, entries, {"value": "50.00", "rows": 2}, scope={"grid^": "411002001"})
    vector("scope: a department", rate, entries, {"value": "66.67", "rows": 3}, scope={"unit": "城管"})
    vector("scope: a department in a street", rate, entries, {"value": "0.00", "rows": 1}, scope={"grid^": "411002002", "unit": "城管"})
    vector("scope: where nothing is", rate, entries, {"value": None, "status": "M"}, scope={"unit": "水利"})
    vector("scope: one of two departments", rate, entries, "50.00", scope={"unit": ["住建", "城管"]})
    vector("scope: without a grid", rate, entries, "100.00", scope={"grid?": 0})
    vector("scope: a condition that the term has too", definition([count(where={"unit": "城管"})]), entries, "0", scope={"unit": "住建"})
    vector("scope: by the window's end", definition([count()]), [entry(due="2026-07-01"), entry(due="2026-06-30")], "1", scope={"due": "@until"})
    vector("scope: holds in the earlier year too", definition([count()], compare="year", scale=100, decimals=1),
           [entry(unit="a"), entry(unit="a"), entry(unit="a"), entry(at="2025-06-15", unit="a"), entry(at="2025-06-15", unit="a"), entry(at="2025-06-15", unit="b")],
           {"value": "50.0", "numerator": 3, "denominator": 2}, scope={"unit": "a"})


def rates():
    def ratio(top, bottom, **more):
        made = definition([term("sum", of="a")], [term("sum", of="b")], **more)
        return made, [entry(a=top, b=bottom)]

    published = [
        ("周口: 1669 of 1693 problems solved", 1669, 1693, 2, "98.58"), ("长垣: 288 of 298", 288, 298, 1, "96.6"),
        ("长垣: 67 of 69", 67, 69, 1, "97.1"), ("丰城 2025-05: 3112 of 3456", 3112, 3456, 2, "90.05"),
        ("宁国 2022-04: 597 of 601", 597, 601, 1, "99.3"), ("宁国: 8 of 87 dissatisfied", 8, 87, 3, "9.195"),
        ("宁国: 6 of 70 dissatisfied", 6, 70, 3, "8.571"), ("宁国: 5 of 66 dissatisfied", 5, 66, 3, "7.576"),
        ("宁国: 8 of all 597 would be another figure", 8, 597, 2, "1.34"), ("淮阳: 407 of 475", 407, 475, 1, "85.7"),
        ("淮阳: 407 of 475, exactly", 407, 475, 3, "85.684"), ("淮阳: 1693 of 1726", 1693, 1726, 0, "98"),
        ("淮阳: 1693 of 1726, exactly", 1693, 1726, 3, "98.088"), ("唐山 2024-11: 124599 of 195532", 124599, 195532, 2, "63.72"),
        ("唐山 2024-11: of the stated total", 124599, 284406, 2, "43.81"), ("许昌: 4647 of 4647", 4647, 4647, 2, "100.00"),
        ("39 solved of 448 firms visited is no resolution rate", 39, 448, 1, "8.7"),
    ]
    for name, top, bottom, decimals, value in published:
        more = {"decimals": decimals} if decimals else {}
        vector(f"rate: {name}", *ratio(top, bottom, scale=100, **more), value)
    vector("rate: 3000 attendances of 100 activities", *ratio(3000, 100), "30")
    vector("rate: the classes of 杭州's week add up", definition([term("sum", of="n")]), [entry(n=n) for n in (40321, 21860, 9003)], "71184")

    def growth(now, then, decimals=2):
        made = definition([term("sum", of="n")], compare="year", scale=100, decimals=decimals)
        return made, [entry(n=now), entry(n=then, at="2025-06-15")]

    # The base of +7.03 % lies between 3.7511 and 3.7608 亿元; a rounded base gives another growth.
    vector("growth: 4.02 亿元 over 3.7560 亿元", *growth(40_200, 37_560), "7.03")
    vector("growth: 4.02 亿元 over 3.75 亿元", *growth(402, 375), "7.20")
    vector("growth: 4.02 亿元 over 3.76 亿元", *growth(402, 376), "6.91")
    vector("growth: 18.85 亿元 over 18.484 亿元", *growth(188_500, 184_840), "1.98")
    vector("growth: 18.85 亿元 over 18.48 亿元", *growth(1885, 1848), "2.00")
    vector("growth: 18.85 亿元 over 18.49 亿元", *growth(1885, 1849), "1.95")

    # Nothing to divide by.
    for name, made, entries in (
        ("nothing due", definition([count("a")], [count("b")], scale=100), []),
        ("something, of nothing", definition([count("a")], [count("b")], scale=100, decimals=2), [entry("a")]),
        ("terms that cancel out", definition([count("a")], [count("a"), count("b", times=-1)]), [entry("a"), entry("b")]),
    ):
        vector(f"denominator 0: {name}", made, entries, {"value": None, "status": "M", "denominator": 0})
    vector("denominator 0: the rows of terms that cancel out", definition([count("a")], [count("a"), count("b", times=-1)]),
           [entry("a"), entry("b")], {"rows": 2})
    vector("numerator 0 is 0 and not nothing", definition([count("a")], [count("b")], scale=100, decimals=2), [entry("b")], {"value": "0.00", "status": "A"})
    vector("a negative denominator", definition([count("a")], [count("b", times=-1)], decimals=1), [entry("a"), entry("b"), entry("b")], "-0.5")
    vector("above 100 %", definition([count("a")], [count("b")], scale=100), [entry("a"), entry("a"), entry("b")], "200")


def rounding():
    def quotient(top, bottom, mode, **more):
        made = definition([term("sum", of="a")], [term("sum", of="b")], rounding=mode, **more)
        return made, [entry(a=top, b=bottom)]

    ties = [  # a, b, decimals, half_up, half_even
        (1, 2, 0, "1", "0"), (3, 2, 0, "2", "2"), (5, 2, 0, "3", "2"), (7, 2, 0, "4", "4"), (-1, 2, 0, "-1", "0"), (-3, 2, 0, "-2", "-2"),
        (-5, 2, 0, "-3", "-2"), (1, 8, 2, "0.13", "0.12"), (3, 8, 2, "0.38", "0.38"), (-1, 8, 2, "-0.13", "-0.12"), (25, 1000, 2, "0.03", "0.02"),
        (35, 1000, 2, "0.04", "0.04"), (1005, 1000, 2, "1.01", "1.00"), (2675, 1000, 2, "2.68", "2.68"), (1, 2_000_000, 6, "0.000001", "0.000000"),
        (3, 2_000_000, 6, "0.000002", "0.000002"), (199, 200, 2, "1.00", "1.00"), (1995, 2000, 2, "1.00", "1.00"), (9_999_995, 10_000_000, 6, "1.000000", "1.000000"),
    ]
    for top, bottom, decimals, up, even in ties:
        more = {"decimals": decimals} if decimals else {}
        vector(f"tie: {top}/{bottom} to {decimals} decimals, half up", *quotient(top, bottom, "half_up", **more), up)
        vector(f"tie: {top}/{bottom} to {decimals} decimals, half even", *quotient(top, bottom, "half_even", **more), even)
    for mode in ("half_up", "half_even"):
        vector(f"near a tie: just below, {mode}", *quotient(124_999, 1_000_000, mode, decimals=2), "0.12")
        vector(f"near a tie: just above, {mode}", *quotient(125_001, 1_000_000, mode, decimals=2), "0.13")
        vector(f"what rounds to nothing has no sign, {mode}", *quotient(-1, 1000, mode, decimals=2), "0.00")
    for decimals in range(7):
        more = {"decimals": decimals} if decimals else {}
        vector(f"decimals: {decimals} of 2/3", *quotient(2, 3, "half_up", **more), ["1", "0.7", "0.67", "0.667", "0.6667", "0.66667", "0.666667"][decimals])
    vector("decimals: of a count", definition([count()], decimals=2), [entry()], "1.00")
    vector("decimals: of a negative sum", definition([term("sum", of="n")], decimals=1), [entry(n=-7)], "-7.0")
    vector("scale: per thousand", *quotient(1, 3, "half_up", scale=1000, decimals=1), "333.3")
    vector("scale: the largest", *quotient(1, 7, "half_up", scale=1_000_000), "142857")
    vector("scale: comes before the rounding", *quotient(2, 3, "half_up", scale=100, decimals=2), "66.67")
    vector("large: 9·10¹⁵ in a million parts", definition([term("sum", of="a")], [term("sum", of="b")], scale=1_000_000, decimals=6),
           [entry(a=MOST, b=7)] * 9 , "142857142857142857.142857")


def years():
    def growth(**more):
        return definition([count()], compare="year", **{"scale": 100, "decimals": 2, **more})

    def at(*days):
        return [entry(at=day) for day in days]

    vector("year: growth", growth(), at("2026-06-01", "2026-06-30", "2026-06-15", "2025-06-01", "2025-06-30"),
           {"value": "50.00", "numerator": 3, "denominator": 2, "rows": 3})
    vector("year: shrinking", growth(), at("2026-06-01", "2025-06-01", "2025-06-30", "2025-06-02"), {"value": "-66.67"})
    vector("year: the same", growth(), at("2026-06-01", "2025-06-01"), "0.00")
    vector("year: to nothing", growth(), at("2025-06-01"), {"value": "-100.00", "rows": 0})
    vector("year: from nothing", growth(), at("2026-06-01"), {"value": None, "status": "M", "numerator": 1, "denominator": 0})
    vector("year: neither", growth(), [], {"value": None, "status": "M"})
    vector("year: from below nothing", definition([term("sum", of="n")], compare="year", scale=100), [entry(n=5), entry(at="2025-06-15", n=-2)],
           {"value": None, "status": "M", "denominator": -2})
    vector("year: to below nothing", definition([term("sum", of="n")], compare="year", scale=100), [entry(n=-5), entry(at="2025-06-15", n=2)], "-350")
    vector("year: the day after the earlier window does not count", growth(), at("2026-06-01", "2025-05-31", "2025-07-01"), {"denominator": 0})
    vector("year: 29 February goes back to the 28th", growth(), at("2024-02-29", "2023-02-28"), {"value": "0.00"}, "2024-02-29", "2024-03-01")
    vector("year: until 29 February goes back to the 28th, too", growth(), at("2024-02-28", "2023-02-28"),
           {"value": None, "status": "M", "denominator": 0}, "2024-02-28", "2024-02-29")
    vector("year: February after a leap year has its 28 days", growth(), at("2025-02-28", "2024-02-28", "2024-02-29"),
           {"numerator": 1, "denominator": 2}, "2025-02-01", "2025-03-01")
    vector("year: 28 February goes back to the 28th", growth(), at("2025-02-28", "2024-02-28", "2024-02-29"),
           {"numerator": 1, "denominator": 2}, "2025-02-28", "2025-03-01")
    vector("year: rows and exclusions are those of the window", growth(exclusions={"late": {"late": 1}}),
           at("2026-06-01", "2025-06-01") + [entry(late=1), entry(at="2025-06-02", late=1), entry(at="2025-06-03", late=1)],
           {"value": "0.00", "rows": 1, "excluded": {"late": 1}})
    vector("year: the window's ends go back as well", definition([count(where={"on>=": "@from"})], compare="year"),
           [entry(on="2026-06-01"), entry(on="2026-05-31"), entry(at="2025-06-15", on="2025-06-01"), entry(at="2025-06-15", on="2025-05-31")],
           {"value": "0", "numerator": 1, "denominator": 1})
    vector("year: of what there is at the end", definition([count(span="until")], compare="year", scale=100),
           at("2020-01-01", "2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01"), {"value": "100", "numerator": 4, "denominator": 2})
    vector("year: without scale", growth(scale=DROP, decimals=DROP), at("2026-06-01", "2026-06-02", "2026-06-03", "2025-06-01"), "2")
    vector("year: a tie, half even", growth(rounding="half_even", scale=1000, decimals=DROP),
           [entry()] * 17 + [entry(at="2025-06-15")] * 16, "62")
    vector("year: of the largest", definition([term("max", of="n")], compare="year", scale=100), [entry(n=12), entry(at="2025-06-15", n=10)], "20")
    vector("year: of the largest of nothing", definition([term("max", of="n")], compare="year", scale=100), [entry(at="2025-06-15", n=10)],
           {"value": None, "status": "O", "numerator": None, "denominator": 10})
    vector("year: of the largest, over nothing", definition([term("max", of="n")], compare="year", scale=100), [entry(n=10)],
           {"value": None, "status": "O", "numerator": 10, "denominator": None})
    vector("year: the whole year", growth(), at("2026-01-01", "2026-12-31", "2025-12-31", "2024-12-31"), {"value": "100.00"}, "2026-01-01", "2027-01-01")


def casework():
    """What went wrong in the most complete open implementation of these rates must come out right here."""
    overdue = count("case.became_overdue", day="due")
    due = [overdue, count("case.closed", day="due", where={"on_time": 1})]
    on_time = definition([count("case.closed", day="due", where={"on_time": 1})], due, cohort="due", scale=100, decimals=2)

    def closed(due_day, on_time, **more):
        return entry("case.closed", due=due_day, on_time=on_time, **more)

    cases = [closed("2026-06-10", 1), closed("2026-06-12", 1), entry("case.became_overdue", due="2026-06-05"), closed("2026-06-05", 0),
             entry("case.became_overdue", due="2026-06-20")]
    vector("casework: what is overdue and still open is due all the same", on_time, cases, {"value": "50.00", "denominator": 4})
    vector("casework: closed early for a later month is not of this one", on_time, cases + [closed("2026-07-03", 1)], {"denominator": 4})
    vector("casework: an area that closes nothing has 0 %", on_time, [entry("case.became_overdue", due="2026-06-05")] * 3, "0.00")
    vector("casework: an area that closes everything has 100 %", on_time, [closed("2026-06-05", 1)] * 3, "100.00")
    vector("casework: a unit without orders has no rate, not 0 %", on_time, [], {"value": None, "status": "M"})
    closing = definition([count("case.closed", day="due")], due, cohort="due", scale=100, decimals=2)
    vector("casework: closed of due is not closed of closed", closing, cases, {"value": "75.00", "numerator": 3, "denominator": 4})
    reworked = [entry("case.reworked"), entry("case.handled"), entry("case.handled"), entry("case.handled"), entry("case.became_overdue", due="2026-06-05")]
    vector("casework: rework of what was handled", definition([count("case.reworked")], [count("case.handled")], scale=100, decimals=2), reworked, "33.33")
    vector("casework: rework of what was due is another rate",
           definition([count("case.reworked")], [count("case.handled"), overdue], scale=100, decimals=2), reworked, "25.00")
    accurate = definition([count("case.established"), count("case.voided", times=-1)], [count("case.established")], scale=100, decimals=2)
    vector("casework: established less voided", accurate, [entry("case.established")] * 8 + [entry("case.voided")], {"value": "87.50", "rows": 8})
    for kind, value in (("verify", "75.00"), ("check", "50.00")):
        answers = [entry("case.answered", asked=a, on_time=t) for a, t in (("verify", 1), ("verify", 1), ("verify", 1), ("verify", 0), ("check", 1), ("check", 0))]
        vector(f"casework: on time to {kind}, each by its own entries",
               definition([count("case.answered", where={"asked": kind, "on_time": 1})], [count("case.answered", where={"asked": kind})], scale=100, decimals=2),
               answers, value)
    vector("casework: 2 of 3 is not 0.67 before it is printed", definition([count(where={"a": 1})], [count()], scale=100, decimals=4),
           [entry(a=1), entry(a=1), entry(a=0)], "66.6667")
    missed = definition([count("case.missed")], [count("case.established")], scale=100, decimals=2)
    vector("casework: more missed is a higher share, with no sign turned", missed, [entry("case.missed")] * 3 + [entry("case.established")] * 4, "75.00")
    firms = [entry("visit.made", s=s) for s in ("a", "b", "a", "c", "a")]
    vector("casework: visits are not firms", definition([count("visit.made")], unit={"en": "visits", "zh": "家次"}), firms, "5")
    vector("casework: firms that were visited", definition([term("distinct", "visit.made", of="s")], unit={"en": "firms", "zh": "家"}), firms, "3")
    vector("casework: firms visited of those on the list",
           definition([term("distinct", "visit.made", of="s")], [term("sum", "list.frozen", of="firms", span="until")], scale=100, decimals=1),
           firms + [entry("list.frozen", "2026-05-20", firms=4)], "75.0")


def texts_that_are_no_definitions():
    good = definition([count()], [count()], scale=100, decimals=2, exclusions={"late": {"late": 1}}, valid_to="2027-01-01")
    check(good)

    def but(case, reason, /, **changes):
        invalid(f"invalid: {case}", {key: value for key, value in {**good, **changes}.items() if value is not DROP}, reason)

    text = canonical(good)
    invalid("invalid: nothing", "", "no JSON")
    invalid("invalid: cut off", text[:-1], "no JSON")
    invalid("invalid: something behind it", text + " ", "not canonical")
    invalid("invalid: a blank in it", text.replace(":", ": ", 1), "not canonical")
    invalid("invalid: an array", "[" + text + "]", "no object")
    invalid("invalid: keys not sorted", text.replace('"basis":"测试","code":"test.figure"', '"code":"test.figure","basis":"测试"'), "not canonical")
    invalid("invalid: a key twice", text.replace('"basis":"测试"', '"basis":"测试","basis":"测试"'), "not canonical")
    invalid("invalid: keys of a term not sorted", text.replace('"agg":"count","from":["x"]', '"from":["x"],"agg":"count"', 1), "not canonical")
    invalid("invalid: an escape that is not needed", text.replace("测试", "\\u6d4b试", 1), "not canonical")
    invalid("invalid: an escaped stroke", text.replace("测试", "a\\/b", 1), "not canonical")
    invalid("invalid: a number with a point", text.replace('"version":1', '"version":1.0'), "no integer")
    invalid("invalid: a number with an exponent", text.replace('"version":1', '"version":1e0'), "no integer")
    invalid("invalid: a number with a zero before it", text.replace('"version":1', '"version":01'), "no JSON")
    invalid("invalid: true", text.replace('"version":1', '"version":true'), "true is neither text nor integer")
    invalid("invalid: null", text.replace('"decimals":2', '"decimals":null'), "null is neither text nor integer")
    but("an unknown key", "unknown key", formula="a/b")
    for key in ("basis", "cohort", "code", "name", "numerator", "rounding", "unit", "valid_from", "version"):
        but(f"without {key}", f"{key} is required", **{key: DROP})
    but("a basis that is no text", "wrong type", basis=1)
    but("a basis with U+0000", "U+0000 stands in no text", basis="a\0b")
    but("an empty basis", "texts are not empty", basis="")
    but("a cohort that is none", "unknown cohort", cohort="closed")
    but("a code in capitals", "code", code="Test")
    but("a code that begins with a digit", "code", code="1.test")
    but("a code with two dots", "code", code="a..b")
    but("a code that ends with a dot", "code", code="a.")
    but("a code in Chinese", "code", code="案件")
    but("a code of 61 characters", "code", code="a" * 61)
    but("an empty code", "code", code="")
    but("version 0", "from 1", version=0)
    but("a version as a text", "wrong type", version="1")
    but("a name in one language", "zh is required", name={"en": "Test"})
    but("a name in a third language", "unknown key", name={"de": "Test", "en": "Test", "zh": "测试"})
    but("a name that is a text", "wrong type", name="测试")
    but("an empty unit", "texts are not empty", unit={"en": "", "zh": "件"})
    but("no numerator", "at least one term", numerator=[])
    but("a numerator that is no array", "wrong type", numerator=count())
    but("an empty denominator", "at least one term", denominator=[])
    but("scale 0", "from 1", scale=0)
    but("scale 1 written out", "the default is left out", scale=1)
    but("a scale above a million", "to 1,000,000", scale=1_000_001)
    but("a scale without anything to divide", "scale needs a denominator or a comparison", denominator=DROP)
    but("decimals 0 written out", "the default is left out", decimals=0)
    but("seven decimals", "to 6", decimals=7)
    but("negative decimals", "from 0", decimals=-1)
    but("a rounding that is none", "unknown rounding", rounding="down")
    but("a comparison with the month before", "only year", compare="month", denominator=DROP)
    but("a comparison of a ratio", "without denominator only", compare="year")
    but("no exclusions written out", "the default is left out", exclusions={})
    but("an exclusion of everything", "at least one condition", exclusions={"all": {}})
    but("an exclusion in capitals", "reasons are named as facts are", exclusions={"Late": {"late": 1}})
    but("an exclusion that is no object", "wrong type", exclusions={"late": 1})
    but("least 0 written out", "the default is left out", least=0)
    but("least as a text", "wrong type", least="5")
    but("valid from no day", "no day", valid_from="2026-02-29")
    but("valid to no day", "no day", valid_to="2027-1-1")
    but("valid to the day it is valid from", "no window", valid_to="2020-01-01")

    def but_term(name, reason, *terms):
        but(name, reason, numerator=list(terms), denominator=DROP, scale=DROP)

    but_term("an aggregate that is none", "unknown aggregate", term("median", of="n"))
    but_term("a term without an aggregate", "agg is required", {"from": ["x"]})
    but_term("a term without types", "from is required", {"agg": "count"})
    but_term("a term of no types", "at least one type", {"agg": "count", "from": []})
    but_term("types that are not sorted", "sorted", count("b", "a"))
    but_term("a type twice", "sorted, each once", count("a", "a"))
    but_term("a type that is no text", "wrong type", {"agg": "count", "from": [1]})
    but_term("an empty type", "types are written as codes are", count(""))
    but_term("types that are no array", "wrong type", {"agg": "count", "from": "x"})
    but_term("a count of a fact", "of is not allowed with count", count(of="n"))
    but_term("a sum of nothing", "of is required", term("sum"))
    but_term("a distinct count of nothing", "of is required", term("distinct"))
    but_term("a fact that is no name", "of", term("sum", of="N"))
    but_term("a fact with 41 characters", "of", term("sum", of="a" * 41))
    but_term("the day of recording written out", "the default is left out", count(day="at"))
    but_term("a day that is no name", "day", count(day="the day"))
    but_term("the window written out", "the default is left out", count(span="window"))
    but_term("a span that is none", "unknown span", count(span="since"))
    but_term("times 1 written out", "the default is left out", count(times=1))
    but_term("times 2", "1 or −1", count(times=2))
    but_term("no conditions written out", "the default is left out", count(where={}))
    but_term("an unknown key in a term", "unknown key", count(limit=1))
    but_term("min beside another term", "min and max stand alone", term("min", of="n"), count())
    but_term("max subtracted", "min and max stand alone", term("max", of="n", times=-1))
    but("max of a denominator", "min and max stand alone", denominator=[term("max", of="n")])
    but("min over a count", "min and max stand alone", numerator=[term("min", of="n")])

    def but_where(name, reason, where):
        but_term(name, reason, count(where=where))

    but_where("an operator that is none", "unknown operator", {"n~": "a"})
    but_where("two operators", "unknown operator", {"n!?": 1})
    but_where("an equals sign", "unknown operator", {"n==": 1})
    but_where("an operator without a fact", "no name", {"<": 1})
    but_where("a fact in capitals", "no name", {"N": 1})
    but_where("a fact in Chinese", "no name", {"单位": "城管"})
    but_where("one of none", "at least one value", {"n": []})
    but_where("one of arrays", "texts or integers", {"n": [["a"]]})
    but_where("a value twice", "each once", {"n": ["a", "a"]})
    but_where("an object as a value", "text, integer or array", {"n": {"a": 1}})
    but_where("a text with U+0000", "U+0000 stands in no text", {"n": "a\0"})
    but_where("one of texts with U+0000", "U+0000 stands in no text", {"n": ["a", "\0"]})
    but_where("not one of several", "text or integer", {"n!": ["a", "b"]})
    but_where("begins with an integer", "text", {"n^": 4})
    but_where("before an array", "text or integer", {"n<": [1]})
    but_where("there, as a text", "1 or 0", {"n?": "1"})
    but_where("there, twice", "1 or 0", {"n?": 2})
    but_where("true as a value", "true is neither text nor integer", {"n": True})


def at_random(number):
    chance = random.Random(20_260_501)
    units = ["城管", "住建", "水利", "a", "B"]

    def any_value(name):
        values = {"unit": units, "level": [1, 2, 3, "3"], "grid": ["411002001001", "411002001002", "411002002001"],
                  "n": [-7, 0, 5, 12, MOST, MOST + 1, "12"], "s": [f"{n:03x}" for n in range(9)], "on": [f"2026-0{m}-1{d}" for m in (5, 6) for d in range(4)]}
        return chance.choice(values[name])

    def any_conditions():
        conditions = {}
        for _ in range(chance.randint(1, 2)):
            name = chance.choice(["unit", "level", "grid", "n", "on"])
            operator = chance.choice(["", "", "!", "^", "<", "<=", ">", ">=", "?", "[]"])
            if operator == "[]":
                conditions[name] = list(dict.fromkeys(any_value(name) for _ in range(3)))
            elif operator == "?":
                conditions[name + operator] = chance.randint(0, 1)
            elif operator == "^":
                conditions[name + operator] = str(any_value(name))[:chance.randint(0, 10)]
            else:
                conditions[name + operator] = chance.choice(["@from", "@until"]) if name == "on" and chance.random() < 0.5 else any_value(name)
        return conditions

    def any_term(may_be_extreme):
        agg = chance.choice(["count", "count", "distinct", "sum"] + (["min", "max"] if may_be_extreme else []))
        made = term(agg, *sorted(chance.sample(["x", "y", "z.a"], chance.randint(1, 3))))
        if agg != "count":
            made["of"] = "s" if agg == "distinct" else "n"
        if chance.random() < 0.5:
            made["where"] = any_conditions()
        if chance.random() < 0.4:
            made["day"] = "on"
        if chance.random() < 0.2:
            made["span"] = "until"
        if chance.random() < 0.2 and agg not in ("min", "max"):
            made["times"] = -1
        return made

    def any_definition():
        kind = chance.choice(["plain", "ratio", "ratio", "year"])
        first = any_term(kind != "ratio")
        numerator = [first] + ([any_term(False)] if chance.random() < 0.4 and first["agg"] not in ("min", "max") else [])
        more = {"rounding": chance.choice(["half_up", "half_even"])}
        if chance.random() < 0.7:
            more["decimals"] = chance.randint(1, 6)
        if kind != "plain" and chance.random() < 0.7:
            more["scale"] = chance.choice([100, 1000, 1_000_000])
        if kind == "year":
            more["compare"] = "year"
        if chance.random() < 0.4:
            more["exclusions"] = {reason: any_conditions() for reason in chance.sample(["double", "late", "test"], chance.randint(1, 3))}
        return definition(numerator, [any_term(False) for _ in range(chance.randint(1, 2))] if kind == "ratio" else None, **more)

    def any_entry():
        facts = {name: any_value(name) for name in ("unit", "level", "grid", "n", "s", "on") if chance.random() < 0.75}
        year = chance.choice([2025, 2026, 2026])
        if "on" in facts and year == 2025:
            facts["on"] = facts["on"].replace("2026", "2025")
        return entry(chance.choice(["x", "y", "z.a", "w"]), f"{year}-0{chance.choice([5, 6, 6, 7])}-1{chance.randint(0, 9)}", **facts)

    made = 0
    while made < number:
        parts = any_definition(), [any_entry() for _ in range(chance.randint(8, 24))]
        start, until = chance.choice([("2026-06-01", "2026-07-01"), ("2026-05-01", "2026-07-01"), ("2026-06-10", "2026-06-17")])
        scope = chance.choice([{}, {}, {"grid^": "411002001"}, {"unit": "城管"}, {"unit": ["城管", "住建", "a"]}])
        came = evaluate(*parts, start, until, scope)
        # One in eight may be as dull as chance makes them; of the others something must be counted, and more than 0.
        if made % 8 == 0 or came["rows"] >= 2 and came["status"] == "A" and came["numerator"] != 0:
            made += 1
            vector(f"random: {made}", *parts, {}, start, until, scope)


for make in (operators, days, aggregates, exclusions, scopes, rates, rounding, years, casework, texts_that_are_no_definitions):
    make()
at_random(80)

names = [vector["name"] for vector in VECTORS]
assert len(set(names)) == len(names), "two vectors have one name"
lines = ",\n".join("  " + json.dumps(vector, ensure_ascii=False) for vector in VECTORS)
Path(__file__).with_name("figures.json").write_text("[\n" + lines + "\n]\n", encoding="utf-8")
print(f"{len(VECTORS)} vectors, {sum('invalid' in vector for vector in VECTORS)} of them no definitions")
