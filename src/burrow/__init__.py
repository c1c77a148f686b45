"""Burrow: where every Go and Rust value lives, when it dies, and what that costs."""

__version__ = "0.1.0"
