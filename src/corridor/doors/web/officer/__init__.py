"""The office: labour attachés and the officers of both states, from one queue to one case."""
