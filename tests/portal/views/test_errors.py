"""What people see when a request cannot be answered."""

from django.db import OperationalError, connection


def out_of_order(*given):
    raise OperationalError("the server closed the connection unexpectedly")


def test_a_database_that_is_away_is_said_to_come_back(db, client):
    client.raise_request_exception = False
    with connection.execute_wrapper(out_of_order):
        answer = client.get("/", headers={"cookie": "sessionid=x"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "12333" in answer.content.decode()


def at_fault(*given):
    raise ZeroDivisionError


def test_any_other_fault_is_a_fault(db, client):
    client.raise_request_exception = False
    with connection.execute_wrapper(at_fault):
        answer = client.get("/")
    assert answer.status_code == 500


def test_an_address_that_only_takes_a_form_says_so_on_a_page(db, client):
    answer = client.get("/accounts/logout/")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "<h1" in answer.content.decode()
