"""Labour inspection: which establishments to visit, what falls due, orders and how they end."""
