"""What every stage needs: access, clock, papers, exchange, jobs, journal, keys, messages, people."""
