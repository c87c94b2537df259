"""What everybody may read: what this is, jobs, agencies, the law, and how to check a paper."""
