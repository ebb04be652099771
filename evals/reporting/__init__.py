"""Reports: what a run of the sets came to, how it differs from another run, and how it went over time."""
