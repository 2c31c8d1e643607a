from tests.kit.pages import pages  # noqa: F401
