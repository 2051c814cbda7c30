"""The hall display and the counter board, as pages and as serial boards.

They know the wire contract only.
"""
