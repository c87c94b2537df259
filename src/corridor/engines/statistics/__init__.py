"""Statistics: definitions that run, survey estimation, mergeable moments, disclosure control.

Pure functions over arrays and frames. No storage, no clock and no framework lives here.
"""
