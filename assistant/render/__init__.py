"""Report to text. Every rendering comes from one Report and computes nothing new."""
