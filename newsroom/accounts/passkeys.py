"""Passkeys: registration and log-in by WebAuthn, checked by the library of that name."""

import json
from typing import Any
from urllib.parse import urlsplit

import webauthn
from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from newsroom.accounts.factors import factor_added
from newsroom.accounts.models import Passkey

CHALLENGE = "passkey_challenge"
"""The key of the session that holds the random bytes which the next answer must have signed."""
_WRONG = (WebAuthnException, ValueError, KeyError, TypeError, DataError)
"""What the library raises for answers that are forged, or none at all."""


def _origin() -> str:
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _host() -> str:
    """The host that passkeys are bound to; browsers offer them nowhere else."""
    return urlsplit(_origin()).hostname or ""


def registration_options(request: HttpRequest) -> dict[str, Any]:
    """What the browser needs to make a passkey for the person who has logged in."""
    user: Any = request.user
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=settings.WAGTAIL_SITE_NAME,
        user_id=str(user.pk).encode(),
        user_name=user.get_username(),
        user_display_name=user.get_full_name() or user.get_username(),
        exclude_credentials=_credentials_of(user),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return _asked(request, options)


def authentication_options(request: HttpRequest, user: Any) -> dict[str, Any]:
    """What the browser needs to use a passkey of this person."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        allow_credentials=_credentials_of(user),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _asked(request, options)


def add_passkey(request: HttpRequest, answer: str, name: str) -> bool:
    """Keep the passkey that the browser has made; returns False if its answer is no proof."""
    user: Any = request.user
    challenge = _challenge(request)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
        )
        with transaction.atomic():
            Passkey.objects.create(
                user=user,
                name=name,
                credential_id=bytes_to_base64url(made.credential_id),
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
            )
            factor_added(user, _("The passkey “%s” was added.") % name)
    except (*_WRONG, IntegrityError):
        return False
    return True


def accept_passkey(request: HttpRequest, user: Any, answer: str) -> bool:
    """Whether the browser's answer proves one of the person's passkeys."""
    challenge = _challenge(request)
    try:
        credential = json.loads(answer)
        with transaction.atomic():
            rows = Passkey.objects.select_for_update().filter(user=user)
            passkey = rows.get(credential_id=credential["id"])
            proof = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=_host(),
                expected_origin=_origin(),
                credential_public_key=bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
            )
            passkey.sign_count, passkey.used_at = proof.new_sign_count, timezone.now()
            passkey.save(update_fields=["sign_count", "used_at"])
    except (*_WRONG, Passkey.DoesNotExist):
        return False
    return True


def _credentials_of(user: Any) -> list[PublicKeyCredentialDescriptor]:
    known = Passkey.objects.filter(user=user).values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def _asked(request: HttpRequest, options: Any) -> dict[str, Any]:
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    found: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return found


def _challenge(request: HttpRequest) -> bytes:
    """The bytes of the last question. They are good for one answer; without any, none is right."""
    asked = request.session.pop(CHALLENGE, "")
    return base64url_to_bytes(asked) if asked else b"\x00nothing was asked"
