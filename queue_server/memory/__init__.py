"""What is known while the server runs, and forgotten with it."""
