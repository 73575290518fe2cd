"""Damage the files of a small log in every way, and judge what each reading command answers then."""
