"""How quick and steady the dashboard is: queries, server work, page switches, first loads, fifty readers at once."""
