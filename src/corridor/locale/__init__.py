"""Languages: the catalogues, and how sentences, amounts, dates and numerals are said in each.

Django-free, so that pages, text messages and printed papers say the same sentence alike.
"""
