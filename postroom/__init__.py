"""What programmers import: public typed functions, and jobs.py, which RQ jobs name. Nothing else."""
