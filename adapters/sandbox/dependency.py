from typing import TypeAlias

from litestar.di import NamedDependency
from litestar.params import SkipValidation

from adapters.sandbox.sandbox import Sandbox

SandboxDependency: TypeAlias = NamedDependency[SkipValidation[Sandbox]]
