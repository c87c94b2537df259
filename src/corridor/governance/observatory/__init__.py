"""The observatory: statistics of labour migration, from the source to the release."""
