"""The whole job from one end to the other, in a real browser, by the people whose job it is.

The steps follow each other in this order and share one platform, so they are collected here as one module, which one process of the tests runs.
"""

from tests.journey.steps_1_setting_up import TestSettingUp
from tests.journey.steps_2_learning import TestLearning, TestPractising
from tests.journey.steps_3_forms import TestFinalExam, TestForms
from tests.journey.steps_4_results import TestCertificates, TestReports

__all__ = [
    "TestCertificates",
    "TestFinalExam",
    "TestForms",
    "TestLearning",
    "TestPractising",
    "TestReports",
    "TestSettingUp",
]
