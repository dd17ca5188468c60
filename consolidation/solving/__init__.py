"""The one door to PuLP and HiGHS, used by packing, redesign and migration."""
