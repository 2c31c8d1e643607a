from tests.kit.pages import pages  # noqa: F401
from tests.kit.village import village  # noqa: F401
from tests.kit.walls import house  # noqa: F401
