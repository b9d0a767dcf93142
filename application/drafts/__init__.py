"""Answers that do not get out by themselves."""
