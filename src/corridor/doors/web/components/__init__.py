"""The components of every page, once each: a view model, a template and a tag.

A template loads the tags with ``{% load corridor %}``. See every component in every state on
the gallery page.
"""
