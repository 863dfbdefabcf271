"""Candidate generators and rankers over plain ids and weights."""
