"""Mail servers that misbehave on purpose. Imports none of ours."""
