"""One thin module a page; what they share stands in the modules beside app.py."""
