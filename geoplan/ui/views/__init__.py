"""The views of the page 覆盖: each chooses, computes by one measure and shows."""
