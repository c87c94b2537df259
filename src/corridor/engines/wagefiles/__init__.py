"""Wage files as banks and authorities publish them: read, checked and written.

``read(source)`` streams a file of any size and says everything that is wrong with it;
``WageFile.batches()`` hands its payments on as frames of integers; ``write`` makes a file.
"""

from corridor.engines.wagefiles.model import PAYMENT_COLUMNS, Summary, WageFile, invalid_json
from corridor.engines.wagefiles.reading import FORMATS, detect, read

__all__ = ["FORMATS", "PAYMENT_COLUMNS", "Summary", "WageFile", "detect", "invalid_json", "read"]
