"""Work after the act: enqueued in its transaction, leased, retried, never lost or done twice."""
