"""Registers of enterprises: counted by area, industry and year by one kernel and three runners; and what came of plans."""
