"""A Poisson solver on a GPU with its twin on the CPU, which takes over when that fails."""

import functools
from collections.abc import Callable

from tryon_ar.core import incidents
from tryon_ar.core.errors import InferenceError, InferenceLate
from tryon_ar.rendering.poisson import Field, PoissonProblem, PoissonSolver


class TwinnedSolver:
    """Solves by one solver until that fails, and by its twin from that very problem on.

    Parameters
    ----------
    first : PoissonSolver
    twin : callable returning PoissonSolver
        Made when it is needed.

    Notes
    -----
    *Thread safety*: as its solvers. What has failed is never gone back to; what is late is.
    """

    def __init__(self, first: PoissonSolver, twin: Callable[[], PoissonSolver]) -> None:
        self._solver = first
        self._twin: Callable[[], PoissonSolver] | None = functools.cache(twin)

    @property
    def provider(self) -> str:
        """What really does the work, as shown to people."""
        return self._solver.provider

    def solve(self, problem: PoissonProblem, initial: Field | None = None) -> Field:
        """Solve a problem; see :class:`tryon_ar.rendering.poisson.PoissonSolver`."""
        try:
            return self._solver.solve(problem, initial)
        except InferenceError as error:
            if self._twin is None:
                raise
            if isinstance(error, InferenceLate):
                return self._twin().solve(problem, initial)
            failed, self._solver, self._twin = self._solver.provider, self._twin(), None
            provider = self._solver.provider
            incidents.tell(
                "blending",
                f"{failed} failed while blending, {provider} took over.",
                "Restart tryon-ar to use it again.",
                detail=str(error),
            )
        return self._solver.solve(problem, initial)
