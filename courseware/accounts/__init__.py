"""People, sign-in, roles, invitations, teams and the reporting line."""
