"""The register of recruitment agencies: what "licensed" means on a day."""
