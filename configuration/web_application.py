"""Litestar without what nothing here is made of."""

from litestar import Litestar
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin


class WebApplication(Litestar):
    """Shapes are msgspec's: the plugins for pydantic and attrs would only have to be loaded, a tenth of a start."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]
