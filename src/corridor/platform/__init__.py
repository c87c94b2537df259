"""What every stage of the cycle needs: people, access, the clock, the journal, keys, papers, messages, jobs."""
