"""The command line: ``corridor <noun> <verb>``, for people and, with ``--json``, for machines."""
