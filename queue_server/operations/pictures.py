"""Pictures that administrators put into the media folder: a logo, what displays show."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from queue_server import media
from queue_server.domain.errors import Invalid, StorageUnavailable
from queue_server.operations import audit
from queue_server.operations.work import Work


def keep(work: Work, name: str, content: str) -> dict[str, Any]:
    """Keep a picture whose bytes are `content` in Base64; where it is served from now on."""
    try:
        data = b64decode(content, validate=True)
        kept = media.put(work.setting.media_folder, name, data)
    except media.NotMedia as error:
        raise Invalid([("content", str(error))]) from None
    except ValueError:
        raise Invalid([("content", "this is no Base64")]) from None
    except OSError as error:
        raise StorageUnavailable(f"the media folder cannot be written: {error.strerror}") from None
    audit.record(work, "picture_added", f"media:{kept}")
    return {"file": kept, "url": f"/media/{kept}"}
