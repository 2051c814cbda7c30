"""How staff sign in: for how long, and through which identity provider."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from queue_server.domain.access import Role
from queue_server.domain.sessions import SessionRules
from queue_server.office.fields import Id, Model, Texts, WebAddress


class SignIn(Model):
    """How long members of staff stay signed in."""

    idle_minutes: int = Field(
        60, ge=5, le=1440, description="A session ends when it was not used for so long."
    )
    longest_hours: int = Field(12, ge=1, le=168, description="It ends in any case after so long.")
    lock_minutes: int = Field(
        15, ge=0, le=1440, description="A counter's page locks itself when idle so long; 0: never."
    )

    @property
    def rules(self) -> SessionRules:
        """The same for those who count."""
        return SessionRules(
            timedelta(minutes=self.idle_minutes),
            timedelta(hours=self.longest_hours),
            timedelta(minutes=self.lock_minutes),
        )


class ClaimedRole(Model):
    """What a value of the provider's claim grants here."""

    value: str = Field(min_length=1, description="A value of the claim, such as a group.")
    role: Role = Field(description="The role that it grants.")
    branch: Id | None = Field(None, description="Where. Left out: in the whole office.")


class Provider(Model):
    """An identity provider that speaks OpenID Connect."""

    issuer: WebAddress = Field(description="Its address; its configuration is found below it.")
    client_id: str = Field(min_length=1, description="What it calls this installation.")
    client_secret_file: Path | None = Field(
        None, description="Holds the secret. Left out: OKIENKO_OIDC_SECRET does."
    )
    name: Texts = Field(
        {
            "pl": "konto urzędu",
            "en": "office account",
            "uk": "обліковий запис",
            "ru": "учётная запись",
        },
        description='What stands on the button after "Sign in with".',
    )
    scopes: list[Annotated[str, Field(min_length=1)]] = Field(
        ["openid", "profile"], min_length=1, description="What it is asked to tell."
    )
    login_claim: str = Field("preferred_username", description="The claim that becomes the login.")
    name_claim: str = Field("name", description="The claim that becomes the name people read.")
    roles_claim: str = Field("groups", description="The claim whose values grant roles.")
    roles: list[ClaimedRole] = Field(
        min_length=1, description="What its values grant; whoever gets nothing cannot sign in."
    )
