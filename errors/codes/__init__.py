"""The rows of the catalogue, by protocol and by who must act."""
