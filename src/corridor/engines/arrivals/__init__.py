"""What became of cleared workers after arrival: counts, exact bounds, the curve to a first wage.

Pure integers and fractions: an officer accuses nobody on a rounding.
"""

from corridor.engines.arrivals.bound import PARTS, Interval, interval
from corridor.engines.arrivals.flags import Figures, Flag, flags
from corridor.engines.arrivals.stays import Stay, Tally, outcome
from corridor.engines.arrivals.survival import Step, curve, median, share_at

__all__ = [
    "PARTS",
    "Figures",
    "Flag",
    "Interval",
    "Stay",
    "Step",
    "Tally",
    "curve",
    "flags",
    "interval",
    "median",
    "outcome",
    "share_at",
]
