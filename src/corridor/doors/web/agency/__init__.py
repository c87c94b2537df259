"""The agency's face: what blocks each case, until when, and what the public sees of it.

No page or form here can charge a worker for recruitment: there is no such field.
"""
