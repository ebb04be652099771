"""Benchmarks: start, model, index, answers, readers at once, growth, export, audit."""
