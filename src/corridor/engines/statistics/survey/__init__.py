"""Survey estimation: a design, an estimate, and how far it may be from the truth.

A plan (``reading.read``) says how the sample was drawn and what is asked; ``run.estimate`` answers
it from a table with one row for each figure. Variances are linearised over the stages of the
design or come from replicate weights; domains are subpopulations of the full design.
"""
