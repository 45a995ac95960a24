"""What changes in reports: which are sent by themselves."""
