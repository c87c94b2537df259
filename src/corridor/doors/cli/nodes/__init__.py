"""What ``corridor node`` is made of: supervisor, checks, copies, first steps."""
