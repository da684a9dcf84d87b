"""A template looked at before it is used: what is wrong, what is missing, what will differ on paper."""
