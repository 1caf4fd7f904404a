"""Invented contents for every piece of the hall, in both languages."""

from datetime import UTC, date, datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError

from insurance.rules.benefit_rule import Payer
from insurance.rules.explanation import Source, Step
from insurance.rules.months import Month
from insurance.rules.restoration import Interruption, restoration
from insurance.wording_steps import explained
from tests.factories.policy_values import s4

CHINESE = {
    "receipt": "申报回执",
    "title": "停止参加职工基本医疗保险",
    "lead": "提交后由医疗保险经办机构审核，一般在2026年9月30日（星期三）前办结。",
    "submitted": "已提交",
    "steps": ["填写", "核对", "提交"],
    "notice_title": "您9月的医疗保险费还没有到账",
    "notice": "请在2026年9月25日前缴清，10月的医保待遇不受影响。",
    "states": [
        ("effective", "已生效"),
        ("submitted", "待受理"),
        ("accepted", "已受理"),
        ("returned", "退回补正"),
        ("rejected", "不予受理"),
        ("withdrawn", "已撤回"),
    ],
    "years": "年度",
    "months": "2026年各月缴费",
    "sentence": "停保后，医保待遇到2026年10月31日为止",
    "version": "依据：云州市统筹区2026年版规则",
    "table": "2026年缴费明细",
    "columns": ["所属月份", "单位", ("单位缴纳（元）", "number"), ("个人缴纳（元）", "number")],
    "unit": "云州市青禾机电设备有限公司",
    "facts": "参保情况",
    "insurance": "险种",
    "medical": "职工基本医疗保险",
    "since": "参保时间",
    "case": "办理过程",
    "next": "医疗保险经办机构审核您的申报",
    "form": "填写申报",
    "consequences": "停保后会怎样",
    "desk": "本月办理时间",
    "amount": "本月应缴",
    "empty": "您还没有申报",
    "open": "正在服务，今日17:00结束",
    "reason": "停保原因",
    "reasons": [("joined_employer", "到单位就业，由单位参保"), ("moved_away", "到外地参保"), ("other", "其他原因")],
    "month": "从哪个月起停保",
    "month_hint": "最早可选2026年10月。选定的月份起不再缴费。",
    "remark": "补充说明",
    "file": "证明材料",
    "acknowledged": "我已知道停保对我的影响",
    "group": "停保申报",
    "send": "提交申报",
    "error": "最早可从2026年10月起停保，请重新选择月份。",
    "form_error": "这项参保关系上已有一件正在办理的申报，请等它办结后再提交。",
    "officer": "经办人员",
}
ENGLISH = {
    "receipt": "Receipt of a declaration",
    "title": "Stop the employees' basic medical insurance",
    "lead": "The medical insurance agency reviews it, as a rule by Wednesday 30 September 2026.",
    "submitted": "submitted",
    "steps": ["Fill in", "Check", "Submit"],
    "notice_title": "Your medical insurance for September has not been credited yet",
    "notice": "Pay it by 25 September 2026 and your benefits in October are not affected.",
    "states": [
        ("effective", "in effect"),
        ("submitted", "waiting for review"),
        ("accepted", "accepted"),
        ("returned", "sent back for correction"),
        ("rejected", "rejected"),
        ("withdrawn", "withdrawn"),
    ],
    "years": "Years",
    "months": "Contributions in 2026",
    "sentence": "After the stop, medical benefits end on 31 October 2026",
    "version": "By the rules of the Yunzhou pooling area, version 2026",
    "table": "Contributions of 2026 in detail",
    "columns": ["Month", "Unit", ("Paid by the unit (yuan)", "number"), ("Paid by you (yuan)", "number")],
    "unit": "Yunzhou Qinghe Electrical Equipment Ltd",
    "facts": "Insurance",
    "insurance": "Kind",
    "medical": "Employees' basic medical insurance",
    "since": "Since",
    "case": "What happened",
    "next": "The medical insurance agency reviews your declaration",
    "form": "The declaration",
    "consequences": "What the stop changes",
    "desk": "Days of this month",
    "amount": "To be paid this month",
    "empty": "You have no declarations yet",
    "open": "open now, until 17:00",
    "reason": "Reason",
    "reasons": [
        ("joined_employer", "I took up work, the unit insures me"),
        ("moved_away", "I am insured in another place"),
        ("other", "Another reason"),
    ],
    "month": "Stop from month",
    "month_hint": "October 2026 at the earliest. Nothing is charged from the chosen month on.",
    "remark": "Remark",
    "file": "Evidence",
    "acknowledged": "I know what this stop will change for me",
    "group": "Stop insurance",
    "send": "Submit the declaration",
    "error": "The earliest month is October 2026. Choose another month.",
    "form_error": "A declaration on this insurance is open already. Wait until it is decided.",
    "officer": "Officer",
}
MONTH_STATES = ["credited"] * 7 + ["paid", "missing", "due", "none", "none"]


class SampleForm(forms.Form):
    """One field of each sort."""

    reason = forms.ChoiceField(widget=forms.RadioSelect)
    stop_month = forms.ChoiceField(choices=[("2026-10", "2026-10"), ("2026-11", "2026-11")])
    name = forms.CharField()
    remark = forms.CharField(widget=forms.Textarea, required=False)
    file = forms.FileField(required=False)
    acknowledged = forms.BooleanField()
    submission_key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = words["reason"]
        self.fields["reason"].choices = words["reasons"]
        self.fields["stop_month"].label = words["month"]
        self.fields["stop_month"].help_text = words["month_hint"]
        self.fields["name"].label = words["officer"]
        self.fields["remark"].label = words["remark"]
        self.fields["file"].label = words["file"]
        self.fields["acknowledged"].label = words["acknowledged"]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset(words["group"], "reason", Row("stop_month", "name")),
            "remark",
            "file",
            "acknowledged",
            "submission_key",
            Submit("submit", words["send"]),
        )


def sample_form(words, *, refused: bool) -> SampleForm:
    """Return the form empty, or as it comes back after a refusal."""
    if not refused:
        return SampleForm(words=words)
    answers = {"stop_month": "2026-10", "name": "<b>&", "submission_key": "k", "acknowledged": "on"}
    form = SampleForm(answers, words=words)
    form.add_error("stop_month", ValidationError(words["error"], code="R007"))
    form.add_error(None, ValidationError(words["form_error"], code="stop.pending"))
    return form


def sample_tree() -> Step:
    """Return why benefits return in December after a gap of 107 days that was not paid back."""
    rule = s4(
        Payer.FLEXIBLE,
        unpaid_waits_as_paid=True,
        source=Source(
            "benefits",
            "379901",
            "unit",
            date(2021, 1, 1),
            "云人社发〔2020〕35号（演示）",
            article="3",
            evidence="office",
            page="yunzhou-rules",
        ),
    )
    gap = Interruption(Month(2025, 3), date(2025, 6, 16), repaid=False, payer=Payer.FLEXIBLE)
    return restoration(gap, stop_rule=rule, restore_rule=rule).explanation


def contents(language: str, *, refused: bool = False) -> dict:
    """Return the context of gallery.html."""
    words = ENGLISH if language == "en" else CHINESE
    facts = [
        {"label": words["insurance"], "value": words["medical"]},
        {"label": words["since"], "value": "2019-07", "note": words["version"]},
        {"label": words["case"], "value": words["submitted"], "state": "submitted"},
    ]
    return {
        "words": words,
        "years": [
            {"url": "?year=2026", "text": "2026", "is_current": True, "count": None},
            {"url": "?year=2025", "text": "2025", "is_current": False, "count": 12},
            {"url": "?year=2024", "text": "2024", "is_current": False, "count": None},
        ],
        "cells": [
            {"month": Month(2026, number), "state": state, "amount": 48200 if state in ("credited", "paid") else None}
            for number, state in enumerate(MONTH_STATES, start=1)
        ],
        "explanation": [
            {"text": words["notice"], "basis": "社会保险法 23" if language != "en" else "Law 23", "basis_url": "/law/"},
            {"text": words["month_hint"], "amount": "2026-10"},
        ],
        "tree": explained(sample_tree()),
        "columns": words["columns"],
        "rows": [[f"2026-0{n}", words["unit"], "1,234.56", "−386.00"] for n in (7, 8, 9)],
        "facts": facts,
        "answers": [{**fact, "change_url": "#main"} for fact in facts],
        "events": [
            {
                "text": words["states"][3][1],
                "at": datetime(2026, 9, 18, 6, 5, tzinfo=UTC),
                "actor": words["officer"],
                "note": words["error"],
                "state": "returned",
            },
            {"text": words["submitted"], "at": datetime(2026, 9, 17, 1, 30, tzinfo=UTC), "state": "submitted"},
            {"text": words["sentence"], "at": date(2026, 9, 1)},
        ],
        "next_by": date(2026, 9, 30),
        "form": sample_form(words, refused=refused),
        "points": [
            {"label": words["steps"][0], "on": date(2026, 9, 1), "is_past": True, "is_next": False},
            {
                "label": words["steps"][1],
                "on": date(2026, 9, 20),
                "is_past": False,
                "is_next": True,
                "note": words["open"],
            },
            {"label": words["steps"][2], "on": date(2026, 9, 25), "is_past": False, "is_next": False},
        ],
        "stats": [
            (words["facts"], "128", None, "/employer/staff/"),
            (words["empty"], "3", words["years"], "/employer/staff/"),
            (words["amount"], "−1,284,560.00", words["version"], None),
        ],
    }
