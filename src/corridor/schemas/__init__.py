"""JSON Schemas (2020-12) of the inputs and answers of the desk-top jobs."""
