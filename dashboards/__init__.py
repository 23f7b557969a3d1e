"""The pages leaders read. They read the published file only, through `queries/`, and never write."""
