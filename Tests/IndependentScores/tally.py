"""Counts of answers, and the scores of them."""

from collections import Counter

import formulas


class Tally:
    """What some responses said, by the kind of the question; responses of several tallies are added up, never scores."""

    def __init__(self):
        self.responses = 0
        self.ends = Counter()
        self.faces = Counter()  # (levels, score) of smiley and stars
        self.recommendations = Counter()  # 0 to 10
        self.efforts = Counter()  # 1 to 7

    def add(self, end, answers):
        """One response: how it ended, and (kind, levels, score) of each of its scores."""
        self.responses += 1
        self.ends[end] += 1
        for kind, levels, score in answers:
            if kind in ("smiley", "stars"):
                self.faces[levels, score] += 1
            elif kind == "nps":
                self.recommendations[score] += 1
            elif kind == "ces":
                self.efforts[score] += 1

    def satisfaction(self, worst, best):
        """{value: count} of all faces and stars, each scale spread evenly."""
        values = Counter()
        for (levels, score), count in self.faces.items():
            values[formulas.spread_evenly(score, levels, worst, best)] += count
        return values

    def boxes(self):
        hits = sum(count for (levels, score), count in self.faces.items() if formulas.is_top_box(score, levels))
        return hits, sum(self.faces.values())

    def groups(self):
        promoters = sum(self.recommendations[score] for score in (9, 10))
        passives = sum(self.recommendations[score] for score in (7, 8))
        return promoters, passives, sum(self.recommendations.values()) - promoters - passives

    def easy(self):
        return sum(self.efforts[score] for score in (5, 6, 7)), sum(self.efforts.values())

    def scores(self):
        finished = self.ends["done"] + self.ends["skipped"]
        return {
            "responses": self.responses,
            "ends": dict(sorted(self.ends.items())),
            "completion": formulas.share(finished, self.responses),
            "sli": formulas.mean(self.satisfaction(-100, 100), -100, 100),
            "csat": formulas.share(*self.boxes()),
            "nps": formulas.nps(*self.groups()),
            "ces_mean": formulas.mean(self.efforts, 1, 7),
            "ces_easy": formulas.share(*self.easy()),
            "happy_index": formulas.mean(self.satisfaction(0, 100), 0, 100),
        }

    def single_values(self, name):
        """{value: count} of the single answers whose mean is the score `name`."""
        if name == "sli":
            return self.satisfaction(-100, 100)
        if name == "ces_mean":
            return Counter(self.efforts)
        if name == "nps":
            promoters, passives, detractors = self.groups()
            return Counter({100: promoters, 0: passives, -100: detractors})
        hits, n = self.boxes()
        return Counter({100: hits, 0: n - hits})

    def __add__(self, other):
        return self.combined(other, 1)

    def __sub__(self, other):
        return self.combined(other, -1)

    def combined(self, other, sign):
        result = Tally()
        result.responses = self.responses + sign * other.responses
        for name in ("ends", "faces", "recommendations", "efforts"):
            counts = Counter(getattr(self, name))
            for key, count in getattr(other, name).items():
                counts[key] += sign * count
            setattr(result, name, Counter({key: count for key, count in counts.items() if count}))
        return result
