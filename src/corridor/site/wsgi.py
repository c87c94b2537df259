"""What the server serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.site.settings")

application = get_wsgi_application()

from corridor.platform.operations import anchors  # noqa: E402 - needs Django to be set up

anchors.hold()

# The supervisor names its servers. Whatever else imports this module answers no readers.
if os.environ.get("CORRIDOR_SERVER") and os.environ.get("CORRIDOR_WARM", "1") != "0":
    from corridor.doors.web import warm

    warm.in_the_background()
