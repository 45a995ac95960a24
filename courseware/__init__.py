"""A self-hosted training platform for one course: Sales Strategy Management."""
