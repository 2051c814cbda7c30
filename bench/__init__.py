"""The speed of the server, each figure against its floor measured in the same run."""
