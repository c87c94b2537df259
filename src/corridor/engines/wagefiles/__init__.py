"""Wage files as banks and authorities publish them: read, checked and written.

``read(source)`` streams a file of any size and says everything that is wrong with it;
``WageFile.batches()`` hands its payments on as frames of integers; ``write`` makes a file;
``difference`` says what a second file for the same month changes.
"""

from corridor.engines.wagefiles.blind import BLIND
from corridor.engines.wagefiles.converting import Conversion, convert
from corridor.engines.wagefiles.difference import Difference, compare, difference
from corridor.engines.wagefiles.model import PAYMENT_COLUMNS, WageFile, invalid_json
from corridor.engines.wagefiles.payroll import DESTINATION, destination, padded, payroll
from corridor.engines.wagefiles.reading import FORMATS, detect, read
from corridor.engines.wagefiles.writing import file_name, write

__all__ = [
    "BLIND",
    "DESTINATION",
    "FORMATS",
    "PAYMENT_COLUMNS",
    "Conversion",
    "Difference",
    "WageFile",
    "compare",
    "convert",
    "destination",
    "detect",
    "difference",
    "file_name",
    "invalid_json",
    "padded",
    "payroll",
    "read",
    "write",
]
