"""The administrator's face: people, organisations, roles, keys to the API. No case, ever."""
