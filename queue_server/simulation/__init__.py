"""Whole days of a branch on a fake clock, through the real rules: what a policy does to waiting."""

from queue_server.simulation.days import simulate
from queue_server.simulation.demand import Demand
from queue_server.simulation.figures import Figures
from queue_server.simulation.policies import POLICIES

__all__ = ["POLICIES", "Demand", "Figures", "simulate"]
