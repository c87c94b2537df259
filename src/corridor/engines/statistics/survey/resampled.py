"""Bootstrap replicates: sampling units drawn again within their strata, from a stated seed."""

from __future__ import annotations

import numpy as np

from corridor.engines.statistics.survey.columns import Floats
from corridor.engines.statistics.survey.plan import Replication
from corridor.engines.statistics.survey.stages import Stage


def resampled(asked: Replication, stage: Stage) -> tuple[Floats, float, Floats]:
    """Factors (units, replicates), the scale of all, and ones.

    ``bootstrap`` draws n of n units, from copies of the sample up to the population where it is
    known. ``subbootstrap`` draws n - 1 with replacement and lifts them by n / (n - 1).
    """
    generator = np.random.default_rng(asked.seed)
    number = asked.number
    factors = np.ones((len(stage.stratum_of), number))
    for stratum, drawn in enumerate(stage.sampled.astype(np.int64)):
        inside = stage.stratum_of == stratum
        if drawn > 1:
            population = stage.population[stratum]
            factors[inside] = _drawn(generator, asked, int(drawn), float(population)).T
    if asked.type == "subbootstrap":
        return factors, 1 / (number - 1), np.ones(number)
    middle = 1 / float((1 / stage.sampled).mean())
    scale = middle / ((middle - 1) * (number - 1)) if middle > 1 else 0.0
    return factors, scale, np.ones(number)


def _drawn(
    generator: np.random.Generator, asked: Replication, drawn: int, population: float
) -> Floats:
    """How often each unit of a stratum came (replicates, units)."""
    even = np.full(drawn, 1 / drawn)
    if asked.type == "subbootstrap":
        counts = generator.multinomial(drawn - 1, even, asked.number)
        return counts.astype(np.float64) * drawn / (drawn - 1)
    if not np.isfinite(population) or population > 100 * drawn:
        return generator.multinomial(drawn, even, asked.number).astype(np.float64)
    whole, rest = divmod(int(population + 0.5), drawn)
    copies = np.full(drawn, whole) + (np.arange(drawn) < rest)
    found = [
        generator.multivariate_hypergeometric(generator.permutation(copies), drawn)
        for _ in range(asked.number)
    ]
    return np.stack(found).astype(np.float64)
