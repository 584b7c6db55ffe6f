"""A real WordPress, as Debian ships it, and what a harvest of it must hold."""
