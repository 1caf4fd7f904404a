import os
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
import pytest
from datetime import date
from playwright.sync_api import sync_playwright
from accounts.rules.roles import Agency
from insurance.services import stops, declarations, reductions
from insurance.models import Enrolment, ClosedMonth, CalendarDay
from insurance.rules.months import Month
from tests.factories import *
from tests.factories.record import AssessmentFactory, DocumentFactory
from insurance.models import ContributionLine
from tests.visits import let_in
from tests.insurance.views.employer.pages import reduction, sent, codes_of
import re

WANT = os.environ.get("WANT","").split(",") if os.environ.get("WANT") else None
MODES = os.environ.get("MODES","1280-zh,360-zh").split(",")

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, settings, monkeypatch):
    import wsgiref.handlers, traceback
    monkeypatch.setattr(wsgiref.handlers.BaseHandler, "log_exception", lambda self, e: traceback.print_exception(*e))
    settings.HALL_TODAY = TODAY
    op = UserFactory(operator=True, name="周敏")
    unit = op.unit
    empty = UserFactory(operator=True)
    weak = UserFactory(operator=True, unit=unit, rights=["prepare"], name="小陈")
    looker = UserFactory(operator=True, unit=unit, rights=[], name="小李")
    names = "王建国 李秀英 张伟 刘洋 陈静 杨帆 赵敏 黄磊 周杰 吴芳 徐明 孙丽 胡军 朱琳 高飞 林涛 何洁 郭强 马超 罗娜 梁栋 宋佳 郑凯 谢婷 阿依古丽·买买提".split()
    people = []
    for n in names:
        p = PersonFactory(name=n); people.append(p); employ(p, unit, since=date(2022,3,1))
    for p in people[20:22]:
        Enrolment.objects.filter(person=p).update(stop_month=date(2026,9,1), covered_until=date(2026,9,1), end_reason="14")
    area = AreaFactory()
    ClosedMonth.objects.create(area=area, month=date(2026,8,1), closed_on=date(2026,9,1))
    for m in range(1,10):
        a = AssessmentFactory(unit=unit, month=date(2026,m,1))
        for ag in ("hrss","medical"):
            if m < 8: BillFactory(assessment=a, agency=ag, credited=True)
            elif m == 8: BillFactory(assessment=a, agency=ag, **({"credited": True} if ag=="hrss" else {}))
            else: BillFactory(assessment=a, agency=ag, due_on=date(2026,9,25))
        if m < 9 and m > 0:
            pass
    ClosedMonth.objects.all().delete()
    for a in unit.assessments.all():
        ContributionLine.objects.create(assessment=a, person=people[0], month=a.month, hrss_base_fen=800000, medical_base_fen=800000, pension_unit=128000, pension_own=64000, unemployment_unit=4000, unemployment_own=4000, injury_unit=3200, medical_unit=68000, medical_own=16000, maternity_unit=4000)
    ClosedMonth.objects.create(area=area, month=date(2026,8,1), closed_on=date(2026,9,1))
    # stop request
    cit = UserFactory(person=people[1])
    e = Enrolment.objects.filter(person=people[1]).first()
    req = stops.lodge_stop(e, reason="joined_employer", stop_month=Month(2026,10), actor=cit, at=NOW, on=TODAY)
    b = let_in(op)
    def file(p, submit=True, **kw):
        r = b.post("/employer/reductions/new/", reduction(p, **kw)); assert r.status_code==302, codes_of(r)
        check = r.headers["Location"]
        if submit:
            r = b.post(check, sent()); assert r.status_code==302, codes_of(r)
        return check.split("/")[3]
    draft = file(people[2], submit=False, ended_on="2026-08-20", reason="12", proposed_by="unit", note="双方协商一致")
    subm = file(people[3])
    back = file(people[4])
    acc = file(people[5])
    rej = file(people[6])
    clerk = UserFactory(clerk=True)
    from insurance.models import DeclarationPart
    def part(n, agency=Agency.HRSS): return DeclarationPart.objects.get(declaration__number=n, agency=agency)
    for n, act in ((back, declarations.send_back),(rej, declarations.reject)):
        for ag in Agency:
            p = part(n, ag); act(p.pk, actor=clerk, version=p.version, at=NOW, reason_code="facts_differ", next_action="correct_and_resubmit" if act is declarations.send_back else "ask_reconsideration", text="劳动合同终止日期与用工备案不一致，请核对后重新提交。")
    for ag in Agency:
        p = part(acc, ag); declarations.accept(p.pk, actor=clerk, version=p.version, at=NOW, on=TODAY)
    d = declarations.Declaration.objects.get(number=acc)
    declarations.say(d, "请补充说明离职证明是否已经出具。", actor=clerk, at=NOW)
    declarations.say(d, "已于9月9日出具并交本人签收。", actor=op, at=NOW)
    pages = {
        "desk": (op, "/employer/"), "desk_empty": (empty, "/employer/"),
        "request": (op, f"/employer/stop-requests/{req.number}/"),
        "request_weak": (weak, f"/employer/stop-requests/{req.number}/"),
        "roster": (op, "/employer/staff/"), "roster_empty": (empty, "/employer/staff/"),
        "roster_stopping": (op, "/employer/staff/?status=stopping"),
        "roster_none": (op, "/employer/staff/?insurance=210&status=left&after=P99999999"),
        "member": (op, f"/employer/staff/{people[0].public_id}/"),
        "member_leaving": (op, f"/employer/staff/{people[3].public_id}/"),
        "new": (op, "/employer/reductions/new/"), "new_person": (op, f"/employer/reductions/new/?person={people[7].public_id}"),
        "new_looker": (looker, "/employer/reductions/new/"),
        "correct": (op, f"/employer/reductions/new/?declaration={back}"),
        "check": (op, f"/employer/declarations/{draft}/check/"),
        "check_weak": (weak, f"/employer/declarations/{draft}/check/"),
        "list": (op, "/employer/declarations/"), "list_empty": (empty, "/employer/declarations/"),
        "case_submitted": (op, f"/employer/declarations/{subm}/"),
        "case_returned": (op, f"/employer/declarations/{back}/"),
        "case_accepted": (op, f"/employer/declarations/{acc}/"),
        "case_rejected": (op, f"/employer/declarations/{rej}/"),
        "wrong_door": (cit, "/employer/"),
    }
    with sync_playwright() as pw:
        br = pw.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox","--disable-gpu","--disable-background-networking","--no-first-run"])
        for mode in MODES:
            width, lang, *more = mode.split("-")
            for name, (user, path) in pages.items():
                if WANT and name not in WANT: continue
                user.language = "en" if lang=="en" else "zh-hans"; user.elder = "elder" in more; user.save(update_fields=["language","elder"])
                c = let_in(user)
                ctx = br.new_context(viewport={"width": int(width), "height": 900}, java_script_enabled="nojs" not in more)
                ctx.add_cookies([{"name":"sessionid","value":c.cookies["sessionid"].value,"url":live_server.url}])
                page = ctx.new_page(); page.goto(live_server.url+path)
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                page.screenshot(path=f"/tmp/employer/shots/{name}_{mode}.png", full_page=True)
                print(name, mode, wide and f"SIDEWAYS {wide}")
                ctx.close()
            if not WANT or "errors" in WANT:
                user = op; user.language = "en" if lang=="en" else "zh-hans"; user.save(update_fields=["language"])
                c = let_in(user); ctx = br.new_context(viewport={"width": int(width), "height": 900})
                ctx.add_cookies([{"name":"sessionid","value":c.cookies["sessionid"].value,"url":live_server.url}])
                page = ctx.new_page(); page.goto(live_server.url+"/employer/reductions/new/")
                page.fill("[name=id_number]", people[8].identity_number); page.fill("[name=name]", "周杰伦")
                page.select_option("[name=reason]", "17"); 
                page.click("form[enctype] button.btn-primary"); page.wait_for_load_state()
                page.screenshot(path=f"/tmp/employer/shots/errors1_{mode}.png", full_page=True)
                page.fill("[name=name]", "周杰"); page.fill("[name=ended_on]", "2026-08-01")
                page.click("form[enctype] button.btn-primary"); page.wait_for_load_state()
                page.screenshot(path=f"/tmp/employer/shots/errors2_{mode}.png", full_page=True)
                ctx.close()
        br.close()
