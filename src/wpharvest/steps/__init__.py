"""One verb, one function: the only place where I/O meets pure code."""
