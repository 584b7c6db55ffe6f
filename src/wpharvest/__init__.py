"""Get the content out of a WordPress site: faithful, complete, paired across languages, provably so."""

__version__ = "0.1.0"
