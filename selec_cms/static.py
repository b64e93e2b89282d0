"""Static files with hashed names, but for the editor, which builds the names of its files itself."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    def url(self, name, force=False):
        if name.startswith("ckeditor/"):
            return self.base_url + name
        return super().url(name, force)
