"""The requests of `plans` in other languages than English."""

from palate.evals.suites.plans.languages.suite import PlansLanguages

__all__ = ["PlansLanguages"]
