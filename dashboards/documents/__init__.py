"""Documents and what they ask: the parts of the page 对标, a module a part."""
