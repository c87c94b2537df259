"""The verifier: one HTML file that checks passes, receipts and proofs without any network."""
