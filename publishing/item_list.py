from django.contrib.admin.views.main import ChangeList

from . import clock
from .state import state_in_words


class ItemList(ChangeList):
    """Rows are items, each shown by its latest edition; their states cost one query together."""

    def get_results(self, request):
        super().get_results(request)
        now = clock.now()
        editions = self.model.objects.filter(item__in=[row.item_id for row in self.result_list])
        editions = editions.select_related("edited_by", "submitted_by").defer(*self.model_admin.long_fields())
        by_item = {}
        for edition in editions:
            by_item.setdefault(edition.item_id, []).append(edition)
        for row in self.result_list:
            row.state_words = state_in_words(by_item[row.item_id], now)
