"""The stages in the order a worker lives them. A later one may read an earlier one, never back."""
