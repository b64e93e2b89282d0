"""The tender section of a release."""

from notices.time_line import Kind
from publishing.rich_text import text_of

from .codes import CATEGORY, METHOD, STATUS
from .values import filled, instant, money, period


def tender_of(tender, at, line):
    stage, begins = tender.stage(at), tender.opens_at or tender.first_public_at
    return filled(
        id=tender.reference or str(tender.item_id),
        title=tender.title,
        description=text_of(tender.description),
        status=STATUS[stage],
        procurementMethod=METHOD[tender.procedure],
        procurementMethodDetails=tender.get_procedure_display(),
        mainProcurementCategory=CATEGORY[tender.contract],
        value=money(tender.estimated_value, tender.currency, tender.vat),
        awardCriteriaDetails=text_of(tender.criteria),
        submissionMethodDetails=text_of(tender.how_to_submit) if stage.is_open else "",
        tenderPeriod=period(begins, tender.closes_at),
        enquiryPeriod=period(begins, tender.questions_until) if tender.questions_until else {},
        awardPeriod=period(tender.opening_of_tenders_at or tender.closes_at),
        bidOpening=filled(date=instant(tender.opening_of_tenders_at), description=tender.opening_place),
        items=_items(tender),
        lots=[_lot(tender, one) for one in tender.lots_at(at)],
        enquiries=_enquiries(tender, line),
        amendments=_amendments(line),
        **_numbers(tender, stage),
    )


def _numbers(tender, stage):
    """Whether there were questions is not known before they end; how many tenders came in, only afterwards."""
    asked = bool(tender.clarifications.all())
    known = {"hasEnquiries": asked} if asked or stage.is_over else {}
    received = [award.tenders_received for award in tender.results_of_the_whole]
    number = next((one for one in received if one is not None), None)
    return known if number is None else known | {"numberOfTenderers": number}


def _items(tender):
    """One for the whole, or one for each lot, as the codes of the CPV are given for all of it."""
    if not tender.cpv:
        return []
    code = {"scheme": "CPV", "id": tender.cpv.partition("-")[0]}
    lots = [
        {"id": str(lot.number), "description": lot.title, "relatedLot": str(lot.number)}
        for lot in tender.lots.all()
    ]
    return [one | {"classification": code} for one in lots or [{"id": "1", "description": tender.title}]]


def _lot(tender, one):
    return filled(
        id=str(one.lot.number),
        title=one.lot.title,
        description=one.lot.description,
        status=STATUS[one.stage],
        value=money(one.lot.estimated_value, tender.currency, tender.vat),
    )


def _enquiries(tender, line):
    """As they read now; the answer's date is that of the edition which brought it. Who asked is nowhere stored."""
    answered = {
        row.number: entry.at
        for entry in line
        if entry.kind == Kind.CLARIFICATIONS
        for row in entry.clarifications
    }
    return [
        filled(
            id=str(row.number),
            description=row.question,
            answer=row.answer,
            dateAnswered=instant(answered.get(row.number)),
        )
        for row in tender.clarifications.all()
    ]


def _amendments(line):
    entries = [entry for entry in line if entry.kind in (Kind.CORRIGENDUM, Kind.DEADLINE)]
    return [
        filled(
            id=str(number),
            date=instant(entry.at),
            rationale=entry.text,
            description="\n".join([entry.title, *(_in_words(change) for change in entry.changes)]),
        )
        for number, entry in enumerate(entries, start=1)
    ]


def _in_words(change):
    """ "Estimated value: from “EUR 1” to “EUR 2”" in plain text."""
    runs = [run for block in change.blocks for run in block]
    old = " ".join(run.text for run in runs if run.kind != "added")
    new = " ".join(run.text for run in runs if run.kind != "gone")
    return f"{change.label}: from “{old}” to “{new}”"
