"""The further checks of a wage month, each a small function on rows of worker and employer.

``columns`` says which facts they may read; docs/algorithms/wages.md says what they mean.
"""
