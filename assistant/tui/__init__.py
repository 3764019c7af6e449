"""The chat in the terminal: the only package that imports textual. It shows, and decides nothing."""
