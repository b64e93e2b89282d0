import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selec_cms.settings")
gc.disable()  # what is imported stays: to look for garbage among it takes a tenth of the start
django_application = get_wsgi_application()

from .page_cache import PageCache  # noqa: E402  once the apps are there
from .replica import REPLICA, Replica  # noqa: E402
from .visitors import ForVisitors  # noqa: E402

replica = Replica() if REPLICA in settings.DATABASES else None
application = PageCache(
    django_application, settings.PAGE_CACHE_MB, settings.REDIS_URL, replica, visitors=ForVisitors()
)
gc.freeze()  # nor is it looked at later
gc.enable()
