"""Commands that need more than a few lines, one a module; `cli` only calls them."""
