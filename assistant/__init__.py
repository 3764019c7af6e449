"""Unstuck: why a neural network does not train, from what its run left behind."""

__version__ = "0.1.0"
