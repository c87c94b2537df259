"""Tables in and out: staged imports with a row-by-row report, exports safe to open."""
