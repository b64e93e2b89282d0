"""Django's LOGGING. What is told of requests, and what is kept out of every line, is in request_log.py."""


def logging_as(form, requests):
    """`form` is json or plain; `requests` the level from which on those are told."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"identified": {"()": "selec_cms.request_lines.Identified"}},
        "formatters": {
            "json": {"()": "selec_cms.request_lines.JsonLines"},
            "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["identified"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "django.request": {"level": "ERROR"},  # each answer has a line of its own
            "selec.requests": {"level": requests},
        },
    }
