"""Tools that know no noun of ours."""
