import time
from datetime import date
import pytest
from django.db import connection
from accounts.models import Person
from insurance.models import *
from insurance.rules.kinds import EMPLOYEE_INSURANCES
from insurance.rules.months import Month
from insurance.selectors.next_bill import next_bill
from insurance.selectors.bases import bases_page, bases_year
from insurance.selectors.wage_differences import wage_differences
from insurance.services import bases, unit_declarations, undoing
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory

def test_perf(db):
    put_policy(AreaFactory())
    op=UserFactory(operator=True); unit=op.unit; area=AreaFactory()
    import uuid
    ps=[PersonFactory.build() for _ in range(5000)]
    people=Person.objects.bulk_create(ps)
    Enrolment.objects.bulk_create([Enrolment(person=p,area=area,insurance=c,kind="employee",unit=unit,first_month=date(2024,1,1),covered_from=date(2024,1,1),wage_fen=500000+i*137) for i,p in enumerate(people) for c in EMPLOYEE_INSURANCES],batch_size=5000)
    for m in range(1,10):
        a=Assessment.objects.create(area=area,unit=unit,month=date(2026,m,1))
        ContributionLine.objects.bulk_create([ContributionLine(assessment=a,person=p,month=a.month,pension_unit=100,pension_own=100,medical_unit=100,medical_own=100,injury_unit=10,unemployment_unit=1,unemployment_own=1,maternity_unit=1) for p in people],batch_size=5000)
    with connection.cursor() as c: c.execute("ANALYZE")
    def t(name,f):
        s=time.perf_counter(); r=f(); print(f"{name}: {time.perf_counter()-s:.2f}s"); return r
    t("next_bill",lambda: next_bill(unit,Month(2026,10),on=TODAY))
    t("next_bill2",lambda: next_bill(unit,Month(2026,10),on=TODAY))
    y=bases_year(unit,on=TODAY)
    t("page",lambda: bases_page(unit,y,everybody=False,size=20))
    d=t("save",lambda: bases.save_wages(unit,{p.pk:600000+i*137 for i,p in enumerate(people)},seen={},actor=op,at=NOW,on=TODAY))
    lines=list(d.lines.select_related("declaration"))
    t("next_bill with lines",lambda: next_bill(unit,Month(2026,10),on=TODAY,lines=lines))
    t("differences",lambda: wage_differences(unit,{p.pk:600000 for p in people},Month(2026,1)))
    t("submit",lambda: unit_declarations.submit(d.number,actor=op,at=NOW,on=TODAY,acknowledged=True))
    print(ContributionLine.objects.count(), d.parts.get().state)
    t("undo",lambda: undoing.undo(d.number,actor=op,at=NOW,on=TODAY))
