"""Measurements: what the platform costs, always beside a floor or a naive way in the same run."""
