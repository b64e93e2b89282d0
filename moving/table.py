"""Old addresses as CSV, one a line: what an editor exports, mends in a table and imports again."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from import_export.fields import Field
from import_export.resources import ModelResource

from .models import OldAddress

COLUMNS = ["address", "leads_to", "title"]
MOST_ROWS = 5000


class OldAddresses(ModelResource):
    """A line with an address that is known changes its row; all lines are taken in, or none."""

    address = Field(column_name="address", attribute="key")
    leads_to = Field(column_name="leads_to")
    title = Field(column_name="title", attribute="title", default="")

    class Meta:
        model = OldAddress
        fields = export_order = COLUMNS
        import_id_fields = ["address"]
        clean_model_instances = True
        skip_unchanged = False
        use_transactions = True

    def before_import(self, dataset, **kwargs):
        if missing := [name for name in COLUMNS[:2] if name not in (dataset.headers or [])]:
            raise ValidationError(
                gettext("The first line has to name the columns address and leads_to: %(name)s is missing.")
                % {"name": missing[0]}
            )
        if len(dataset) > MOST_ROWS:
            raise ValidationError(gettext("%(number)s lines are the most.") % {"number": f"{MOST_ROWS:,}"})

    def before_import_row(self, row, **kwargs):
        """An address is known by what counts of it."""
        old = OldAddress()
        old.stand_at(row["address"] or "")
        row["address"] = old.key

    def import_instance(self, instance, row, **kwargs):
        instance.key = row["address"]
        instance.title = (row.get("title") or "").strip()
        instance.before = "" if instance._state.adding else instance.leads_to
        try:
            instance.lead_to(row["leads_to"] or "", kwargs.get("user"))
        except ValidationError as why:  # of its field, so that no constraint says the same once more
            raise ValidationError({"path": why.messages}) from why

    def skip_row(self, instance, original, row, import_validation_errors=None):
        is_same = (instance.item_id, instance.path, instance.title) == (
            original.item_id,
            original.path,
            original.title,
        )
        return not import_validation_errors and not original._state.adding and is_same

    def after_save_instance(self, instance, row, **kwargs):
        before = f", before: {instance.before}" if instance.before else ""
        act = "changed" if instance.before else "added"
        instance.log(act, kwargs.get("user"), f"by CSV: leads to {instance.leads_to}{before}")

    def dehydrate_address(self, old):
        return str(old)

    def dehydrate_leads_to(self, old):
        return old.leads_to
