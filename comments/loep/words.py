"""The words of the marks, per kind. A list of words, like an enum: the only part here that knows Django.

There is no proposal for crisis wording (a person, not a place in a text), for one's own story about stopping, and for
shop words without a link: taking those out would change what somebody says.
"""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "crisis": _("crisis wording"),
    "iban": _("bank account"),
    "email": _("e-mail address"),
    "phone": _("telephone number"),
    "bsn": _("citizen service number"),
    "address": _("postal address"),
    "name": _("name of somebody else"),
    "stop": _("advice to stop"),
    "dose": _("dose"),
    "shop": _("link to a shop"),
    "shop_words": _("selling words"),
    "stopped": _("stopped a treatment"),
}
EXPLANATIONS = {
    "crisis": _(
        "The writer may be thinking of ending their life. Read this first. Help: 113 Zelfmoordpreventie, telephone 113 or "
        "0800-0113."
    ),
    "iban": _("A bank account number; fraud is possible with it."),
    "email": _("An e-mail address that everybody would be able to read."),
    "phone": _("A telephone number that everybody would be able to read."),
    "bsn": _(
        "Nine digits that pass the test for a citizen service number; this number must never be published."
    ),
    "address": _("A street with a number or a postcode: somebody can be found with it."),
    "name": _("The name of somebody who did not write this, such as a doctor or a relative."),
    "stop": _("Reads as advice to others to stop or refuse a treatment."),
    "dose": _("An amount of a medicine that a reader could copy."),
    "shop": _("Leads to a shop."),
    "shop_words": _("Words with which things are sold."),
    "stopped": _(
        "Somebody tells about stopping a treatment. That is an experience, and no advice to others."
    ),
}
PROPOSALS = {
    "iban": _("[bank account removed]"),
    "email": _("[e-mail address removed]"),
    "phone": _("[telephone number removed]"),
    "bsn": _("[citizen service number removed]"),
    "address": _("[address removed]"),
    "name": _("[name removed]"),
    "stop": _("[advice to stop a treatment removed]"),
    "dose": _("[dose removed]"),
    "shop": _("[link to a shop removed]"),
}
