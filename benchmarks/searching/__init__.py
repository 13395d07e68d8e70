"""Invented statements to search in, and queries whose answers are known because we wrote them."""
