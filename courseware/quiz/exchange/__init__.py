"""Questions to and from other platforms: GIFT and Moodle XML, each by way of neutral values."""
