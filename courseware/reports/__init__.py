"""Reads across people; owns no learning tables."""
