"""The pages leaders read. They read the published file only, through `queries.py`, and never write."""
