"""Ids, so that a matricule is never taken for a case number."""

from __future__ import annotations

from typing import NewType

EmployerId = NewType("EmployerId", str)
"""Short name of an employer within one installation, lower-case letters, digits and hyphens."""

Matricule = NewType("Matricule", str)
"""The employer's own number for a person; text, its leading zeros count."""

SiteId = NewType("SiteId", str)
"""SIRET of the establishment, or the employer's own code for it."""

CampaignId = NewType("CampaignId", str)
"""Short name of a campaign, unique within an employer, for example ``2026-automne``."""

CaseId = NewType("CaseId", str)
"""Number of a case, ``C`` and at least four digits, counted per employer."""
