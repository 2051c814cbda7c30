"""Sends what the server has to tell those who booked: a program of its own, with its own patience.

A mail server that is slow or away holds up nobody; a message counts as sent once it was taken.
"""
