#!/usr/bin/env python3
"""Computes every score from the raw lines in a collector's database, apart from the collector: for comparison in tests.

usage: scores.py DATABASE --from 2026-09-01 --to 2026-09-07 [--survey ID] [--branch ID] [--suspect] [--uncertain]
       scores.py --check VECTORS.json      the formulas against figures agreed on; exit code 1 where they differ
       scores.py --scores                  one JSON object of counts a line on stdin, its scores on stdout

--from and --to are days of each branch's own calendar, both included. Suspect presses and responses whose time is
uncertain are left out unless wanted. The answer is JSON: scores of the chain, of each branch, region, survey version,
language, and hour of each weekday (1 is Monday), where each branch stands against all others together, and by how much the
SLI of a branch has really changed since as many days before.
"""

import argparse
import json
import sqlite3
import sys
from collections import defaultdict
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import formulas
from tally import Tally

FEW_ANSWERS = 30
RANKED = ("sli", "csat", "nps", "ces_mean")


def question_scales(database):
    """{(survey, version): {question: (kind, levels)}} of every published survey."""
    scales = {}
    levels = {"stars": 5, "nps": 11, "ces": 7}
    rows = database.execute("SELECT s.id, s.version, b.bytes FROM survey s JOIN blob b ON b.sha256 = s.sha256")
    for survey, version, blob in rows:
        questions = json.loads(blob)["questions"]
        scales[survey, version] = {
            question["id"]: (question["kind"], question.get("scale") or levels.get(question["kind"]))
            for question in questions
        }
    return scales


def scored_answers(line, scales):
    """(kind, levels, score) of each score in a line."""
    questions = scales.get((line["survey"], line["ver"]), {})
    for question, answer in line["answers"].items():
        kind, levels = questions.get(question, (None, None))
        if kind in ("smiley", "stars", "nps", "ces") and isinstance(answer, int):
            yield kind, levels, answer


class Reading:
    """The responses of a span, tallied in every way that is asked for."""

    def __init__(self, wish):
        self.wish = wish
        self.chain = Tally()
        self.before = defaultdict(Tally)  # by branch, over as many days before
        self.left_out = {"suspect": 0, "uncertain": 0}
        self.groups = {
            name: defaultdict(Tally) for name in ("branches", "regions", "versions", "languages", "hours")
        }

    def read(self, path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        branches = {
            row[0]: (ZoneInfo(row[1]), row[2])
            for row in database.execute("SELECT id, time_zone, region FROM branch")
        }
        for branch in branches:
            self.groups["branches"][branch] = Tally()
        scales = question_scales(database)
        rows = database.execute(
            "SELECT branch, occurred_ms, time_certain, suspect, line FROM response"
            " WHERE survey = coalesce(?, survey) AND branch = coalesce(?, branch)",
            (self.wish.survey, self.wish.branch),
        )
        for branch, occurred_ms, is_certain, suspect, line in rows:
            # What came on a stick from a kiosk that nobody knows has no branch, and so no calendar.
            if branch not in branches:
                continue
            zone, region = branches[branch]
            local = datetime.fromtimestamp(occurred_ms / 1000, timezone.utc).astimezone(zone)
            if self.wish.first <= local.date() <= self.wish.last and self.wants(is_certain, suspect):
                self.take(json.loads(line), branch, region, local, is_certain, scales)
            elif self.is_before(local.date()) and not any(self.unwanted(is_certain, suspect).values()):
                answer = json.loads(line)
                self.before[branch].add(answer["end"], list(scored_answers(answer, scales)))
        database.close()

    def is_before(self, day):
        days = (self.wish.last - self.wish.first).days + 1
        return 0 < (self.wish.first - day).days <= days

    def unwanted(self, is_certain, suspect):
        return {
            "suspect": suspect is not None and not self.wish.suspect,
            "uncertain": not is_certain and not self.wish.uncertain,
        }

    def wants(self, is_certain, suspect):
        reasons = self.unwanted(is_certain, suspect)
        for reason, applies in reasons.items():
            self.left_out[reason] += applies
        return not any(reasons.values())

    def take(self, line, branch, region, local, is_certain, scales):
        answers = list(scored_answers(line, scales))
        tallies = [
            self.chain,
            self.groups["branches"][branch],
            self.groups["versions"][f"{line['survey']}/{line['ver']}"],
            self.groups["languages"][line["lang"]],
        ]
        if region:
            tallies.append(self.groups["regions"][region])
        if is_certain:
            tallies.append(self.groups["hours"][f"{local.isoweekday()}-{local.hour}"])
        for tally in tallies:
            tally.add(line["end"], answers)

    def standings(self, name):
        """Each branch that can be compared, by one score, against all others together."""
        everything = self.chain.single_values(name)
        found = {}
        for branch, tally in self.groups["branches"].items():
            own, rest = tally.scores()[name], (self.chain - tally).scores()[name]
            if own is None or rest is None:
                continue
            found[branch] = {**formulas.difference(own, rest), "n": own["n"]}
            permuted = formulas.permutation_probability(found[branch]["difference"], own["n"], everything)
            found[branch]["probability"] = max(found[branch]["probability"], permuted)
        real = formulas.discoveries({branch: finding["probability"] for branch, finding in found.items()})
        for branch, finding in found.items():
            side = "above" if finding["difference"] > 0 else "below"
            # Few answers have to be beyond chance among all branches by themselves.
            is_alone = finding["probability"] <= 0.05 / len(found)
            is_marked = branch in real and (finding["n"] >= FEW_ANSWERS or is_alone)
            finding["standing"] = side if is_marked else "same"
        return found

    def changes(self):
        """By branch, how its SLI differs from before, where that is more than chance."""
        found = {}
        for branch, tally in self.groups["branches"].items():
            now, before = tally.scores()["sli"], self.before[branch].scores()["sli"]
            if now is not None and before is not None:
                found[branch] = formulas.difference(now, before)
        real = formulas.discoveries({branch: finding["probability"] for branch, finding in found.items()})
        return {branch: finding["difference"] for branch, finding in found.items() if branch in real}

    def answer(self):
        groups = {
            name: {key: tally.scores() for key, tally in sorted(group.items())} for name, group in self.groups.items()
        }
        return {
            "from": str(self.wish.first),
            "to": str(self.wish.last),
            "left_out": self.left_out,
            "chain": self.chain.scores(),
            **groups,
            "ranking": {name: self.standings(name) for name in RANKED},
            "changes": self.changes(),
        }


def tally_of_counts(counts):
    """The tally behind one entry of the vectors, or of --scores."""
    tally = Tally()
    best_first = counts.get("counts_best_to_worst", [])
    for index, count in enumerate(best_first):
        tally.faces[len(best_first), len(best_first) - index] += count
    for effort, count in enumerate(counts.get("counts_1_to_7", []), 1):
        tally.efforts[effort] += count
    for group, score in (("promoters", 10), ("passives", 8), ("detractors", 0)):
        tally.recommendations[score] += counts.get(group, 0)
    return tally


def check(path):
    """Prints where the formulas differ from the vectors by more than two decimals allow; true where nowhere."""
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    names = {
        "sli": "sli", "nps": "nps", "csat_top_box": "csat", "ces_mean_1_to_7": "ces_mean", "happy_index": "happy_index",
    }
    faults = 0
    for table, name in names.items():
        for vector in vectors[table]:
            found = tally_of_counts(vector).scores()[name]
            expected = [vector["score"]] + list(vector.get("interval") or [])
            got = [None] if found is None else [found["value"], found["low"], found["high"]][: len(expected)]
            if any((a is None) != (b is None) or a is not None and abs(a - b) > 0.00501 for a, b in zip(expected, got)):
                print(f"{table}: {vector} is {found}")
                faults += 1
    return faults == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", nargs="?")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date.min)
    parser.add_argument("--to", dest="last", type=date.fromisoformat, default=date.max)
    parser.add_argument("--survey")
    parser.add_argument("--branch")
    parser.add_argument("--suspect", action="store_true")
    parser.add_argument("--uncertain", action="store_true")
    parser.add_argument("--check", metavar="VECTORS")
    parser.add_argument("--scores", action="store_true")
    wish = parser.parse_args()
    if wish.check:
        sys.exit(0 if check(wish.check) else 1)
    if wish.scores:
        for line in sys.stdin:
            print(json.dumps(tally_of_counts(json.loads(line)).scores()))
        return
    if not wish.database:
        parser.error("which database?")
    reading = Reading(wish)
    reading.read(wish.database)
    json.dump(reading.answer(), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
