"""What each command of `linli` does, one module a command; the table of commands stands in pipelines/cli.py."""
