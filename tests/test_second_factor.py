"""The second factor: who must have one, how it is added, asked for, lost and removed; sessions."""

import json
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from newsroom.accounts import factors, passkeys
from newsroom.accounts.factors import must_have_factor
from newsroom.accounts.models import AuthenticatorApp, DeskSession, Passkey, RecoveryCode
from newsroom.accounts.sessions import device_name
from newsroom.desk.roles import ADMINISTRATOR, DUTY_EDITOR, LAWYER, PRESS_OFFICER
from newsroom.models import AccountLog
from newsroom.publishing.outgoing_mail import send_outgoing_mail
from tests.desk import at_desk, told
from tests.factories import newsroom, person
from tests.test_log_in_limits import PASSWORD, log_in
from tests.test_rights_changes import member

pytestmark = pytest.mark.django_db

HOME, SECURITY = "/admin/", "/admin/account/security/"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def required(settings):
    """Enforced, as in production."""
    settings.SECOND_FACTOR_REQUIRED = True
    newsroom()


def code(secret=SECRET, seconds=0):
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=seconds))


def with_app(username="dora", *groups):
    user = member(username, *(groups or (DUTY_EDITOR,)))
    AuthenticatorApp.objects.create(user=user, name="Work phone", secret=SECRET)
    return user


def second_step(client, **answer):
    from_there = {"X-Forwarded-For": "192.0.2.1"}
    return client.post(reverse("desk_second_step"), answer, headers=from_there)


def both_steps(username="dora"):
    """A browser in which somebody has logged in with password and code."""
    client = Client()
    log_in(client, PASSWORD, username=username)
    AuthenticatorApp.objects.update(last_step=0)
    assert second_step(client, code=code()).status_code == 302
    return client


@pytest.mark.parametrize(
    ("group", "must"),
    [(PRESS_OFFICER, False), (LAWYER, True), (DUTY_EDITOR, True), (ADMINISTRATOR, True)],
)
def test_whoever_may_publish_clear_or_administer_adds_a_factor_first(group, must, rf):
    user = member("somebody", group)
    assert must_have_factor(user) == must
    client = Client()
    assert log_in(client, PASSWORD, username="somebody")["Location"] == HOME
    response = client.get(HOME)
    assert response.status_code == (302 if must else 200)
    if must:
        assert response["Location"] == SECURITY
        page = client.get(SECURITY).text
        assert "Your role needs a second factor" in page
        # A script that asks for the session again and again would be refused each time.
        assert "data-desk-session" not in page
        for address in (
            "/admin/pages/",
            "/admin/account/",
            "/admin/users/",
            "/admin/api/main/pages/",
        ):
            assert client.get(address)["Location"] == SECURITY, address
        xhr = client.get("/admin/pages/", headers={"x-requested-with": "XMLHttpRequest"})
        assert xhr.status_code == 403


def test_a_superuser_and_who_gets_the_right_later_must_have_one(settings):
    assert must_have_factor(person("root", is_superuser=True))
    client = Client()
    user = member("petra", PRESS_OFFICER)
    log_in(client, PASSWORD)
    assert client.get(HOME).status_code == 200
    user.groups.set(member("dora", DUTY_EDITOR).groups.all())
    assert client.get(HOME)["Location"] == SECURITY
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.get(HOME).status_code == 200


def test_files_that_are_not_public_take_a_second_factor_too(image, rendition):
    address = rendition.url
    client = Client()
    member("dora", DUTY_EDITOR)
    log_in(client, PASSWORD, username="dora")
    assert client.get(address).status_code == 404
    AuthenticatorApp.objects.create(user=person("dora"), name="Phone", secret=SECRET)
    response = both_steps().get(address)
    assert response.status_code == 200
    response.getvalue()


def test_an_app_is_added_by_a_picture_and_the_recovery_codes_are_shown_once():
    member("dora", DUTY_EDITOR)
    client = Client()
    log_in(client, PASSWORD, username="dora")
    add = reverse("desk_add_app")
    shown = client.get(add).text
    assert "<svg" in shown
    secret = client.session["authenticator_secret"]
    assert " ".join(re.findall("....", secret)) in shown
    wrong = client.post(add, {"code": "000000", "name": "Work phone"})
    assert wrong.context["form"].errors["code"]
    assert 'value="Work phone"' in wrong.text
    codes = client.post(add, {"code": code(secret), "name": "Work phone"}).context["codes"]
    assert len(set(codes)) == 10
    stored = [*RecoveryCode.objects.values_list("hash", flat=True)]
    assert not set(codes) & set(stored)
    assert client.get(HOME).status_code == 200
    page = client.get(SECURITY).text
    assert "Work phone" in page
    assert not any(one in page for one in codes)
    row = AuthenticatorApp.objects.raw("SELECT id, secret AS stored FROM newsroom_authenticatorapp")
    assert secret not in row[0].stored


def test_the_password_alone_does_not_log_in_who_has_a_factor():
    with_app()
    client = Client()
    assert log_in(client, PASSWORD, username="dora")["Location"] == reverse("desk_second_step")
    assert client.get(HOME)["Location"].startswith("/admin/login/")
    assert second_step(client, code="000000").context["form"].errors
    assert client.get(HOME)["Location"].startswith("/admin/login/")
    assert second_step(client, code=code())["Location"] == HOME
    assert client.get(HOME).status_code == 200


def test_a_code_is_good_once_and_for_its_moment():
    with time_machine.travel(NOON, tick=False):
        user = with_app()
        used = code()
        assert factors.accept_code(user, used)
        assert not factors.accept_code(user, used)
        assert not factors.accept_code(user, code(seconds=-30))
        assert not factors.accept_code(user, code(seconds=60))
        assert factors.accept_code(user, f"{code(seconds=30)[:3]} {code(seconds=30)[3:]}")
        for nothing in ("", "١٢٣٤٥٦", "x" * 40):
            assert not factors.accept_code(user, nothing)


def test_a_recovery_code_logs_in_once_and_is_mailed(mailoutbox):
    user = with_app()
    codes = factors.new_recovery_codes(user)
    for answers in ([302], [200]):
        client = Client()
        log_in(client, PASSWORD, username="dora")
        typed = codes[0].upper().replace("-", " ")
        assert [second_step(client, code=typed).status_code] == answers
    assert factors.recovery_codes_left(user) == 9
    send_outgoing_mail()
    assert any("9 are left" in mail.body for mail in mailoutbox)
    other = member("other", DUTY_EDITOR)
    assert not factors.accept_code(other, codes[1])


def test_wrong_codes_are_limited_like_passwords():
    with_app()
    client = Client()
    log_in(client, PASSWORD, username="dora")
    answers = [second_step(client, code="000000") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert answers[-1]["Retry-After"] in ("1800", "1799")
    assert second_step(client, code=code()).status_code == 429
    # The right password does not take the wrong codes back.
    assert log_in(Client(), PASSWORD, username="dora").status_code == 429


def test_the_second_step_lasts_ten_minutes_and_takes_a_password_first():
    with_app()
    assert second_step(Client(), code=code())["Location"] == "/admin/login/"
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        log_in(client, PASSWORD, username="dora")
        clock.move_to(NOON + timedelta(minutes=11))
        assert second_step(client, code=code())["Location"] == "/admin/login/"
        log_in(client, PASSWORD, username="dora")
        changed = person("dora")
        changed.set_password("yet another and long")
        changed.save()
        assert second_step(client, code=code())["Location"] == "/admin/login/"


def test_a_factor_is_changed_only_by_who_has_just_logged_in():
    with_app()
    with time_machine.travel(NOON, tick=False) as clock:
        client = both_steps()
        clock.move_to(NOON + timedelta(minutes=16))
        response = client.get(reverse("desk_add_app"))
        assert response["Location"] == "/admin/login/?next=%2Fadmin%2Faccount%2Fsecurity%2F"
        assert client.get(HOME)["Location"].startswith("/admin/login/")


def test_the_last_factor_stays_while_the_role_needs_one():
    user = with_app()
    client = both_steps()
    remove = reverse("desk_remove_app", args=[AuthenticatorApp.objects.get().pk])
    assert "Add another first" in told(client.post(remove))
    Passkey.objects.create(user=user, name="Key", credential_id="eHg", public_key=b"x")
    assert "Removed" in told(client.post(remove))
    assert not AuthenticatorApp.objects.exists()
    others = AuthenticatorApp.objects.create(user=person("petra"), name="Hers", secret=SECRET)
    client.post(reverse("desk_remove_app", args=[others.pk]))
    assert AuthenticatorApp.objects.get() == others


def test_a_change_of_password_or_factor_ends_the_other_sessions():
    user = with_app()
    here, there = both_steps(), both_steps()
    assert there.get(HOME).status_code == 200
    add = reverse("desk_add_app")
    here.get(add)
    here.post(add, {"code": code(here.session["authenticator_secret"]), "name": "New"})
    assert there.get(HOME)["Location"].startswith("/admin/login/")
    assert here.get(HOME).status_code == 200
    there = both_steps()
    profile = {
        "name_email-first_name": "Dora",
        "name_email-last_name": "Day",
        "name_email-email": user.email,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "password-old_password": PASSWORD,
        "password-new_password1": "another and long enough",
        "password-new_password2": "another and long enough",
    }
    assert here.post("/admin/account/", profile).status_code == 302
    assert there.get(HOME)["Location"].startswith("/admin/login/")
    assert here.get(SECURITY).status_code == 200
    assert [row.pk for row in DeskSession.objects.filter(user=user)] == [
        here.session["desk_session"]
    ]


def test_sessions_are_listed_and_ended_by_their_owner():
    member("petra", PRESS_OFFICER)
    clients = [Client(headers={"user-agent": agent}) for agent in (FIREFOX, PHONE, FIREFOX)]
    for n, client in enumerate(clients):
        log_in(client, PASSWORD, address=f"192.0.2.{n}")
    here, phone, other = clients
    shown = here.get(SECURITY).text
    for words in ("Firefox on Windows", "Safari on iPhone", "192.0.2.1", "This one"):
        assert words in shown
    end, pk = reverse("desk_end_sessions"), phone.session["desk_session"]
    for number in ("²", "9" * 30, "-1"):
        assert here.post(end, {"session": number}).status_code == 302
    at_desk("stranger").post(end, {"session": pk})
    assert phone.get(HOME).status_code == 200
    here.post(end, {"session": pk})
    assert phone.get(HOME)["Location"].startswith("/admin/login/")
    assert other.get(HOME).status_code == 200
    here.post(end)
    assert other.get(HOME)["Location"].startswith("/admin/login/")
    assert here.get(HOME).status_code == 200
    here.post("/admin/logout/")
    assert not DeskSession.objects.filter(user__username="petra").exists()


def test_a_session_that_was_ended_is_not_kept_alive_by_what_it_remembers():
    member("petra", PRESS_OFFICER)
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        log_in(client, PASSWORD)
        clock.move_to(NOON + timedelta(minutes=5))
        client.get(HOME)
        assert DeskSession.objects.get().seen_at == NOON + timedelta(minutes=5)
        DeskSession.objects.all().delete()
        clock.move_to(NOON + timedelta(minutes=7))
        assert client.get(HOME)["Location"].startswith("/admin/login/")


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def test_a_device_has_the_name_that_people_use():
    assert device_name(FIREFOX) == "Firefox on Windows"
    assert device_name(PHONE) == "Safari on iPhone"
    assert device_name("") == "Unknown browser"


def test_who_lost_everything_is_helped_in_by_an_administrator(mailoutbox):
    user = with_app()
    lost = both_steps()
    with_app("ada", ADMINISTRATOR)
    ada = both_steps("ada")
    screen = reverse("desk_account_log_in", args=[user.pk])
    assert "Work phone" in ada.get(screen).text
    assert ada.post(screen, {"do": "reset", "reason": ""}).context["form"].errors["reason"]
    assert AuthenticatorApp.objects.filter(user=user).exists()
    ada.post(screen, {"do": "reset", "reason": "Rang me; her phone was stolen."})
    assert not AuthenticatorApp.objects.filter(user=user).exists()
    assert lost.get(HOME)["Location"].startswith("/admin/login/")
    entry = AccountLog.objects.first()
    assert (entry.event, entry.account, entry.username) == ("factor", "dora", "ada")
    assert "her phone was stolen" in entry.what
    send_outgoing_mail()
    assert {"dora@news.example", "ada@news.example"} <= {mail.to[0] for mail in mailoutbox}
    client = Client()
    log_in(client, PASSWORD, username="dora")
    assert client.get(HOME)["Location"] == SECURITY


def test_no_administrator_takes_the_factor_of_somebody_above_or_of_themselves():
    root = member("root", is_superuser=True)
    AuthenticatorApp.objects.create(user=root, name="Key", secret=SECRET)
    ada_user = with_app("ada", ADMINISTRATOR)
    ada = both_steps("ada")
    for user in (root, ada_user):
        for do in ("reset", "lift", "end"):
            ada.post(reverse("desk_account_log_in", args=[user.pk]), {"do": do, "reason": "Lost."})
    assert AuthenticatorApp.objects.count() == 2
    assert ada.get(HOME).status_code == 200
    member("petra", PRESS_OFFICER)
    petra = at_desk("petra")
    assert (
        petra.post(reverse("desk_account_log_in", args=[root.pk]), {"do": "end"}).status_code == 302
    )
    assert AuthenticatorApp.objects.count() == 2


def test_the_operator_resets_a_factor_with_a_reason():
    user = with_app()
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "nobody", reason="Lost.")
    with pytest.raises(CommandError, match="Say why"):
        call_command("reset_second_factor", "dora", reason=" ")
    call_command("reset_second_factor", "dora", reason="Came to my desk.")
    assert not factors.has_factor(user)
    assert AccountLog.objects.get().channel == "program"


@pytest.mark.parametrize(
    "answer", ["", "{}", "no json", "[]", '{"id": "eHg"}', '{"id": 7}', r'{"id": "\u0000"}']
)
def test_an_answer_that_proves_no_passkey_is_refused(answer):
    user = with_app()
    Passkey.objects.create(user=user, name="Key", credential_id="eHg", public_key=b"x")
    client = Client()
    log_in(client, PASSWORD, username="dora")
    shown = client.get(reverse("desk_second_step")).context["passkey_options"]
    assert shown["allowCredentials"][0]["id"] == "eHg"
    assert shown["rpId"] == "localhost"
    if answer:
        response = second_step(client, credential=answer)
        assert "That passkey was not accepted" in response.text
    client = both_steps()
    add = reverse("desk_add_passkey")
    assert client.get(add).context["passkey_options"]["rp"]["id"] == "localhost"
    response = client.post(add, {"name": "Mine", "credential": answer})
    assert "could not be added" in response.text
    assert 'value="Mine"' in response.text
    assert Passkey.objects.count() == 1


def test_a_challenge_is_good_for_one_answer(rf):
    request = rf.get("/")
    request.session = {}
    user = with_app()
    options = passkeys.authentication_options(request, user)
    assert request.session[passkeys.CHALLENGE] == options["challenge"]
    passkeys.accept_passkey(request, user, json.dumps({"id": "eHg"}))
    assert passkeys.CHALLENGE not in request.session
