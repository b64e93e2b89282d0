"""Text is sent compressed; images and files are so already, and keep their length, by which a download goes on."""

from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/json", "application/feed+json", "application/atom+xml", "application/xml")


class CompressionMiddleware(GZipMiddleware):
    def process_response(self, request, response):
        is_file = response.streaming and response.has_header("Content-Length")
        is_text = response.get("Content-Type", "").startswith(TEXT)
        return super().process_response(request, response) if is_text and not is_file else response
