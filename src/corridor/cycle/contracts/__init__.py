"""The worker's contract: versions, languages, explanation, signatures, registrations, end."""
