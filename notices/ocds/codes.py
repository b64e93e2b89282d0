"""Our words in the standard's codelists."""

from notices.models import Award, Stage, Tender

EXTENSIONS = [
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_enquiry_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bidOpening_extension/master/extension.json",
    "https://raw.githubusercontent.com/openprocurement/ocds_valueAddedTax_extension/master/extension.json",
]
# tenderStatus, of the whole and of each lot. Until a decision the process goes on, also after the deadline; a notice
# that was void is withdrawn: nothing more will come under its identifier, and nothing is said of the purchase.
STATUS = {
    Stage.PLANNED: "planned",
    Stage.OPEN: "active",
    Stage.SOON: "active",
    Stage.CLOSED: "active",
    Stage.EVALUATION: "active",
    Stage.AWARDED: "complete",
    Stage.PARTLY: "complete",
    Stage.NO_AWARD: "unsuccessful",
    Stage.VOID: "withdrawn",
    Stage.CANCELLED: "cancelled",
}
# method: by who may answer a notice that everybody can read.
METHOD = {
    Tender.Procedure.OPEN: "open",
    Tender.Procedure.RESTRICTED: "selective",
    Tender.Procedure.NEGOTIATED: "selective",
    Tender.Procedure.QUOTATION: "open",
    Tender.Procedure.LOW_VALUE: "open",
    Tender.Procedure.INTEREST: "selective",
}
# procurementCategory
CATEGORY = {
    Tender.Contract.SUPPLIES: "goods",
    Tender.Contract.SERVICES: "services",
    Tender.Contract.WORKS: "works",
}
# awardStatus: what was decided for a lot before anything was awarded is told there too, with its reason.
AWARD_STATUS = {
    Award.Result.AWARDED: "active",
    Award.Result.NO_AWARD: "unsuccessful",
    Award.Result.CANCELLED: "cancelled",
}
# documentType of the reason for an end without an award
REASON = {
    Tender.Outcome.NO_AWARD: "unsuccessfulDetails",
    Tender.Outcome.NOTICE_VOID: "cancellationDetails",
    Tender.Outcome.CANCELLED: "cancellationDetails",
}
