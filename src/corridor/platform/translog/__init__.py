"""The transparency log: what others rely on, so that nobody can change it unseen."""
