"""Static files with hashed names, but for the editor, which builds the names of its files itself."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    @lru_cache(1_000)  # noqa: B019  files stay as they are for as long as a process lives, and so does this
    def url(self, name, force=False):
        if name.startswith("ckeditor/"):
            return self.base_url + name
        return super().url(name, force)
