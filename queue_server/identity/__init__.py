"""Tokens, codes and hashes: how anyone is told from anyone else."""
