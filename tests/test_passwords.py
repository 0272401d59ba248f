"""Passwords and log-in as a person at the desk meets them, beside the limits and second factors."""

import logging
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import global_settings, settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cps_news.settings import desk
from newsroom.accounts.factors import new_recovery_codes, new_secret
from newsroom.accounts.models import AuthenticatorApp
from newsroom.desk.roles import ADMINISTRATOR, PRESS_OFFICER
from newsroom.publishing.outgoing_mail import send_outgoing_mail
from tests.factories import newsroom
from tests.test_log_in_limits import PASSWORD, log_in
from tests.test_rights_changes import member

ACCOUNT = "/admin/account/"
MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    [
        *("short of 12", "qwertyuiop123", "123456789012345"),
        *(
            "CrownProsecutionService",
            "crown-prosecution-2026",
            "Newsroom2026!!",
            "dutyeditor.press1",
        ),
        *("ＣＰＳ ｎｅｗｓｒｏｏｍ 1986", "Gwasanaeth Erlyn y Goron"),
    ],
)
def test_what_is_easy_to_guess_at_this_desk_is_no_password(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        *("correct horse battery", "onlylowercase", "the press walked into a bar"),
        *("  around it  blanks  ", "ŵy, llefrith a bara", "x" * 30 + "yz" * 60),
    ],
)
def test_a_password_may_be_long_and_of_any_letters(password):
    validate_password(password)


@pytest.fixture
def petra(db):
    newsroom()
    return member("petra", PRESS_OFFICER)


def browser(password=PASSWORD):
    client = Client()
    assert log_in(client, password).status_code == 302
    return client


def change(client, **fields):
    profile = {
        "name_email-first_name": "Petra",
        "name_email-last_name": "Page",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        **fields,
    }
    return client.post(ACCOUNT, profile)


def new_password(words, old=PASSWORD):
    return {
        "password-old_password": old,
        "password-new_password1": words,
        "password-new_password2": words,
    }


def test_a_password_is_changed_by_who_knows_the_old_one_and_kept_to_the_letter(petra):
    client = browser()
    assert change(client, **new_password("  Ŵy, llefrith a bara  ", old="wrong")).status_code == 200
    assert change(client, **new_password("Newsroom2026!!")).status_code == 200
    assert change(client, **new_password("  Ŵy, llefrith a bara  ")).status_code == 302
    assert log_in(Client(), "Ŵy, llefrith a bara").status_code == 200
    assert log_in(Client(), "  ŵy, llefrith a bara  ").status_code == 200
    browser("  Ŵy, llefrith a bara  ")


def test_password_fields_hide_what_is_typed_and_let_programs_fill_them(client, db):
    page = client.get(reverse("wagtailadmin_login")).text
    (field,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert 'autocomplete="off"' not in field
    assert "onpaste" not in page


def test_a_new_password_by_mail_logs_nobody_in_and_takes_the_second_factor(petra, mailoutbox):
    AuthenticatorApp.objects.create(user=petra, name="Work phone", secret=new_secret())
    client = Client()
    client.post("/admin/password_reset/", {"email": petra.email})
    send_outgoing_mail()
    (link,) = re.findall(r"\S*/confirm/\S*", mailoutbox[0].body)
    form = client.get(urlsplit(link).path, follow=True).redirect_chain[-1][0]
    words = "another and long enough"
    client.post(form, {"new_password1": words, "new_password2": words})
    assert client.get("/admin/").status_code == 302
    assert log_in(client, words)["Location"] == reverse("desk_second_step")
    assert client.get("/admin/").status_code == 302


def test_passwords_are_hashed_as_djangos_release_does_it():
    assert not hasattr(desk, "PASSWORD_HASHERS")
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")
    assert PBKDF2PasswordHasher.digest is sha256
    assert PBKDF2PasswordHasher.iterations >= 1_000_000


def test_nobody_gives_their_own_account_another_address(petra):
    before = petra.email
    assert change(browser(), **{"name_email-email": "petra@elsewhere.example"}).status_code == 302
    petra.refresh_from_db()
    assert (petra.first_name, petra.email) == ("Petra", before)


def test_a_log_in_begins_a_session_with_a_key_of_its_own(petra):
    client = Client()
    session = client.session
    session["before"] = "the log-in"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert log_in(client, PASSWORD).status_code == 302
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert len(key) == len(planted) == 32
    assert key != planted
    assert not client.session.exists(planted)


def test_a_session_ends_after_a_day_however_much_it_is_used(petra):
    with time_machine.travel(MONDAY, tick=False) as clock:
        client = browser()
        for _hour in range(3):
            assert client.get("/admin/").status_code == 200
            clock.shift(timedelta(hours=7))
        assert client.get("/admin/").status_code == 200
        clock.shift(timedelta(hours=2, minutes=55))
        asked = client.post(reverse("desk_session"), headers={"Accept": "application/json"}).json()
        assert (asked["seconds"], asked["most_seconds"]) == (300, 300)
        clock.shift(timedelta(minutes=5))
        assert client.get("/admin/").status_code == 302


def test_a_log_in_leaves_these_cookies_and_no_others(petra):
    client = browser()
    # What it says is told on the next page, and kept in the session until then.
    assert change(client).status_code == 302
    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DEVICE_COOKIE_NAME}
    assert set(client.cookies) == names
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_who_has_left_the_desk_has_no_session_any_more(petra):
    client = browser()
    assert client.get("/admin/").status_code == 200
    type(petra).objects.filter(pk=petra.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_other_sessions_are_ended_by_who_has_just_logged_in(petra):
    other = browser()
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        client = browser()
        clock.shift(timedelta(minutes=16))
        asked = client.post(reverse("desk_end_sessions"))
        assert asked["Location"].startswith(reverse("wagtailadmin_login"))
        assert other.get("/admin/").status_code == 200
        again = browser()
        again.post(reverse("desk_end_sessions"))
        assert other.get("/admin/").status_code == 302


def test_an_administrator_ends_the_sessions_of_somebody(petra):
    client = browser()
    member("ada", ADMINISTRATOR)
    administrator = Client()
    log_in(administrator, PASSWORD, username="ada")
    administrator.post(reverse("desk_account_log_in", args=[petra.pk]), {"do": "end"})
    assert client.get("/admin/").status_code == 302
    assert administrator.get("/admin/").status_code == 200


def test_every_screen_has_the_way_out(petra):
    page = browser().get("/admin/").text
    assert reverse("wagtailadmin_logout") in page


def test_log_ins_are_logged_with_the_account_and_nothing_that_was_typed(petra, caplog):
    caplog.set_level(logging.INFO, logger="newsroom.desk.accounts.log_in")
    client = Client()
    log_in(client, "Not the password")
    log_in(client, PASSWORD, username="Perhaps a password")
    log_in(client, PASSWORD)
    lines = [record.getMessage() for record in caplog.records]
    refused = "Log-in of account {} from {} refused: wrong password"
    where = lines[0].split(" from ")[1].split()[0]
    assert lines == [
        refused.format(petra.pk, where),
        refused.format("that does not exist", where),
        f"Log-in of account {petra.pk} from {where}: password",
    ]


def test_recovery_codes_are_too_long_to_be_tried(petra):
    codes = new_recovery_codes(petra)
    # Of 31 signs each: 118 bits.
    assert {len(code.replace("-", "")) for code in codes} == {24}
    assert len(set(codes)) == 10
