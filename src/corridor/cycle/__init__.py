"""The stages in the order a worker lives them. A later stage may read an earlier one, never the other way."""
