"""Disclosure control: what of a table may be published, and proof that the rest is hidden.

    spec = reading.read(path)               # or reading.parse(mapping): every fault at once
    made = run.run(spec, frame, earlier)    # a Protected: cube, review, release, audit, summary
    made.passed                             # nothing that is withheld can be worked out

``earlier`` holds ``released.Released``: ``made.release`` of every earlier release, kept as
``remembered.to_json`` writes it. ``audit.audit`` attacks a ``Released`` by itself. Import the
modules where they are used: SciPy stands behind them.
"""
