"""Classes: members, trainers, groups, dates, schedule."""
