"""The bibliography's tables."""

from references.models.abstract import AbstractSection
from references.models.citation import Citation
from references.models.count import CitationCount
from references.models.former_identifier import FormerIdentifier
from references.models.import_batch import ImportBatch
from references.models.lookup import LookupAnswer, LookupItem, LookupRun, ServiceTurn
from references.models.merged import MergedWork
from references.models.notice import Notice, NoticeFile, SourceCheck
from references.models.pair import WorkPair
from references.models.pasted_list import FormerList, PastedList
from references.models.registration import TrialRegistration
from references.models.work import Work

__all__ = [
    "AbstractSection",
    "Citation",
    "CitationCount",
    "FormerIdentifier",
    "FormerList",
    "ImportBatch",
    "LookupAnswer",
    "LookupItem",
    "LookupRun",
    "MergedWork",
    "Notice",
    "NoticeFile",
    "PastedList",
    "ServiceTurn",
    "SourceCheck",
    "TrialRegistration",
    "Work",
    "WorkPair",
]
