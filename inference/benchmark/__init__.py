"""Metrics, baselines, datasets, tables: every later change to the engine is judged here."""
