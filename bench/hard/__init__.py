"""Reliability, shown: `make hard` runs an agent for long, for many, through kills, and over odd and hostile input."""
