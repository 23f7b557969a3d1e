"""Pictures, one module a kind: each a pure function from data frame to a figure with its finding and its table.

Belongs here: shapes, findings worded from the data by the locales. Does not belong here: SQL, choosing what is shown
(sections.py and the like), geography (nothing may be fetched).
"""
