"""The scores of customer experience once more, written from the published definitions and not from the Swift sources.

Definitions: SLI by Qmeter, NPS by Reputation, CSAT by Kicue (top box), CES 2.0 by Nicereply, happy index by HappyOrNot.
Intervals, all for 95 %: Wilson 1927 for shares; adjusted Wald for the NPS (3/4, 1 1/2 and 3/4 answers more); for means one
answer more at each end of the scale. Differences: Zou and Donner 2008. Several branches: Benjamini and Hochberg 1995.
A score is {value, low, high, n}; None where nobody answered.
"""

import math

Z = 1.959964


def score(value, low, high, n):
    return {"value": value, "low": low, "high": high, "n": n}


def mean(answers, worst, best):
    """The mean of {value: count} on a scale from `worst` to `best`."""
    n = sum(answers.values())
    if n == 0:
        return None
    padded = dict(answers)
    for end in (worst, best):
        padded[end] = padded.get(end, 0) + 1
    size = n + 2
    centre = math.fsum(value * count for value, count in padded.items()) / size
    variance = math.fsum(count * (value - centre) ** 2 for value, count in padded.items()) / size
    half = Z * math.sqrt(variance / size)
    value = math.fsum(value * count for value, count in answers.items()) / n
    return score(value, max(worst, centre - half), min(best, centre + half), n)


def share(hits, n):
    """A percentage with Wilson's interval."""
    if n == 0:
        return None
    p = hits / n
    scale = 1 / (1 + Z**2 / n)
    centre = scale * (p + Z**2 / (2 * n))
    half = scale * Z * math.sqrt(p * (1 - p) / n + (Z / (2 * n)) ** 2)
    low, high = max(0, 100 * (centre - half)), min(100, 100 * (centre + half))
    return score(100 * p, 0 if hits == 0 else low, 100 if hits == n else high, n)


def nps(promoters, passives, detractors):
    n = promoters + passives + detractors
    if n == 0:
        return None
    size = n + 3
    up, down = (promoters + 0.75) / size, (detractors + 0.75) / size
    half = Z * math.sqrt((up + down - (up - down) ** 2) / size)
    value = 100 * (promoters - detractors) / n
    low, high = max(-100, 100 * (up - down - half)), min(100, 100 * (up - down + half))
    return score(value, min(low, value), max(high, value), n)


def spread_evenly(score_, levels, worst, best):
    """What answer `score_` of 1 to `levels` is worth on a scale from `worst` to `best`."""
    return worst + (best - worst) * (score_ - 1) / (levels - 1)


def is_top_box(score_, levels):
    return score_ > levels - (1 if levels == 3 else 2)


def difference(one, other):
    """How far apart two scores are, its interval from theirs, and how often chance would do as much."""
    apart = one["value"] - other["value"]
    down = math.hypot(one["value"] - one["low"], other["high"] - other["value"])
    up = math.hypot(one["high"] - one["value"], other["value"] - other["low"])
    reach = down if apart > 0 else up
    probability = (1.0 if apart == 0 else 0.0) if reach == 0 else math.erfc(abs(apart) / reach * Z / math.sqrt(2))
    return {"difference": apart, "low": apart - down, "high": apart + up, "probability": probability}


def permutation_probability(apart, drawn, answers):
    """How often `drawn` of {value: count}, picked by chance, differ in the mean from the others by `apart`; normal."""
    n = sum(answers.values())
    centre = sum(value * count for value, count in answers.items()) / n
    variance = sum(count * (value - centre) ** 2 for value, count in answers.items()) / (n - 1)
    deviation = math.sqrt(variance * (1 / drawn + 1 / (n - drawn)))
    return math.erfc(abs(apart) / deviation / math.sqrt(2)) if deviation > 0 else 1.0


def discoveries(probabilities):
    """The keys whose findings are real with false discoveries held at 5 %."""
    ranked = sorted(probabilities, key=lambda key: (probabilities[key], key))
    real = [rank for rank, key in enumerate(ranked, 1) if probabilities[key] <= 0.05 * rank / len(ranked)]
    return set(ranked[: max(real, default=0)])
