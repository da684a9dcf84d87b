"""The case and its course: one readable table of states, and steps that can be run twice."""
