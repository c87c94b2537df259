"""What every stage needs: access, clock, documents, exchange, jobs, journal, keys, people."""
