import re
import pytest
from tests.factories import *
from tests.insurance.views.employer.pages import *
from tests.visits import let_in
from django.test.utils import CaptureQueriesContext
from django.db import connection

def test_smoke(browser, employee, operator):
    def get(a):
        with CaptureQueriesContext(connection, ) as q:
            r = browser.get(a)
        print(a, r.status_code, len(q), len(r.content))
        if len(q) > 8:
            for x in q: print("   ", x["sql"][:200])
        return r
    for a in ["/employer/", "/employer/staff/", f"/employer/staff/{employee.public_id}/", "/employer/reductions/new/", f"/employer/reductions/new/?person={employee.public_id}", "/employer/declarations/"]:
        assert get(a).status_code == 200
    r = browser.post("/employer/reductions/new/", reduction(employee))
    print(r.status_code, r.headers.get("Location"), codes_of(r))
    assert r.status_code == 302
    check = r.headers["Location"]
    r = get(check); assert r.status_code == 200
    seen = re.search(r'name="seen" value="(\d+)"', r.content.decode())[1]
    r = browser.post(check, sent(seen=seen)); print(r.status_code, codes_of(r)); assert r.status_code == 302
    d = r.headers["Location"]
    for a in [d, d+"reduction-list.pdf", d+"receipt.pdf", "/employer/", "/employer/staff/", "/employer/declarations/", f"/employer/staff/{employee.public_id}/"]:
        assert get(a).status_code == 200
    r = browser.post("/employer/reductions/new/", reduction(employee, reason="99", ended_on="", acknowledged=None)); print(codes_of(r))
    r = browser.post("/employer/reductions/new/", reduction(employee, id_number="123", reason="99", ended_on="", acknowledged=None)); print(codes_of(r))
    r = browser.post(d+"messages/", sent(text="你好")); assert r.status_code==302
    r = browser.post(d+"messages/", sent(text="")); assert r.status_code==422; print(codes_of(r))
    r = browser.post(d+"withdraw/", sent(text="")); print(r.status_code, codes_of(r))
    assert get(d).status_code == 200
    for f in ("csv","xlsx"):
        r = browser.post("/employer/staff/export/", {"format": f}); print(r.status_code, r.headers)
    print(b"".join(browser.post("/employer/staff/export/", {"format": "csv"}).streaming_content).decode())
