"""The public booking site: its own application and process, so that the internet starves no hall.

It knows the server by its wire contract only, asks it a few questions at a time, and works without
any script.
"""
