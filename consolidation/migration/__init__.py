"""Migration: when each server moves, in waves."""
